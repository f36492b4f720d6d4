using System.Buffers;
using System.Text.Json;

using Microsoft.Win32.SafeHandles;

namespace ProductApi.Client.Sample;

/// <summary>Writes results as JSON lines, each in one piece: whatever ends the run leaves complete lines behind.</summary>
internal sealed class ResultWriter : IAsyncDisposable
{
    private readonly string _name;
    private readonly Stream _stream;
    private readonly ArrayBufferWriter<byte> _line = new();
    private readonly Utf8JsonWriter _json;

    private ResultWriter(string name, Stream stream)
    {
        _name = name;
        _stream = stream;
        _json = new Utf8JsonWriter(_line);
    }

    public static ResultWriter? Open(string? path)
    {
        if (path is null)
            return null;

        try
        {
            return path == "-"
                ? new ResultWriter("standard output", OpenStandardOutput())
                : new ResultWriter(path, new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--output: {exception.Message}", exception);
        }
    }

    public async Task WriteAsync(FetchResult<Product> result)
    {
        _line.ResetWrittenCount();
        _json.Reset();
        JsonSerializer.Serialize(_json, OutputLine.From(result), OutputJson.Default.OutputLine);
        _line.Write("\n"u8);
        try
        {
            await _stream.WriteAsync(_line.WrittenMemory);
        }
        catch (IOException exception)
        {
            throw new UsageException($"--output: {_name} cannot be written any more: {exception.Message}", exception);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _json.DisposeAsync();
        await _stream.DisposeAsync();
    }

    // The console's own stream would hide that the reader has gone, as after "| head", and the run would go on for nobody.
    private static Stream OpenStandardOutput() => OperatingSystem.IsWindows()
        ? Console.OpenStandardOutput()
        : new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
}
