using ProductApi.Client.Keys;
using ProductApi.Client.Throttling;

namespace ProductApi.Client.Pipeline;

/// <summary>What the handlers know about one id on its way; travels with the request. Each part has one writer.</summary>
/// <param name="item">What the throttle knows of the id; it alone writes there.</param>
internal sealed class RequestState(Item item)
{
    private static readonly HttpRequestOptionsKey<RequestState> OptionsKey = new("ProductApi.Client.RequestState");

    // The parts of Attempt, which take less memory apart.
    private long _attemptSend;
    private AttemptOutcome? _outcome;
    private bool _mayRetry;

    public Item Item { get; } = item;

    /// <summary>Whether the request only finds out whether the key is accepted; written by who makes it.</summary>
    public bool IsKeyProbe { get; init; }

    /// <summary>The token of whoever waits for this id: tells a caller's cancellation from an attempt's timeout. Written by
    /// <see cref="ThrottleHandler"/>.</summary>
    public CancellationToken CallerToken { get; set; }

    /// <summary>The last attempt; written by <see cref="AttemptHandler"/>.</summary>
    public AttemptState Attempt
    {
        get => new(_attemptSend, _outcome, _mayRetry);
        set => (_attemptSend, _outcome, _mayRetry) = value;
    }

    /// <summary>Attempts of all sends; written by <see cref="AttemptHandler"/>.</summary>
    public int Attempts { get; set; }

    /// <summary>The address that the request was made with, and whose it is; written by the endpoint.</summary>
    public Uri? Address { get; set; }

    public ApiAccess? Access { get; set; }

    /// <summary>The key the last attempt carried; written by <see cref="ApiKeyHandler"/>.</summary>
    public ApiKey? Key { get; set; }

    /// <summary>Why the last attempt did not carry the key; null when it did, or when there is none. Written by
    /// <see cref="ApiKeyHandler"/>.</summary>
    public string? Withheld { get; set; }

    /// <summary>The key the last attempt carried, or would have where a handler of the caller's answered in the server's place.</summary>
    public ApiKey? UsedKey => Key ?? Access?.Key;

    /// <summary>The request's state also where a handler of the caller's made a new request of ours.</summary>
    public static RequestState Of(HttpRequestMessage request)
    {
        if (request is ProductRequest own)
            return own.State;
        if (!request.Options.TryGetValue(OptionsKey, out var state))
            request.Options.Set(OptionsKey, state = new RequestState(new Item()));
        return state;
    }

    public void AttachTo(HttpRequestMessage request) => request.Options.Set(OptionsKey, this);
}

/// <summary>How an attempt ended.</summary>
/// <param name="Send">The number of the send it belongs to.</param>
/// <param name="Outcome">What it says about the host; null: it has not ended, or was cancelled.</param>
/// <param name="MayRetry">Whether the retry strategy may try again at once.</param>
internal readonly record struct AttemptState(long Send, AttemptOutcome? Outcome, bool MayRetry);
