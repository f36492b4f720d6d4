namespace ProductApi.Client.Tests.Properties;

/// <summary>What becomes of a request.</summary>
internal enum Fate
{
    Product,
    NotFound,
    Unauthorized,
    RequestTimeout,
    InternalError,
    NotImplemented,
    BadGateway,
    Busy,
    Throttled,
    Redirect,
    EmptyBody,
    Malformed,
    Oversized,
    Refused,
    ConnectTimeout,
    Reset,
    NameServerHiccup,
    NoSuchHost,
    BadCertificate,
    NoAnswer,
    CutOffBody,
    ResetBody,
    StalledBody,
}
