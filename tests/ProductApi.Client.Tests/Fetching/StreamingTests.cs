using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.Fetching;

public sealed class StreamingTests : VirtualTimeTest
{
    private const int MaxConcurrency = 20;

    // One for each worker, as many results that wait for the consumer, and some air.
    private const int MostAhead = 3 * MaxConcurrency;

    [Fact]
    [Trait("Contract", "5")]
    public void A_consumer_ten_times_slower_than_the_server_holds_it_back_and_misses_nothing()
    {
        var server = ServerThat(request => ScriptedServer.Product(request.Id));
        var client = TestClient.Scripted(server, time: Time);
        var ids = new CountedIds(500);
        HashSet<string> consumed = [];
        var mostAhead = 0;

        Time.Run(async () =>
        {
            await foreach (var result in client.Products.StreamManyAsync(ids.Pull()))
            {
                // The server could serve a hundred in this second.
                await Task.Delay(TimeSpan.FromSeconds(0.1), Time);
                Assert.True(result.Succeeded);
                Assert.True(consumed.Add(result.ProductId.ToString()));
                mostAhead = Math.Max(mostAhead, ids.Pulled - consumed.Count);
            }
        });

        Assert.Equal(500, consumed.Count);
        Assert.Equal(500, server.Requests.Count);
        Assert.InRange(mostAhead, 1, MostAhead);
        Assert.Equal(500 * 0.1, Time.Now.TotalSeconds, 1.0);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(10_000)]
    [Trait("Contract", "5")]
    [Trait("Speed", "Slow")]
    public void However_long_a_stream_is_the_ids_it_holds_are_the_same_few(int count)
    {
        var client = TestClient.Scripted(new QuickServer(Time), time: Time);
        var ids = new CountedIds(count);
        var consumed = 0;
        var mostAhead = 0;

        Time.Run(async () =>
        {
            await foreach (var result in client.Products.StreamManyAsync(ids.Pull()))
            {
                Assert.True(result.Succeeded);
                mostAhead = Math.Max(mostAhead, ids.Pulled - consumed++);
            }
        });

        Assert.Equal(count, consumed);
        Assert.InRange(mostAhead, 1, MostAhead);
    }

    [Theory]
    [InlineData(nameof(LeaveByBreak))]
    [InlineData(nameof(LeaveByException))]
    [InlineData(nameof(LeaveByCancellation))]
    [Trait("Contract", "5")]
    public void However_a_stream_is_left_it_leaves_nothing_behind(string way)
    {
        var server = new QuickServer(Time);
        var client = TestClient.Scripted(server, time: Time);
        var ids = new CountedIds(int.MaxValue);

        Time.Run(async () =>
        {
            await Leave(way)(client.Products, ids);
            Assert.Equal(0, server.InFlight);
            Assert.True(ids.IsDisposed);
        });
        var sentWhenLeft = server.Requests;
        var afterwards = Time.Run(() => client.Products.FetchManyAsync(Enumerable.Range(1, 3 * MaxConcurrency)));

        Assert.All(afterwards, result => Assert.True(result.Succeeded));
        Assert.Equal(sentWhenLeft + (3 * MaxConcurrency), server.Requests);
        Assert.Equal(MaxConcurrency, server.MaxInFlight);
        Assert.Equal(0, server.InFlight);
    }

    private static Func<IProductClient, CountedIds, Task> Leave(string way) => way switch
    {
        nameof(LeaveByBreak) => LeaveByBreak,
        nameof(LeaveByException) => LeaveByException,
        _ => LeaveByCancellation,
    };

    private static async Task LeaveByBreak(IProductClient products, CountedIds ids)
    {
        await foreach (var _ in products.StreamManyAsync(ids.Pull()))
            break;
    }

    private static async Task LeaveByException(IProductClient products, CountedIds ids) =>
        await Assert.ThrowsAsync<InvalidDataException>(async () =>
        {
            await foreach (var result in products.StreamManyAsync(ids.Pull()))
                throw new InvalidDataException(result.ProductId.ToString());
        });

    private static async Task LeaveByCancellation(IProductClient products, CountedIds ids)
    {
        using var cancellation = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in products.StreamManyAsync(ids.Pull(), cancellationToken: cancellation.Token))
                await cancellation.CancelAsync();
        });
    }

    /// <summary>A source that knows how far it was read and whether its reader has let go of it.</summary>
    private sealed class CountedIds(int count)
    {
        private int _pulled;

        public int Pulled => Volatile.Read(ref _pulled);

        public bool IsDisposed { get; private set; }

        public IEnumerable<int> Pull()
        {
            try
            {
                for (var id = 1; id <= count; id++)
                {
                    Interlocked.Increment(ref _pulled);
                    yield return id;
                }
            }
            finally
            {
                IsDisposed = true;
            }
        }
    }

    /// <summary>Has every product after 10 ms and keeps numbers instead of requests, so that a long stream costs it nothing.</summary>
    private sealed class QuickServer(TimeProvider time) : HttpMessageHandler
    {
        private readonly Lock _lock = new();

        public int Requests { get; private set; }

        public int InFlight { get; private set; }

        public int MaxInFlight { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            lock (_lock)
            {
                Requests++;
                MaxInFlight = Math.Max(MaxInFlight, ++InFlight);
            }

            try
            {
                await Task.Delay(TimeSpan.FromMilliseconds(10), time, cancellationToken);
                return ScriptedServer.Product(request.RequestUri!.Segments[^1]);
            }
            finally
            {
                lock (_lock)
                    InFlight--;
            }
        }
    }
}
