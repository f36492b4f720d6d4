using System.Runtime.CompilerServices;

namespace ProductApi.Client.Sample;

/// <summary>The ids of <c>--ids-file</c>, one a line, read while they are fetched.</summary>
internal sealed class IdFile : IDisposable
{
    private readonly string _name;
    private readonly StreamReader _reader;
    private readonly bool _isStandardInput;

    private IdFile(string name, Stream stream, bool isStandardInput)
    {
        _name = name;
        _reader = new StreamReader(stream);
        _isStandardInput = isStandardInput;
    }

    public static IdFile Open(string path)
    {
        if (path == "-")
            return new IdFile("standard input", Console.OpenStandardInput(), isStandardInput: true);

        try
        {
            return new IdFile(path, File.OpenRead(path), isStandardInput: false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--ids-file: {exception.Message}", exception);
        }
    }

    public async IAsyncEnumerable<ProductId> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (await ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.Trim() is { Length: > 0 } id)
                yield return id;
        }
    }

    public void Dispose()
    {
        // A read of the keyboard may still be waiting, and closing would wait with it.
        if (!_isStandardInput)
            _reader.Dispose();
    }

    private async Task<string?> ReadLineAsync(CancellationToken cancellationToken)
    {
        try
        {
            // A read of standard input cannot be cancelled, only left alone.
            var line = Task.Run(() => _reader.ReadLineAsync(CancellationToken.None).AsTask(), cancellationToken);
            return await line.WaitAsync(cancellationToken);
        }
        catch (IOException exception)
        {
            throw new UsageException($"{_name} cannot be read on: {exception.Message}", exception);
        }
    }
}
