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

    /// <summary>The ids that need not be fetched again.</summary>
    public IReadOnlySet<ProductId> Done { get; private init; } = new HashSet<ProductId>();

    public static async Task<ResultWriter?> OpenAsync(SampleSettings settings, CancellationToken cancellationToken)
    {
        if (settings.Output is not { } path)
            return null;
        if (settings.WritesToStandardOutput)
            return new ResultWriter("standard output", OpenStandardOutput());

        try
        {
            var (file, done) = await OutputFile.OpenAsync(path, settings.EarlierOutput, cancellationToken);
            return new ResultWriter(path, file) { Done = done };
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--output: {exception.Message}", exception);
        }
    }

    /// <summary>Writes a result and returns it; of a product that cannot be written, the error that was written in its place.</summary>
    public async Task<FetchResult<Product>> WriteAsync(FetchResult<Product> result)
    {
        var written = Format(result);
        try
        {
            await _stream.WriteAsync(_line.WrittenMemory);
        }
        catch (IOException exception)
        {
            throw new UsageException($"--output: {_name} cannot be written any more: {exception.Message}", exception);
        }

        return written;
    }

    public async ValueTask DisposeAsync()
    {
        await _json.DisposeAsync();
        await _stream.DisposeAsync();
    }

    private FetchResult<Product> Format(FetchResult<Product> result)
    {
        try
        {
            FormatLine(result);
            return result;
        }
        catch (Exception exception) when (result.Succeeded && exception is not OutOfMemoryException)
        {
            // What a server sent may be JSON by its grammar and still no text, such as half a surrogate pair.
            var why = exception.GetBaseException().Message;
            var error = new FetchError(
                FetchErrorKind.InvalidResponse, $"Product {result.ProductId} arrived but cannot be written as JSON: {why}");
            var failure = FetchResult.Failure<Product>(result.ProductId, error, result.Attempts, result.Elapsed);
            FormatLine(failure);
            return failure;
        }
    }

    private void FormatLine(FetchResult<Product> result)
    {
        _line.ResetWrittenCount();
        _json.Reset();
        JsonSerializer.Serialize(_json, OutputLine.From(result), OutputJson.Default.OutputLine);
        _line.Write("\n"u8);
    }

    // The console's own stream would hide that the reader has gone, as after "| head", and the run would go on for nobody.
    private static Stream OpenStandardOutput() => OperatingSystem.IsWindows()
        ? Console.OpenStandardOutput()
        : new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
}
