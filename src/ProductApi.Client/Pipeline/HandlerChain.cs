namespace ProductApi.Client.Pipeline;

/// <summary>What is known about a client's handlers once they are built.</summary>
internal sealed class HandlerChain
{
    /// <summary>Whether handlers of the caller's stand around ours or among them: they may look at every request and answer, and hand on a
    /// token of their own.</summary>
    public bool HasForeignHandlers { get; set; }
}
