using ProductApi.Client.Keys;
using ProductApi.Client.Throttling;

namespace ProductApi.Client.Pipeline;

/// <summary>What the handlers know about one id on its way; travels with the request.</summary>
internal sealed class RequestState
{
    private static readonly HttpRequestOptionsKey<RequestState> OptionsKey = new("ProductApi.Client.RequestState");

    /// <summary>The token of whoever waits for this id: tells a caller's cancellation from an attempt's timeout.</summary>
    public CancellationToken CallerToken { get; set; }

    public int Attempts { get; set; }

    /// <summary>Attempts since the throttle last let the request through.</summary>
    public int AttemptsThisSend { get; set; }

    /// <summary>The item's own failures, kept across sends; a failed probe of a sick host counts half.</summary>
    public double Charge { get; set; }

    public AttemptOutcome LastOutcome { get; set; }

    /// <summary>Whether the retry strategy may try again at once.</summary>
    public bool MayRetry { get; set; }

    /// <summary>The address that the request was made with, and whose it is.</summary>
    public Uri? Address { get; set; }

    public ApiAccess? Access { get; set; }

    /// <summary>The key the last attempt carried.</summary>
    public ApiKey? Key { get; set; }

    /// <summary>The key the last attempt carried, or would have where a handler of the caller's answered in the server's place.</summary>
    public ApiKey? UsedKey => Key ?? Access?.Key;

    /// <summary>Why the last attempt did not carry the key; null when it did, or when there is none.</summary>
    public string? Withheld { get; set; }

    /// <summary>Why the request was given up without an answer of its own.</summary>
    public GiveUp? Refusal { get; set; }

    /// <summary>The request's state also where a handler of the caller's made a new request of ours.</summary>
    public static RequestState Of(HttpRequestMessage request)
    {
        if (request is ProductRequest own)
            return own.State;
        if (!request.Options.TryGetValue(OptionsKey, out var state))
            request.Options.Set(OptionsKey, state = new RequestState());
        return state;
    }

    public void AttachTo(HttpRequestMessage request) => request.Options.Set(OptionsKey, this);
}
