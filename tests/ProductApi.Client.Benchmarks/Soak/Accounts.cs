namespace ProductApi.Client.Benchmarks.Soak;

/// <summary>Where every id asked for went, and what did not add up.</summary>
internal sealed class Accounts
{
    private const int MostViolations = 20;

    private readonly object _lock = new();
    private readonly Dictionary<FetchErrorKind, long> _failed = [];
    private readonly List<string> _violations = [];
    private long _asked;
    private long _succeeded;
    private long _withdrawn; // of calls that were cancelled or left: no result, and nobody waits for one
    private long _calls;
    private long _withdrawnCalls;

    public long Asked => Read(ref _asked);

    public long Succeeded => Read(ref _succeeded);

    public long Results
    {
        get
        {
            lock (_lock)
                return _asked - _withdrawn;
        }
    }

    public IReadOnlyList<string> Violations
    {
        get
        {
            lock (_lock)
                return [.. _violations];
        }
    }

    public void Add(IReadOnlyList<ProductId> asked, IEnumerable<FetchResult<Product>> results, bool isWithdrawn)
    {
        var pending = asked.GroupBy(id => id).ToDictionary(group => group.Key, group => group.Count());
        lock (_lock)
        {
            _calls++;
            _withdrawnCalls += isWithdrawn ? 1 : 0;
            _asked += asked.Count;
            var arrived = 0;
            foreach (var result in results)
            {
                arrived++;
                Add(result, pending);
            }

            _withdrawn += asked.Count - arrived;
            if (arrived != asked.Count && !isWithdrawn)
                Violate($"{arrived} results for {asked.Count} ids");
        }
    }

    public void Violate(string what)
    {
        lock (_lock)
        {
            if (_violations.Count < MostViolations)
                _violations.Add(what);
        }
    }

    public override string ToString()
    {
        lock (_lock)
        {
            var failed = string.Join(", ", _failed.OrderByDescending(pair => pair.Value).Select(pair => $"{pair.Value:N0} {pair.Key}"));
            return $"{_calls:N0} calls, {_withdrawnCalls:N0} of them cancelled or left; {_asked:N0} ids asked for = "
                + $"{_succeeded:N0} products + {_failed.Values.Sum():N0} errors ({failed}) + {_withdrawn:N0} of calls cancelled or left";
        }
    }

    private void Add(FetchResult<Product> result, Dictionary<ProductId, int> pending)
    {
        if (pending.GetValueOrDefault(result.ProductId) == 0)
            Violate($"a result too many for {result.ProductId}");
        else
            pending[result.ProductId]--;

        if (!result.Succeeded)
            _failed[result.Error.Kind] = _failed.GetValueOrDefault(result.Error.Kind) + 1;
        else if (result.Product.Id == result.ProductId)
            _succeeded++;
        else
            Violate($"product {result.Product.Id} for id {result.ProductId}");
    }

    private long Read(ref long count)
    {
        lock (_lock)
            return count;
    }
}
