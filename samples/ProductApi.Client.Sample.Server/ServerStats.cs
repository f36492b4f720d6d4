namespace ProductApi.Client.Sample.Server;

/// <summary>What the server has seen on <c>/products</c> since it started.</summary>
/// <param name="Requests">All requests that reached the server, refused ones included.</param>
/// <param name="Refused">Requests the rate limiter refused.</param>
/// <param name="Faults">Requests failed on purpose.</param>
/// <param name="MaxInFlight">The most requests there were at one moment, from arrival to the end of the answer.</param>
/// <param name="DistinctIds">The number of different ids answered with their product.</param>
public sealed record ServerStats(long Requests, long Refused, long Faults, int MaxInFlight, int DistinctIds);
