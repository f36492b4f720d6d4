using CsCheck;
using ProductApi.Client.Tests.Support;
using Xunit.Abstractions;

namespace ProductApi.Client.Tests.Properties;

/// <summary>Random servers and random callers: whatever they do, the invariants hold.</summary>
[Collection(nameof(VirtualTime))]
[Trait("Speed", "Slow")]
public sealed class ClientProperties(ITestOutputHelper output)
{
    [Fact]
    public void Whatever_server_and_callers_do_every_id_is_accounted_for_and_nothing_is_left_behind() => Try(Plans.Mixed);

    [Fact]
    public void However_a_server_pushes_back_no_announced_wait_is_undercut() => Try(Plans.PushedBack);

    [Fact]
    public void However_calls_are_ended_nothing_is_sent_afterwards_and_everything_comes_back() => Try(Plans.EndedEarly);

    private void Try(Gen<Plan> plans) => Samples.Try(plans, plan => Invariants.Check(Execution.Of(plan)), output.WriteLine, 150);
}
