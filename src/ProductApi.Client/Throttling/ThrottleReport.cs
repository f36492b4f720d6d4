namespace ProductApi.Client.Throttling;

/// <summary>What the gate has seen and done so far.</summary>
/// <param name="Pushbacks">How often the host pushed back.</param>
/// <param name="HeldBack">For how long sending was held back.</param>
/// <param name="Pace">The learned rate in requests per second; null until the first push-back and after an outage.</param>
internal readonly record struct ThrottleReport(int Pushbacks, TimeSpan HeldBack, double? Pace);
