using ProductApi.Client.Fetching;
using ProductApi.Client.Tests.Properties;
using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.Fetching;

/// <summary>Wherever a call waits, it can be ended: at once, with the right end, and nothing is sent or kept afterwards.</summary>
public sealed class EndingTests : VirtualTimeTest
{
    public static TheoryData<Place, Ending, bool> Cases
    {
        get
        {
            var cases = new TheoryData<Place, Ending, bool>();
            foreach (var (place, ending, isStream) in WaitingCall.Cases)
                cases.Add(place, ending, isStream);
            return cases;
        }
    }

    [Theory]
    [Trait("Contract", "2")]
    [MemberData(nameof(Cases))]
    public void A_call_can_be_ended_wherever_it_waits(Place place, Ending ending, bool isStream) => Time.Run(async () =>
    {
        await using var call = new WaitingCall(place, ending, isStream, Time);
        await call.StartAsync();
        Assert.True(ending == Ending.TimeLimit || call.IsRunning);
        Assert.InRange(call.Requests.Count, Sent(place).Fewest, Sent(place).Most);
        var (now, sent) = (Time.Now, call.Requests.Count);

        var thrown = await call.EndAsync();

        Assert.InRange(call.Ended ?? TimeSpan.MaxValue, TimeSpan.Zero, now);
        AssertEnd(ending, thrown, call);
        if (ending == Ending.TimeLimit)
            AssertAccounting(place, call);
        await call.RecoverAsync();
        Assert.Equal(0, call.InFlight);
        Assert.Equal(sent, call.Requests.Count);
        if (ending == Ending.ProviderDisposed)
            await AssertDisposedAsync(call);
        else
            await AssertUnhurtAsync(call);
    });

    [Fact]
    [Trait("Contract", "2")]
    public void A_cancelled_run_ends_when_its_source_has_cleaned_up() => Time.Run(async () =>
    {
        using var cancellation = new CancellationTokenSource();
        var cleanedUp = new TaskCompletionSource();
        var client = TestClient.Scripted(ServerThat(request => ScriptedServer.Product(request.Id)), time: Time);
        var source = new WaitingSource(Place.DisposalOfTheSource, [""], cleanedUp.Task);
        var results = client.Products.StreamManyAsync(source, cancellationToken: cancellation.Token).GetAsyncEnumerator();
        Assert.True(await results.MoveNextAsync());

        var end = results.MoveNextAsync().AsTask();
        await cancellation.CancelAsync();
        await Task.Delay(TimeSpan.FromSeconds(1), Time);
        Assert.False(end.IsCompleted);
        cleanedUp.SetResult();

        var thrown = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => end);
        Assert.Equal(cancellation.Token, thrown.CancellationToken);
    });

    [Theory]
    [Trait("Contract", "2")]
    [InlineData("one")]
    [InlineData("many")]
    [InlineData("stream")]
    public async Task A_call_of_a_client_that_is_disposed_of_names_the_client(string call)
    {
        var client = TestClient.Scripted(ServerThat(request => ScriptedServer.Product(request.Id)), time: Time);
        var products = client.Products;
        await client.DisposeAsync();

        var thrown = await Assert.ThrowsAsync<ObjectDisposedException>(() => call switch
        {
            "one" => products.FetchAsync(1),
            "many" => products.FetchManyAsync([1, 2]),
            _ => products.StreamManyAsync([1, 2]).GetAsyncEnumerator().MoveNextAsync().AsTask(),
        });

        Assert.Contains(nameof(IProductClient), thrown.ObjectName, StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Contract", "2")]
    [InlineData("argument")]
    [InlineData("WithCancellation")]
    public void A_stream_with_two_tokens_throws_with_the_one_that_was_cancelled(string which) => Time.Run(async () =>
    {
        var client = TestClient.Scripted(ServerThat(request => ScriptedServer.Product(request.Id)), time: Time);
        using var argument = new CancellationTokenSource();
        using var enumerator = new CancellationTokenSource();
        var cancelled = which == "argument" ? argument : enumerator;
        using var timer = Time.CreateTimer(_ => cancelled.Cancel(), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);

        var thrown = await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in client.Products.StreamManyAsync(Enumerable.Range(1, 1000), cancellationToken: argument.Token)
                .WithCancellation(enumerator.Token))
            {
            }
        });

        Assert.Equal(cancelled.Token, thrown.CancellationToken);
    });

    // How many requests have been sent when the call waits: the proof that it does so where it is meant to.
    private static (int Fewest, int Most) Sent(Place place) => place switch
    {
        Place.IdSource or Place.DisposalOfTheSource => (0, 0),
        Place.Slot or Place.QueueForTheThrottle => (1, 1),
        Place.Delivery => (2, 6),
        _ => (2, 2),
    };

    private static void AssertEnd(Ending ending, Exception? thrown, WaitingCall call)
    {
        if (ending == Ending.Cancelled)
            Assert.Equal(call.Token, Assert.IsAssignableFrom<OperationCanceledException>(thrown).CancellationToken);
        else if (ending == Ending.ProviderDisposed)
            Assert.Contains(nameof(IProductClient), Assert.IsType<ObjectDisposedException>(thrown).ObjectName, StringComparison.Ordinal);
        else
            Assert.Null(thrown);
    }

    private static void AssertAccounting(Place place, WaitingCall call)
    {
        Assert.Equal(call.Ids.Order(), call.Results.Select(result => result.ProductId.ToString()).Order());
        Assert.All(call.Results, result => Assert.True(
            result.Error?.Kind == (result.ProductId == WaitingCall.Unsendable ? FetchErrorKind.InvalidId : FetchErrorKind.NotAttempted)
            || (place == Place.Delivery && result.Succeeded), $"{result}"));
    }

    private static async Task AssertDisposedAsync(WaitingCall call)
    {
        var sent = call.Requests.Count;
        await Assert.ThrowsAsync<ObjectDisposedException>(() => call.Products.FetchManyAsync([1, 2]));
        Assert.Equal(sent, call.Requests.Count);
    }

    private static async Task AssertUnhurtAsync(WaitingCall call)
    {
        Assert.Equal(call.Client.Part<Slots>().Count, call.Client.Part<Slots>().Free);
        Assert.Equal(0, Registrations.CountOf(call.Client.Part<ClientLifetime>().Ended));
        if (!call.Token.IsCancellationRequested)
            Assert.Equal(0, Registrations.CountOf(call.Token));

        var afterwards = await call.Products.FetchManyAsync(Enumerable.Range(101, 5));
        Assert.All(afterwards, result => Assert.True(result.Succeeded, result.Error?.ToString()));
    }
}
