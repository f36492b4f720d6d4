using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Diagnostics.Tracing;
using Microsoft.Extensions.Logging;

namespace ProductApi.Client.Tests.Secrets;

/// <summary>The search itself: a key that comes to light is found, wherever it does.</summary>
[Collection(nameof(Support.WholeProcess))]
public sealed class SearchTests
{
    [Theory]
    [InlineData("message")]
    [InlineData("state")]
    [InlineData("scope")]
    [InlineData("exception")]
    [InlineData("inner exception")]
    [InlineData("exception data")]
    [InlineData("metric tag")]
    [InlineData("trace name")]
    [InlineData("trace tag")]
    [InlineData("trace event")]
    [InlineData("trace status")]
    [InlineData("baggage")]
    [InlineData("network event")]
    public void A_key_that_is_said_is_found(string where)
    {
        var key = new SecretKey();
        using var said = new EverythingSaid();

        Say(where, key.Value, said);

        Assert.Contains(said.Utterances, utterance => key.IsIn(utterance.Text));
    }

    [Theory]
    [InlineData("ToString")]
    [InlineData("debugger")]
    [InlineData("inner exception")]
    [InlineData("deep inside")]
    public void A_key_that_an_object_shows_is_found(string where)
    {
        var key = new SecretKey();
        object shown = where switch
        {
            "ToString" => new FetchError(FetchErrorKind.Unknown, key.Value),
            "debugger" => new ProductClientOptions { ApiKeyScheme = key.Value },
            "inner exception" => new AggregateException(new InvalidOperationException("No.", new IOException(key.Value))),
            _ => FetchResult.Failure<Product>(7, new FetchError(FetchErrorKind.Unknown, "No.") { Exception = new IOException(key.Value) }),
        };

        Assert.Contains(ObjectTour.Of([shown]), utterance => key.IsIn(utterance.Text));
    }

    [Fact]
    public void A_key_is_found_in_every_form_and_by_its_first_half()
    {
        var key = new SecretKey();

        Assert.True(key.Forms.Count >= 9, string.Join('\n', key.Forms));
        Assert.All(key.Forms, form => Assert.True(key.IsIn($"... {form} ...")));
        Assert.True(key.IsIn($"... {key.Value[..12]}"));
        Assert.True(key.IsIn(Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"Bearer {key.Value}"))));
        Assert.False(key.IsIn($"... {key.Value[..4]} {new SecretKey().Value}"));
    }

    private static void Say(string where, string key, EverythingSaid said)
    {
        using var logging = LoggerFactory.Create(builder => builder.SetMinimumLevel(LogLevel.Trace).AddProvider(said.Logs));
        var logger = logging.CreateLogger("test");
        switch (where)
        {
            case "message":
                logger.LogTrace("{Key}", key);
                break;
            case "state":
                logger.Log(LogLevel.Trace, default, new Dictionary<string, object?> { ["key"] = key }, null, (_, _) => "no message");
                break;
            case "scope":
                using (logger.BeginScope("with {Key}", key))
                    logger.LogTrace("no key");
                break;
            case "exception":
                logger.LogTrace(new IOException(key), "no key");
                break;
            case "inner exception":
                logger.LogTrace(new IOException("No.", new IOException(key)), "no key");
                break;
            case "exception data":
                logger.LogTrace(new IOException("No.") { Data = { ["key"] = key } }, "no key");
                break;
            case "metric tag":
                using (var meter = new Meter("test"))
                    meter.CreateCounter<long>("test").Add(1, KeyValuePair.Create<string, object?>("key", key));
                break;
            case "network event":
                using (var events = new EventSource("System.Net.Tests"))
                    events.Write("Said", new { Key = key });
                break;
            default:
                Trace(where, key);
                break;
        }
    }

    private static void Trace(string where, string key)
    {
        using var source = new ActivitySource("test");
        using var activity = source.StartActivity("said")!;
        _ = where switch
        {
            "trace name" => activity.DisplayName = key,
            "trace tag" => activity.SetTag("key", key),
            "trace event" => activity.AddEvent(new ActivityEvent("said", tags: new() { ["key"] = key })),
            "trace status" => activity.SetStatus(ActivityStatusCode.Error, key),
            _ => (object)activity.SetBaggage("key", key),
        };
    }
}
