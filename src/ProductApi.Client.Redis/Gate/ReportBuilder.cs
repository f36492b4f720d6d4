using ProductApi.Client.Redis.Store;

namespace ProductApi.Client.Redis.Gate;

/// <summary>What this process has seen since its last call; numbers are the process's own.</summary>
internal sealed class ReportBuilder(string member, int maxConcurrency)
{
    private readonly List<RefusedSend> _refused = [];
    private StateNumber? _epoch;
    private long _answered;
    private int _free;
    private int _served;
    private double _servedAt;
    private QuotaSeen? _quota;

    /// <summary>What follows is of another epoch: what was said about sends is void.</summary>
    public void Begin(StateNumber? epoch)
    {
        _epoch = epoch;
        _answered = 0;
        _refused.Clear();
    }

    public void CountFree() => _free++;

    public void CountServed(double now)
    {
        _served++;
        _servedAt = now;
    }

    public void CountAnswered(long number) => _answered = Math.Max(_answered, number);

    public void CountRefused(long number, bool isRated) => _refused.Add(new RefusedSend(number, isRated));

    public void SetQuota(QuotaSeen quota) => _quota = quota;

    /// <summary>The report in the store's numbers; the next one starts from nothing.</summary>
    /// <param name="offset">Own numbers minus the store's.</param>
    /// <param name="held">Grants held and granted sends in flight; null: not known for now.</param>
    /// <param name="seed">What a state starts from that the store has lost.</param>
    public MemberReport Take(long offset, int? held, Seed? seed)
    {
        var report = new MemberReport(member, maxConcurrency)
        {
            Epoch = _epoch,
            Held = held,
            Free = _free,
            Served = _served,
            ServedAt = _servedAt,
            Answered = _answered == 0 ? 0 : _answered - offset,
            Refused = [.. _refused.Select(send => send with { Number = send.Number - offset })],
            Quota = _quota,
            Seed = seed,
        };
        (_free, _served, _quota) = (0, 0, null);
        Begin(_epoch);
        return report;
    }
}
