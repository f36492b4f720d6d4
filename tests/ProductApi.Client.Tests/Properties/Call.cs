namespace ProductApi.Client.Tests.Properties;

/// <summary>What one caller does. Times are milliseconds; an id of 0 is one that cannot be sent.</summary>
internal sealed record Call
{
    public bool IsStream { get; init; }

    public required int[] Ids { get; init; }

    public int StartsAt { get; init; }

    public int? MaxConcurrency { get; init; }

    public int? CancelledAt { get; init; }

    public int? TimeLimit { get; init; }

    public int? SourceThrowsAt { get; init; }

    public int SourceDelay { get; init; }

    public int ConsumerDelay { get; init; }

    public int? LeavesAfter { get; init; }

    public override string ToString() =>
        $"{(IsStream ? "stream" : "many")} [{string.Join(", ", Ids)}] at {StartsAt} source delay {SourceDelay} consumer delay {ConsumerDelay}"
        + Text(" cap ", MaxConcurrency) + Text(" cancelled at ", CancelledAt) + Text(" time limit ", TimeLimit)
        + Text(" source throws at ", SourceThrowsAt) + Text(" leaves after ", LeavesAfter);

    private static string Text(string name, int? value) => value is null ? "" : name + value;
}
