namespace ProductApi.Client.Sample.Server;

/// <summary>A way in which the server can fail a request.</summary>
public enum FaultKind
{
    /// <summary>500 Internal Server Error.</summary>
    Status500,

    /// <summary>502 Bad Gateway.</summary>
    Status502,

    /// <summary>503 Service Unavailable.</summary>
    Status503,

    /// <summary>The connection is cut before the first byte of the answer.</summary>
    Abort,

    /// <summary>The connection is closed after half of the announced body.</summary>
    Truncate,

    /// <summary>Half of the body is sent, then nothing until the client goes away.</summary>
    Stall,

    /// <summary>200 with a complete body that is not valid JSON.</summary>
    InvalidJson,

    /// <summary>200 with the product and a <c>note</c> beside it that is half a surrogate pair: JSON by its grammar, but no text.</summary>
    HalfSurrogate,
}
