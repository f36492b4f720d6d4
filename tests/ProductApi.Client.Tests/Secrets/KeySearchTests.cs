using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.Secrets;

[Collection(nameof(WholeProcess))]
[Trait("Speed", "Slow")]
public sealed class KeySearchTests
{
    public static TheoryData<string, string, string> Runs => SecretKey.InEachHeader(Scenarios.All.Keys);

    [Theory]
    [MemberData(nameof(Runs))]
    [Trait("Contract", "14")]
    public async Task However_a_run_goes_the_key_is_nowhere_to_be_found(string name, string header, string scheme)
    {
        var scenario = Scenarios.All[name];
        var key = new SecretKey();
        var quoted = $"{scheme} {string.Join(' ', key.Forms.Take(5))}";
        await using var server = RawServer.Start(exchange => scenario.Answer(exchange, quoted));
        var settings = new Dictionary<string, string?>(scenario.Settings) { ["ApiKeyHeader"] = header, ["ApiKeyScheme"] = scheme };
        await using var service = new ObservedService(key, server.BaseAddress, settings, scenario.Build);

        await scenario.Act(service, server).WaitAsync(TimeSpan.FromSeconds(60));

        Assert.True(scenario.Happened(service), string.Join('\n', service.Results.Concat<object>(service.Exceptions)));
        var leaks = service.Leaks.Where(leak => !scenario.IsGarbage || !IsOfThePlatform(leak)).ToList();
        Assert.True(leaks.Count == 0, string.Join('\n', leaks));
    }

    private static bool IsOfThePlatform(string leak) =>
        leak.StartsWith("event System.Net.Http/", StringComparison.Ordinal)
        || leak.StartsWith("trace System.Net.Http/", StringComparison.Ordinal);
}
