using ProductApi.Client.Throttling;

namespace ProductApi.Client.Tests.Throttling;

/// <summary>The rules of the gate alone, at times that each test says.</summary>
public abstract class GateRulesTest
{
    private protected static readonly Uri Address = new("https://products.test/products/1");

    private readonly Lazy<GateRules> _rules;

    private protected GateRulesTest() => _rules = new(() => new GateRules(Options, Rate));

    private protected ProductClientOptions Options { get; } = new();

    private protected RateRules Rate { get; } = new();

    private protected GateRules Rules => _rules.Value;
}
