namespace ProductApi.Client.Tests.Fetching;

/// <summary>How a call ends before its ids do.</summary>
public enum Ending
{
    Cancelled,
    TimeLimit,
    ProviderDisposed,
    StreamLeft,
}
