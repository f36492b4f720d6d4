using System.Net;
using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.Keys;

/// <summary>Which answers tell that the key is good. One that was never accepted ends the run with its first 401.</summary>
public sealed class KeyVerdictTests : VirtualTimeTest
{
    [Theory]
    [InlineData(200)]
    [InlineData(400)]
    [InlineData(404)]
    [InlineData(410)]
    [InlineData(422)]
    [Trait("Contract", "12")]
    public void What_answers_to_the_product_accepts_the_key(int status) =>
        Assert.True(AcceptsTheKey(request => ScriptedServer.Json((HttpStatusCode)status, $$"""{"id":"{{request.Id}}"}""")));

    [Fact]
    [Trait("Contract", "12")]
    public void A_product_that_cannot_be_read_accepts_the_key() =>
        Assert.True(AcceptsTheKey(_ => ScriptedServer.Json(HttpStatusCode.OK, "no product")));

    [Theory]
    [InlineData(300)]
    [InlineData(302)]
    [InlineData(399)]
    [InlineData(407)]
    [InlineData(500)]
    [Trait("Contract", "12")]
    public void What_another_one_answers_or_a_sick_host_says_nothing_about_the_key(int status) =>
        Assert.False(AcceptsTheKey(_ => ScriptedServer.Status((HttpStatusCode)status)));

    // A 401 to the second id ends the run, unless the answer to the first one has accepted the key.
    private bool AcceptsTheKey(Func<ScriptedRequest, HttpResponseMessage> answersFirst)
    {
        var server = ServerThat(request => request.Id switch
        {
            "1" => answersFirst(request),
            "2" => ScriptedServer.Status(HttpStatusCode.Unauthorized),
            _ => ScriptedServer.Product(request.Id),
        });

        var results = Fetch(server, 3, options => options.MaxConcurrency = 1);

        Assert.Equal((FetchErrorKind.Unauthorized, false), (results[1].Error?.Kind, results[1].Error?.IsTransient));
        return results[2].Succeeded;
    }
}
