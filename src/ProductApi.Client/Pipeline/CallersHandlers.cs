namespace ProductApi.Client.Pipeline;

/// <summary>What handlers of the caller's in the chain could do to a request: everything, where there are any. Where there are none, what
/// guards against it is spared.</summary>
internal sealed class CallersHandlers
{
    private volatile bool _arePresent;

    /// <summary>Whether a request may be replaced by another on its way: its options then tell what it belongs to, and its own token does
    /// not reach the end of the chain.</summary>
    public bool MayReplaceRequests => _arePresent;

    /// <summary>Whether somebody may read the body of an answer: it must then be text, with the answer's own headers.</summary>
    public bool MayReadBodies => _arePresent;

    /// <summary>Whether somebody may look at a request that has been sent: the key must be gone by then.</summary>
    public bool MayReadRequests => _arePresent;

    /// <summary>Called when the chain is complete.</summary>
    public void OnChainBuilt(bool arePresent) => _arePresent = arePresent;
}
