using System.Net;
using Microsoft.Extensions.DependencyInjection;
using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.Pipeline;

/// <summary>A handler around ours, such as an older retry policy that a container's defaults bring, sends again what the client gave
/// up.</summary>
public sealed class SentAgainTests : VirtualTimeTest
{
    [Fact]
    [Trait("Contract", "30")]
    public void An_answer_that_arrived_is_the_result_whoever_sent_the_request_again()
    {
        var isUp = false;
        var server = ServerThat(
            request => isUp ? ScriptedServer.Product(request.Id) : ScriptedServer.Status(HttpStatusCode.InternalServerError));
        var policy = new Policy(() =>
        {
            isUp = true;
            return Task.Delay(TimeSpan.FromSeconds(10), Time);
        });
        var client = TestClient.Scripted(
            server,
            options => options.OutagePatience = TimeSpan.FromSeconds(5),
            Time,
            builder => builder.ConfigureAdditionalHttpMessageHandlers((handlers, _) => handlers.Insert(0, policy)));

        var results = Time.Run(() => client.Products.FetchManyAsync(Enumerable.Range(1, 40)));

        Assert.True(policy.SentAgain > 0);
        Assert.All(results, result => Assert.True(result.Succeeded, result.Error?.ToString()));
    }

    private sealed class Policy(Func<Task> pause) : DelegatingHandler
    {
        public int SentAgain { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken);
            if ((int)response.StatusCode < 500)
                return response;

            SentAgain++;
            response.Dispose();
            await pause();
            return await base.SendAsync(request, cancellationToken);
        }
    }
}
