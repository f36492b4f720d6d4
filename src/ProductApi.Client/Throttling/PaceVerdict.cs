namespace ProductApi.Client.Throttling;

/// <summary>What a rule thinks of the pace: nothing (the default), that it should be so many requests per second, or that it was not the
/// cause of anything and should be forgotten.</summary>
/// <param name="Rate">Null: no opinion; infinite: forget.</param>
internal readonly record struct PaceVerdict(double? Rate)
{
    public static PaceVerdict Forget => new(double.PositiveInfinity);

    public static PaceVerdict Try(double rate) => new(rate);
}
