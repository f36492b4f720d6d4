using ProductApi.Client.Redis.Store;
using ProductApi.Client.Throttling;

namespace ProductApi.Client.Redis.Gate;

/// <summary>Makes the gate's rules of one client, and ends what they have under way when the container is disposed of.</summary>
/// <param name="openStore">Opens the store, given the settings and the timestamp the gate counts its seconds from.</param>
/// <param name="events">Tells people.</param>
/// <param name="member">The name of this process among those that share the limit.</param>
/// <param name="random">Numbers from 0 to 1.</param>
internal sealed class SharedGateFactory(
    Func<ProductClientOptions, long, IThrottleStore> openStore, SharedThrottleEvents events, string member, Func<double> random)
    : IGateRulesFactory, IDisposable
{
    private StoreCalls? _calls;

    public GateRules Create(IGateHost host, ProductClientOptions options, TimeProvider time, long started)
    {
        _calls = new StoreCalls(openStore(options, started), time, events);
        return new SharedGateRules(host, options, _calls, member, random);
    }

    public void Dispose() => _calls?.Dispose();
}
