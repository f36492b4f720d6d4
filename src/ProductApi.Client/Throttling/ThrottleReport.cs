namespace ProductApi.Client.Throttling;

/// <summary>What the gate has seen and done so far.</summary>
/// <param name="Pushbacks">How often the host pushed back.</param>
/// <param name="Canaries">Requests for an address that was served a moment ago, sent to tell a bad id from a sick host.</param>
/// <param name="HeldBack">For how long sending was held back.</param>
/// <param name="Pace">The learned rate in requests per second; null until the first push-back and after an outage.</param>
internal readonly record struct ThrottleReport(int Pushbacks, int Canaries, TimeSpan HeldBack, double? Pace);
