namespace ProductApi.Client.Throttling;

/// <summary>Which request takes far longer than others, and may it be sent a second time?</summary>
internal sealed class BackupRules
{
    // What almost all of the last ones took that were served; fewer than the least tell nothing. The median would call it late where a host
    // always has a few long answers: asked again, they take as long.
    private const double AlmostAll = 0.95;
    private const int Recent = 200;
    private const int Least = 20;

    // In flight for so many times that, and no less than so many seconds.
    private const double Times = 3;
    private const double Shortest = 0.25;

    // Backups in terms of what was served; as many may be saved up, so that a host that falls ill after a long time is spared.
    private const double Share = 0.02;
    private const double MostSaved = 10;

    private readonly double[] _latencies = new double[Recent];
    private long _served;
    private double _credit;
    private double _lateAfter = double.PositiveInfinity;
    private bool _isOld;

    /// <summary>Takes in how long a request took that was served.</summary>
    public void OnServed(double seconds)
    {
        _latencies[_served++ % Recent] = seconds;
        _isOld = true;
        _credit = Math.Min(MostSaved, _credit + Share);
    }

    /// <summary>Whether a request that is in flight for so many seconds is late.</summary>
    public bool IsLate(double age) => age >= Shortest && age >= LateAfter();

    /// <summary>Takes one from the budget.</summary>
    /// <param name="isFirst">It is the first one of its run: that may be owed.</param>
    public bool TryTake(bool isFirst)
    {
        if (_credit < (isFirst ? -1 : 0))
            return false;

        _credit--;
        return true;
    }

    /// <summary>It was not sent after all.</summary>
    public void GiveBack() => _credit++;

    private double LateAfter()
    {
        if (_isOld && _served >= Least)
        {
            var count = (int)Math.Min(_served, Recent);
            Span<double> sorted = stackalloc double[Recent];
            _latencies.AsSpan(0, count).CopyTo(sorted);
            sorted = sorted[..count];
            sorted.Sort();
            _lateAfter = Times * sorted[(int)(AlmostAll * (count - 1))];
            _isOld = false;
        }

        return _lateAfter;
    }
}
