namespace ProductApi.Client.Sample;

/// <summary>The ids of this run and what is known about them beforehand.</summary>
internal sealed class IdSource : IDisposable
{
    private readonly IdFile? _file;

    private IdSource(IAsyncEnumerable<ProductId> ids, long? count, long highestNumber, IdFile? file = null)
    {
        Ids = ids;
        Count = count;
        HighestNumber = highestNumber;
        _file = file;
    }

    public IAsyncEnumerable<ProductId> Ids { get; }

    /// <summary>How many ids there are; null when only reading them all would tell.</summary>
    public long? Count { get; }

    /// <summary>The largest number to expect among the ids.</summary>
    public long HighestNumber { get; }

    public static IdSource Open(SampleSettings settings)
    {
        if (settings.IdsFile is not null)
        {
            if (settings.Output is not null && !settings.WritesToStandardOutput
                && Path.GetFullPath(settings.IdsFile) == Path.GetFullPath(settings.Output))
                throw new UsageException("--output would overwrite the file of --ids-file. Give it another name.");

            var file = IdFile.Open(settings.IdsFile);
            return new IdSource(file.ReadAsync(), count: null, highestNumber: 10_000_000, file);
        }

        var list = settings.Ids ?? IdList.Default;
        return new IdSource(list.Expand().ToAsyncEnumerable(), list.Count, list.HighestOfRanges);
    }

    public void Dispose() => _file?.Dispose();
}
