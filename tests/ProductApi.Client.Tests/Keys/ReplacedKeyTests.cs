using System.Net;
using ProductApi.Client.Keys;
using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.Keys;

/// <summary>When an id is asked for again whose key was replaced while its request was rejected.</summary>
public sealed class ReplacedKeyTests : VirtualTimeTest
{
    [Fact]
    [Trait("Contract", "12")]
    public void The_first_time_at_once_and_after_the_base_delay_from_then_on()
    {
        TestClient? client = null;
        var server = ServerThat(request =>
        {
            if (request.Attempt > 3)
                return ScriptedServer.Product(request.Id);

            client!.Part<ApiAccessSource>().Use(new ApiKey($"key {request.Attempt}", scheme: null));
            return ScriptedServer.Status(HttpStatusCode.Unauthorized);
        });
        client = TestClient.Scripted(server, options => options.RetryBaseDelay = TimeSpan.FromSeconds(3), Time);

        var result = Time.Run(() => client.Products.FetchAsync(1));

        Assert.True(result.Succeeded, result.Error?.ToString());
        Assert.Equal(
            [0, 0.2, 3.4, 6.6], server.Requests.Select(request => Math.Round((request.At - server.Requests[0].At).TotalSeconds, 2)));
    }
}
