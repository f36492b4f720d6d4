namespace ProductApi.Client.Throttling;

/// <summary>How long a host is waited for that serves nobody.</summary>
/// <param name="Length">The time.</param>
/// <param name="Setting">The name of the setting that says so.</param>
internal readonly record struct Patience(TimeSpan Length, string Setting);
