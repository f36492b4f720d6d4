namespace ProductApi.Client.Throttling;

/// <summary>The gate's answer: a permit, or why there will be none.</summary>
internal readonly record struct Admission(SendPermit Permit, GiveUp? GiveUp);
