using ProductApi.Client.Keys;
using ProductApi.Client.Throttling;

namespace ProductApi.Client.Pipeline;

/// <summary>What the handlers know about one id on its way; travels with the request. Each part has one writer.</summary>
/// <param name="item">What the throttle knows of the id; it alone writes there.</param>
internal sealed class RequestState(Item item)
{
    private static readonly HttpRequestOptionsKey<RequestState> OptionsKey = new("ProductApi.Client.RequestState");

    public Item Item { get; } = item;

    /// <summary>Whether the request only finds out whether the key is accepted; written by who makes it.</summary>
    public bool IsKeyProbe { get; init; }

    /// <summary>The number of the present send; written by <see cref="ThrottleHandler"/>.</summary>
    public long SendNumber { get; private set; }

    /// <summary>The token of whoever waits for this id: tells a caller's cancellation from an attempt's timeout. Written by the endpoint
    /// where the request brings it along, and by <see cref="ThrottleHandler"/> where it comes with the call.</summary>
    public CancellationToken CallerToken { get; set; }

    /// <summary>Whether the request brings its token along; written by the endpoint.</summary>
    public bool BringsToken { get; set; }

    /// <summary>The last attempt, of this send or one before; written by <see cref="AttemptHandler"/>.</summary>
    public AttemptState Attempt { get; set; }

    /// <summary>Attempts of all sends; written by <see cref="AttemptHandler"/>.</summary>
    public int Attempts { get; set; }

    /// <summary>The address that the request was made with; written by the endpoint, as is whose it is.</summary>
    public Uri? Address { get; set; }

    /// <summary>Whose address it is. The key is the one that the last attempt carried, or would have where a handler of the caller's
    /// answered in the server's place; written by <see cref="ApiKeyHandler"/> where it is another than when the request was made.</summary>
    public ApiAccess? Access { get; set; }

    /// <summary>Why the last attempt did not carry the key; null when it did, or when there is none. Written by
    /// <see cref="ApiKeyHandler"/>.</summary>
    public string? Withheld { get; set; }

    /// <summary>Whether the present send asks for another address, to see whether the host is serving.</summary>
    public bool IsCanary => Item.Send is { IsCanary: true, Number: var number } && number == SendNumber;

    /// <summary>Takes in the gate's permit; no attempt of the send has been made.</summary>
    public void BeginSend(long number) => (SendNumber, Attempt) = (number, Attempt with { IsOfPresentSend = false });

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
/// <param name="IsOfPresentSend">Whether the send it belongs to is under way.</param>
/// <param name="Outcome">What it says about the host; null: it has not ended, or was cancelled.</param>
/// <param name="MayRetry">Whether the retry strategy may try again at once.</param>
internal readonly record struct AttemptState(bool IsOfPresentSend, AttemptOutcome? Outcome, bool MayRetry);
