using ProductApi.Client.Throttling;

namespace ProductApi.Client.Tests.Throttling;

/// <summary>With an attempt timeout of ten seconds.</summary>
public abstract class AttributionTest
{
    private protected static readonly Uri Address = new("https://products.test/1");

    private protected Attribution Blame { get; } = new(timeout: 10);

    private protected Item Item { get; } = new();

    private protected long Last { get; set; }

    private protected void Refuse() => Item.InTrouble().OnRefused(++Last, Blame.LastServed);

    private protected void Serve(Item? item = null)
    {
        ServeCanary();
        Blame.OnItemServed(item ?? new Item(), Address);
    }

    // It contradicts a refusal, and tells nothing of how often good items are refused.
    private protected void ServeCanary() => Blame.OnServed(Send(++Last, leftAt: 0), now: 0.1);

    private protected static Send Send(long number, double leftAt) =>
        new(number, leftAt, Attempts: 1, CanaryAddress: null, IsLook: false, LeftWhileDown: false);
}
