namespace ProductApi.Client.Redis.Store;

/// <summary>What the processes that share a limit have in common. Each call is one step: nobody sees half of it.</summary>
internal interface IThrottleStore
{
    /// <summary>Told of every state that somebody has put.</summary>
    Action<SharedState>? Changed { get; set; }

    /// <summary>Reports, and takes up to as many sends as are wanted: numbers and times on the one timeline of all.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot be reached or did not understand.</exception>
    Task<TakeReply> TakeAsync(TakeRequest request, CancellationToken cancellationToken);

    /// <summary>Reports, and replaces parts of the state unless somebody else was faster.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot be reached or did not understand.</exception>
    Task<PutReply> PutAsync(PutRequest request, CancellationToken cancellationToken);
}

/// <summary>The store gave no answer that can be used.</summary>
internal sealed class StoreUnavailableException(string message, Exception inner) : Exception(message, inner);
