using ProductApi.Client.Keys;
using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.Secrets;

/// <summary>The environment belongs to the whole process.</summary>
[Collection(nameof(WholeProcess))]
public sealed class ProxyVariableTests
{
    [Theory]
    [InlineData("HTTPS_PROXY", "http://alice:s3cr3tpw@proxy.test:8080")]
    [InlineData("https_proxy", "alice:s3cr3tpw@proxy.test:8080")]
    [InlineData("HTTP_PROXY", "http://alice:s3cr3tpw@proxy.test/")]
    [InlineData("ALL_PROXY", "socks5://alice:s3cr3tpw@proxy.test")]
    [InlineData("all_proxy", "socks5://alice:s3cr3tpw@proxy.test")]
    [Trait("Contract", "14")]
    public async Task A_proxys_password_in_the_environment_is_known_to_every_client(string variable, string address)
    {
        var before = Environment.GetEnvironmentVariable(variable);
        Environment.SetEnvironmentVariable(variable, address);
        try
        {
            Assert.Contains("alice:s3cr3tpw", ProxyCredentials.FromEnvironment());
            await using var client = TestClient.Scripted(new ScriptedServer(_ => throw new HttpRequestException(
                HttpRequestError.ConnectionError, "The proxy did not take s3cr3tpw")), options =>
                {
                    Quick.Retries(options);
                    options.OutagePatience = TimeSpan.Zero;
                });

            var result = await client.Products.FetchAsync(7);

            Assert.DoesNotContain("s3cr3tpw", $"{result.Error!.Message} {result.Error.Exception}", StringComparison.Ordinal);
        }
        finally
        {
            Environment.SetEnvironmentVariable(variable, before);
        }
    }

    [Theory]
    [InlineData("http://proxy.test:8080")]
    [InlineData("proxy.test")]
    [InlineData("")]
    public void A_proxy_without_a_password_tells_none(string address)
    {
        var before = Environment.GetEnvironmentVariable("ALL_PROXY");
        Environment.SetEnvironmentVariable("ALL_PROXY", address);
        try
        {
            Assert.Empty(ProxyCredentials.FromEnvironment());
        }
        finally
        {
            Environment.SetEnvironmentVariable("ALL_PROXY", before);
        }
    }
}
