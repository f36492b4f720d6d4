using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;

namespace ProductApi.Client.Sample;

/// <summary>The lines an earlier run has left behind. Its end may have torn the last one.</summary>
internal sealed class EarlierResults
{
    private readonly string _name;
    private readonly HashSet<ProductId> _succeeded = [];
    private long _position;
    private long _line;
    private long? _tornLine;

    private EarlierResults(string name) => _name = name;

    public IReadOnlySet<ProductId> Succeeded => _succeeded;

    /// <summary>Where the last whole line ends.</summary>
    public long Length { get; private set; }

    /// <summary>Whether that line is whole but for its end.</summary>
    public bool LacksNewline { get; private set; }

    public static async Task<EarlierResults> ReadAsync(Stream file, string name, CancellationToken cancellationToken)
    {
        var results = new EarlierResults(name);
        var reader = PipeReader.Create(file, new StreamPipeReaderOptions(bufferSize: 1 << 16, leaveOpen: true));
        ReadResult read;
        do
        {
            read = await reader.ReadAsync(cancellationToken);
            var rest = results.AddLines(read.Buffer);
            if (read.IsCompleted && !rest.IsEmpty)
                results.Add(rest, endLength: 0);
            reader.AdvanceTo(rest.Start, rest.End);
        }
        while (!read.IsCompleted);

        await reader.CompleteAsync();
        return results;
    }

    private ReadOnlySequence<byte> AddLines(ReadOnlySequence<byte> buffer)
    {
        while (buffer.PositionOf((byte)'\n') is { } end)
        {
            Add(buffer.Slice(0, end), endLength: 1);
            buffer = buffer.Slice(buffer.GetPosition(1, end));
        }

        return buffer;
    }

    private void Add(ReadOnlySequence<byte> sequence, int endLength)
    {
        _line++;
        _position += sequence.Length + endLength;
        var line = sequence.ToArray();
        if (_tornLine is not null)
            throw NotOurs(_tornLine.Value); // only the last line can have been torn
        if (TryParse(line, out var result))
        {
            Length = _position;
            LacksNewline = endLength == 0;
            if (result.Succeeded)
                _succeeded.Add(result.ProductId);
        }
        else
        {
            _tornLine = IsTorn(line) ? _line : throw NotOurs(_line);
        }
    }

    private UsageException NotOurs(long line) => new(
        $"--resume: line {line} of {_name} is no result of an earlier run. Nothing was changed. Give another file, or --overwrite.");

    private static bool TryParse(byte[] line, out EarlierLine result)
    {
        try
        {
            result = JsonSerializer.Deserialize(line, OutputJson.Default.EarlierLine);
            return result.ProductId != default;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            result = default;
            return false;
        }
    }

    // The beginning of an object. What a file system had not stored before a crash reads as zeros.
    private static bool IsTorn(ReadOnlySpan<byte> line)
    {
        var stored = line.TrimEnd((byte)0);
        if (stored.IsEmpty || stored[0] != '{')
            return stored.IsEmpty;

        var reader = new Utf8JsonReader(stored, isFinalBlock: false, state: default);
        try
        {
            while (reader.Read())
            {
                // To the end, which is missing.
            }

            return reader.TokenType != JsonTokenType.EndObject || reader.CurrentDepth > 0;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
