namespace ProductApi.Client.Keys;

/// <summary>Whether the server accepts the key. Pure: it takes the time, in seconds, and knows no clock and no lock.</summary>
/// <remarks>
/// <para>A key that was never accepted: a first rejection holds new requests until those in flight have shown whether any is served. If
/// none is, the key is rejected; eight rejections in a row reject it while others are still in flight.</para>
/// <para>A key that was accepted: eight rejections in a row hold new requests, or two of one item if nobody else is in flight and nobody
/// was served in between. Single probes ask for a product that was served. When the patience is over, the key is rejected.</para>
/// <para>Under a rejected key one request a minute is sent, until one is served or the key changes.</para>
/// </remarks>
internal sealed class KeyTrust(double patience)
{
    private const int RejectionsThatHold = 8;
    private const double AskAgainAfter = 60;

    // An item whose key was replaced each time it was rejected.
    private const int MostReplaced = 3;

    private static readonly double[] ProbeAfter = [0.5, 1, 2, 4, 5];

    private ApiKey? _accepted;
    private ApiKey? _rejected;
    private ProductId? _witness;
    private int _rejectionsInARow;
    private long _acceptedCount;
    private int _inFlight;
    private bool _isProbing;
    private int _probes;
    private double _heldSince;
    private double _probedAt;
    private int _status;
    private State _state;

    private enum State
    {
        Trusted,
        Doubted,
        Held,
        Rejected,
    }

    public bool IsTrusted => _state == State.Trusted;

    /// <summary>Whether requests are held because a key is rejected that was accepted before.</summary>
    /// <remarks>Not while the first probe of a doubt about a single item is on its way: that is no news for anybody.</remarks>
    public bool IsHeld => _state == State.Held && (_rejectionsInARow >= RejectionsThatHold || _probes > 0);

    /// <summary>Why nothing is sent; null while there is no reason, or while a probe is on its way to find out.</summary>
    public KeyRejection? Refusal => _isProbing ? null : Rejection;

    /// <summary>Why the request that ends did not carry the key; null when it did.</summary>
    public string? Withheld { private get; set; }

    /// <summary>The last rejection, until the key is accepted or replaced.</summary>
    public KeyRejection? Rejection { get; private set; }

    /// <summary>When the next probe may leave.</summary>
    public double AskAt { get; private set; }

    /// <summary>Whether a request may leave now. One that must wait asks again when something has changed.</summary>
    public bool MaySend(double now, ApiKey? current)
    {
        if (!IsTrusted && current != _rejected)
            Trust();
        return _state switch
        {
            State.Trusted => true,
            State.Doubted => _inFlight == 0,
            _ => !_isProbing && now >= AskAt,
        };
    }

    /// <summary>What was accepted elsewhere says nothing about another server.</summary>
    public void OnServerChanged()
    {
        (_accepted, _witness, _acceptedCount) = (null, null, 0);
        Trust();
    }

    public KeyPass OnSend()
    {
        _inFlight++;
        _isProbing = !IsTrusted;
        return new KeyPass(_isProbing, _state == State.Held ? _witness : null);
    }

    public void OnEnd(double now, KeyPass pass, KeyVerdict verdict, ApiKey? key, ApiKey? current, ProductId id)
    {
        _inFlight--;
        _isProbing &= !pass.IsProbe;
        if (key == current)
            Judge(now, pass, verdict, key, id);
        if (_state == State.Doubted && _inFlight == 0 && verdict != KeyVerdict.NotSent && current == _rejected)
            Reject(now, isTransient: false);
    }

    /// <summary>Whether this very key is the last one that was accepted.</summary>
    public bool WasAccepted(ApiKey? key) => _acceptedCount > 0 && key == _accepted;

    /// <summary>Whether an item that was rejected is to be sent again: its key was replaced, or nobody else was served since it was
    /// rejected before, so that it may not be to blame. Where nobody else is in flight, a product that was served is asked for
    /// first.</summary>
    public bool ShallAskAgain(double now, ref KeyTrial trial, ApiKey? key, ApiKey? current)
    {
        if (key != current)
            return trial.Replaced++ < MostReplaced;
        if (!IsProven(key) || _state == State.Rejected)
            return false;

        var isContradicted = _acceptedCount > trial.AcceptedBefore;
        trial.AcceptedBefore = _acceptedCount;
        if (trial.Rejections++ == 0)
            return true;
        if (isContradicted)
            return false;

        if (IsTrusted && _inFlight == 0)
            Hold(now, askAt: now);
        return true;
    }

    // Keys of one provider stand for the same account.
    private bool IsProven(ApiKey? key) => WasAccepted(key) || (key is { IsProvided: true } && _accepted is { IsProvided: true });

    private void Judge(double now, KeyPass pass, KeyVerdict verdict, ApiKey? key, ProductId id)
    {
        if (verdict == KeyVerdict.Accepted || (verdict == KeyVerdict.Forbidden && IsProven(key)))
            Accept(key, verdict == KeyVerdict.Accepted ? id : _witness);
        else if (verdict is KeyVerdict.Rejected or KeyVerdict.Forbidden)
            OnRejected(now, key, verdict);

        if (pass.IsProbe && verdict != KeyVerdict.NotSent && !IsTrusted)
            OnFailedProbe(now);
    }

    private void Accept(ApiKey? key, ProductId? witness)
    {
        _accepted = key;
        _witness = witness;
        _acceptedCount++;
        Trust();
    }

    private void OnRejected(double now, ApiKey? key, KeyVerdict verdict)
    {
        _rejectionsInARow = key == _rejected ? _rejectionsInARow + 1 : 1;
        _rejected = key;
        _status = verdict == KeyVerdict.Forbidden ? 403 : 401;
        var isRow = _rejectionsInARow >= RejectionsThatHold;
        if (IsTrusted && IsProven(key) && isRow)
            Hold(now, now + ProbeAfter[0]);
        else if (IsTrusted && !IsProven(key))
            _state = State.Doubted;
        if (_state == State.Doubted && isRow)
            Reject(now, isTransient: false);
    }

    private void Hold(double now, double askAt)
    {
        _state = State.Held;
        _probes = 0;
        _heldSince = _probedAt = now;
        AskAt = askAt;
    }

    private void OnFailedProbe(double now)
    {
        // Nobody has asked for long: that was no patience with the server.
        if (now - _probedAt > AskAgainAfter)
            (_heldSince, _probes) = (now, 0);
        _probedAt = now;
        _probes++;
        if (_state == State.Rejected)
            AskAt = now + AskAgainAfter;
        else if (_state == State.Held && now - _heldSince > patience)
            Reject(now, isTransient: true);
        else if (_state == State.Held)
            AskAt = now + ProbeAfter[Math.Min(_probes, ProbeAfter.Length - 1)];
    }

    private void Reject(double now, bool isTransient)
    {
        _state = State.Rejected;
        AskAt = now + AskAgainAfter;
        Rejection = new KeyRejection(
            Withheld is not null ? $"the API key was withheld: {Withheld}." : isTransient
                ? $"the server has stopped accepting the API key ({_status}). Check whether it was revoked; ask again later."
                : $"the server did not accept the API key ({_status}). Check ApiKey, ApiKeyHeader and ApiKeyScheme.",
            isTransient);
    }

    private void Trust()
    {
        _state = State.Trusted;
        Rejection = null;
        _rejectionsInARow = 0;
        _rejected = null;
    }
}
