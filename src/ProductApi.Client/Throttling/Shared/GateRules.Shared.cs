namespace ProductApi.Client.Throttling;

/// <content>What the rules of several processes that share a limit need of those of one.</content>
internal partial class GateRules
{
    public GateRules(ProductClientOptions options)
        : this(options, new RateRules())
    {
    }

    protected QuotaWindow Quota => _quota;

    protected AnnouncedWait Announced => _announced;

    protected HostHealth Health => _health;

    protected Attribution Blame => _blame;

    protected int InFlight => _inFlight;

    /// <summary>Called after every step, outside of the gate's lock.</summary>
    public virtual void AfterStep()
    {
    }
}
