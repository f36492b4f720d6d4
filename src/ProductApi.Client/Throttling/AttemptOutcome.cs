namespace ProductApi.Client.Throttling;

/// <summary>What one attempt says about the host.</summary>
/// <remarks>A byte, because every request carries one.</remarks>
internal enum AttemptOutcome : byte
{
    /// <summary>The host is serving: 2xx and every permanent answer, such as 404.</summary>
    Served,

    /// <summary>429 and what means the same: the host refuses, and blames the rate.</summary>
    Throttled,

    /// <summary>503, 508 and 529: the host refuses.</summary>
    Busy,

    /// <summary>A transient fault: 408, 425, 5xx but 501, 503, 505, 508 and 529, an attempt timeout, a cut-off answer.</summary>
    Faulted,

    /// <summary>No connection: refused, unreachable, connect timeout.</summary>
    Unreachable,

    /// <summary>The connection ended before an answer began: while others are served that is <see cref="Unreachable"/> (one connection too
    /// many), otherwise <see cref="Faulted"/>. The gate decides.</summary>
    Disconnected,

    /// <summary>One too many, there or here: a stream that is refused, no free port, no free file handle. The gate lowers how many may be
    /// in flight.</summary>
    Crowded,

    /// <summary>No connection, for a cause that does not pass by itself: no such name, TLS, a proxy that refuses. While nobody was ever
    /// served that is <see cref="Hopeless"/>, afterwards <see cref="Unreachable"/>. The gate decides.</summary>
    Inaccessible,

    /// <summary>Failed for a reason another attempt cannot mend and that says nothing about the host's load.</summary>
    Hopeless,

    /// <summary>A retry that may not leave now; nothing was sent.</summary>
    Held,

    /// <summary>The circuit breaker is open; nothing was sent.</summary>
    CircuitOpen,
}
