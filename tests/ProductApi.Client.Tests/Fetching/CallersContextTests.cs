using System.Net;
using ProductApi.Client.Fetching;
using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.Fetching;

/// <summary>A caller with a user interface may block its only thread on a call: nothing in the library may want to go on there.</summary>
public sealed class CallersContextTests : VirtualTimeTest
{
    private readonly CountingContext _context = new();

    [Fact]
    public void Calls_go_on_without_the_callers_thread()
    {
        var products = Products(_ => Later());

        Run(() => products.FetchAsync(1));
        Run(() => products.FetchManyAsync(Enumerable.Range(1, 100)));
        Assert.Equal(100, Consume(products.StreamManyAsync(Enumerable.Range(1, 100))));
    }

    [Fact]
    public void Waits_for_a_slot_of_the_client_do_too()
    {
        var products = Products(_ => Later());
        var first = Run(() => products.FetchManyAsync(Enumerable.Range(1, 100)), isAwaited: false);

        Run(() => products.FetchManyAsync(Enumerable.Range(1, 100)));

        Assert.True(first.IsCompletedSuccessfully);
    }

    [Fact]
    public void Waits_at_the_throttle_do_too()
    {
        var isRefused = false;
        var products = Products(id => id == "1" && !isRefused
            ? Refuse()
            : Later());
        var held = Run(() => products.FetchAsync(1), isAwaited: false);

        Run(() => products.FetchManyAsync([2, 3]));

        Time.Run(() => held);

        Task<HttpResponseMessage> Refuse()
        {
            isRefused = true;
            return Task.FromResult(ScriptedServer.Status(HttpStatusCode.TooManyRequests, "5"));
        }
    }

    [Fact]
    public void Waits_for_the_next_id_and_for_the_sources_end_do_too()
    {
        var products = Products(id => Task.FromResult(ScriptedServer.Product(id)));

        Assert.Equal(5, Consume(products.StreamManyAsync(Ids())));
        Assert.Equal(1, Consume(products.StreamManyAsync(new SlowEnd(Time))));

        async IAsyncEnumerable<int> Ids()
        {
            for (var id = 1; id <= 5; id++)
            {
                await Task.Delay(TimeSpan.FromSeconds(0.1), Time).ConfigureAwait(false);
                yield return id;
            }
        }
    }

    [Fact]
    public void Results_that_wait_for_a_slow_consumer_do_too()
    {
        var products = Products(id => Task.FromResult(ScriptedServer.Product(id)));

        Assert.Equal(200, Consume(products.StreamManyAsync(Enumerable.Range(1, 200))));
    }

    [Fact]
    public void Waits_for_a_key_in_doubt_do_too()
    {
        var products = Products(id => id switch
        {
            "1" => Later(),
            "2" => Task.FromResult(ScriptedServer.Status(HttpStatusCode.Unauthorized)),
            _ => Task.FromResult(ScriptedServer.Product(id)),
        });

        var fetching = Run(() => products.FetchManyAsync([1, 2, 3, 4]));

        Assert.Equal([true, false, true, true], Time.Run(() => fetching).Select(result => result.Succeeded));
    }

    [Fact]
    public void Waits_for_a_turn_do_too()
    {
        var turn = new AsyncLock();
        Assert.True(turn.TakeAsync(CancellationToken.None).AsTask().IsCompleted);
        var waiting = Run(() => turn.TakeAsync(CancellationToken.None).AsTask(), isAwaited: false);

        turn.Free();

        Time.Run(() => waiting);
        Assert.Equal(0, _context.Posts);
    }

    private IProductClient Products(Func<string, Task<HttpResponseMessage>> answer) =>
        TestClient.Scripted(new Server(answer), time: Time).Products;

    private int Consume(IAsyncEnumerable<FetchResult<Product>> stream)
    {
        var count = 0;
        Run(async () =>
        {
            await foreach (var result in stream.ConfigureAwait(false))
            {
                count++;
                await Task.Delay(TimeSpan.FromSeconds(0.1), Time).ConfigureAwait(false);
            }
        });
        return count;
    }

    private async Task<HttpResponseMessage> Later()
    {
        await Task.Delay(TimeSpan.FromSeconds(0.1), Time).ConfigureAwait(false);
        return ScriptedServer.Product("1");
    }

    private TTask Run<TTask>(Func<TTask> call, bool isAwaited = true)
        where TTask : Task
    {
        var before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(_context);
        TTask task;
        try
        {
            task = call();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }

        if (isAwaited)
            Time.Run(() => task);
        Assert.Equal(0, _context.Posts);
        return task;
    }

    /// <summary>Answers without awaiting anything itself.</summary>
    private sealed class Server(Func<string, Task<HttpResponseMessage>> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            answer(request.RequestUri!.Segments[^1]);
    }

    /// <summary>One id at once, and a clean-up that takes its time.</summary>
    private sealed class SlowEnd(TimeProvider time) : IAsyncEnumerable<ProductId>, IAsyncEnumerator<ProductId>
    {
        private int _moves;

        public ProductId Current => 7;

        public IAsyncEnumerator<ProductId> GetAsyncEnumerator(CancellationToken cancellationToken) => this;

        public ValueTask<bool> MoveNextAsync() => new(_moves++ == 0);

        public ValueTask DisposeAsync() => new(Task.Delay(TimeSpan.FromSeconds(0.1), time));
    }

    private sealed class CountingContext : SynchronizationContext
    {
        private int _posts;

        public int Posts => Volatile.Read(ref _posts);

        public override void Post(SendOrPostCallback d, object? state)
        {
            Interlocked.Increment(ref _posts);
            base.Post(d, state);
        }
    }
}
