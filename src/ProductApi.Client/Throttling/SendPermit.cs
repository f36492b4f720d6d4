namespace ProductApi.Client.Throttling;

/// <summary>The gate's answer: the number of the send, or why there will be none.</summary>
internal readonly record struct SendPermit(long Sequence, GiveUp? Refusal);
