namespace ProductApi.Client.Sample;

/// <summary>What has arrived so far, in numbers.</summary>
internal sealed class FetchTally
{
    private const int ShownErrors = 5;

    private readonly SortedDictionary<FetchErrorKind, long> _failedByKind = [];
    private readonly List<FetchError> _firstErrors = [];

    public long Succeeded { get; private set; }

    public long Failed { get; private set; }

    public long Completed => Succeeded + Failed;

    public long Attempts { get; private set; }

    public TimeSpan Elapsed { get; set; }

    /// <summary>The run's own last word, which also tells how it was throttled.</summary>
    public FetchProgress Progress { get; set; }

    public IReadOnlyDictionary<FetchErrorKind, long> FailedByKind => _failedByKind;

    public IReadOnlyList<FetchError> FirstErrors => _firstErrors;

    public void Add(FetchResult<Product> result)
    {
        Attempts += result.Attempts;
        if (result.Succeeded)
        {
            Succeeded++;
            return;
        }

        Failed++;
        _failedByKind[result.Error.Kind] = _failedByKind.GetValueOrDefault(result.Error.Kind) + 1;
        if (_firstErrors.Count < ShownErrors)
            _firstErrors.Add(result.Error);
    }
}
