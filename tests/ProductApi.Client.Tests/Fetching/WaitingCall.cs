using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;
using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.Fetching;

/// <summary>A call that waits at a place of one's choice until it is ended. Its first id cannot be sent: so a stream has a result to leave
/// after, wherever the other ids wait.</summary>
internal sealed class WaitingCall : IAsyncDisposable
{
    public const string Unsendable = "..";

    private readonly Place _place;
    private readonly Ending _ending;
    private readonly bool _isStream;
    private readonly VirtualTimeProvider _time;
    private readonly ServerOfPlace _server;
    private readonly CancellationTokenSource _cancellation = new();
    private readonly CancellationTokenSource _occupant = new();
    private readonly TaskCompletionSource _sourceGoesOn = new();
    private readonly TaskCompletionSource _consumerGoesOn = new();
    private Task? _occupying;
    private Task? _fetching;

    public WaitingCall(Place place, Ending ending, bool isStream, VirtualTimeProvider time)
    {
        (_place, _ending, _isStream, _time) = (place, ending, isStream, time);
        _server = new ServerOfPlace(place, time);
        Client = TestClient.Scripted(_server.Server, options =>
        {
            options.MaxConcurrency = place == Place.Slot ? 1 : 2;
            options.RetryBaseDelay = TimeSpan.FromSeconds(20);
        }, time, builder => builder.Services
            .PostConfigureAll<HttpStandardResilienceOptions>(options => options.Retry.Randomizer = () => 0.5));
        Products = Client.Products;
    }

    /// <summary>Every place and every way to end there. A list of ids makes nobody wait, and is not left early; a source's own clean-up is
    /// waited for, as <c>await foreach</c> does.</summary>
    public static IEnumerable<(Place Place, Ending Ending, bool IsStream)> Cases =>
        from place in Enum.GetValues<Place>()
        from ending in Enum.GetValues<Ending>()
        from isStream in new[] { true, false }
        where isStream || (ending != Ending.StreamLeft && place is not (Place.IdSource or Place.Delivery or Place.DisposalOfTheSource))
        where place != Place.DisposalOfTheSource || ending is not (Ending.Cancelled or Ending.ProviderDisposed)
        select (place, ending, isStream);

    public TestClient Client { get; }

    public IProductClient Products { get; }

    public CancellationToken Token => _cancellation.Token;

    public IReadOnlyList<ScriptedRequest> Requests => _server.Server.Requests;

    public int InFlight => _server.InFlight;

    public List<FetchResult<Product>> Results { get; } = [];

    public string[] Ids => _place switch
    {
        Place.IdSource or Place.DisposalOfTheSource => [Unsendable],
        Place.Delivery => [Unsendable, .. Enumerable.Range(1, 20).Select(id => $"{id}")],
        _ => [Unsendable, "1", "2", "3"],
    };

    public TimeSpan? Ended { get; private set; }

    public bool IsRunning => _fetching is { IsCompleted: false };

    /// <summary>Calls the client and lets time pass until the call waits at its place.</summary>
    public async Task StartAsync()
    {
        if (_place is Place.Slot or Place.QueueForTheThrottle)
        {
            _occupying = Products.FetchManyAsync(["occupant"], cancellationToken: _occupant.Token);
            await Task.Delay(TimeSpan.FromSeconds(2), _time);
        }

        var until = TimeSpan.FromSeconds(_place == Place.AnnouncedWait ? 5 : 0.5);
        var options = new FetchOptions { TimeLimit = _ending == Ending.TimeLimit ? until - TimeSpan.FromMilliseconds(1) : null };
        _fetching = FetchAsync(options);
        await Task.Delay(until, _time);
    }

    /// <summary>Ends the call and hands out what it throws.</summary>
    public async Task<Exception?> EndAsync()
    {
        if (_ending == Ending.Cancelled)
            await _cancellation.CancelAsync();
        else if (_ending == Ending.ProviderDisposed)
            await Client.DisposeAsync();
        else
            _sourceGoesOn.SetResult(); // only the source knows which ids are left to account for; and who leaves a loop disposes of it
        _consumerGoesOn.SetResult();
        return await Record.ExceptionAsync(() => _fetching!.WaitAsync(TimeSpan.FromHours(1), _time));
    }

    /// <summary>Ends what others do; from now on the server serves.</summary>
    public async Task RecoverAsync()
    {
        _server.IsHealthy = true;
        await _occupant.CancelAsync();
        if (_occupying is not null)
            await _occupying.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public async ValueTask DisposeAsync()
    {
        _sourceGoesOn.TrySetResult();
        await Client.DisposeAsync();
        _cancellation.Dispose();
        _occupant.Dispose();
    }

    private async Task FetchAsync(FetchOptions options)
    {
        try
        {
            if (_isStream)
                await StreamAsync(options);
            else
                Results.AddRange(await Products.FetchManyAsync(Ids, options, Token));
        }
        finally
        {
            Ended = _time.Now;
        }
    }

    private async Task StreamAsync(FetchOptions options)
    {
        await foreach (var result in Products.StreamManyAsync(new WaitingSource(_place, Ids, _sourceGoesOn.Task), options, Token))
        {
            Results.Add(result);
            if (_ending == Ending.StreamLeft || _place == Place.Delivery)
                await _consumerGoesOn.Task;
            if (_ending == Ending.StreamLeft)
                break;
        }
    }
}
