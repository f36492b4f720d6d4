namespace ProductApi.Client.Sample;

/// <summary>The ids of this run and what is known about them beforehand.</summary>
internal sealed class RequestedIds : IDisposable
{
    private readonly IAsyncEnumerable<ProductId> _ids;
    private readonly IdList? _list;
    private readonly IdFile? _file;
    private IReadOnlySet<ProductId> _done = new HashSet<ProductId>();

    private RequestedIds(IdList list)
    {
        _ids = list.Expand().ToAsyncEnumerable();
        _list = list;
        HighestNumber = list.HighestOfRanges;
    }

    private RequestedIds(IdFile file)
    {
        _ids = file.ReadAsync();
        _file = file;
        HighestNumber = 10_000_000;
    }

    public IAsyncEnumerable<ProductId> Ids => _ids.Where(id => !IsDone(id));

    /// <summary>How many ids there are to fetch; null when only reading them all would tell.</summary>
    public long? Count => _list?.Count - Skipped;

    /// <summary>How many ids an earlier run has done; of a file's, how many have been met so far.</summary>
    public long Skipped { get; private set; }

    /// <summary>The largest number to expect among the ids.</summary>
    public long HighestNumber { get; }

    public static RequestedIds Open(SampleSettings settings)
    {
        if (settings.IdsFile is null)
            return new RequestedIds(settings.Ids ?? IdList.Default);
        if (settings.Output is not null && !settings.WritesToStandardOutput
            && Path.GetFullPath(settings.IdsFile) == Path.GetFullPath(settings.Output))
            throw new UsageException("--output would overwrite the file of --ids-file. Give it another name.");

        return new RequestedIds(IdFile.Open(settings.IdsFile));
    }

    /// <summary>Leaves out what is done already. To be called before the ids are read.</summary>
    public void Skip(IReadOnlySet<ProductId> done)
    {
        _done = done;
        if (_list is not null && done.Count > 0)
            Skipped = _list.Expand().LongCount(done.Contains);
    }

    public void Dispose() => _file?.Dispose();

    private bool IsDone(ProductId id)
    {
        if (!_done.Contains(id))
            return false;
        if (_list is null)
            Skipped++;
        return true;
    }
}
