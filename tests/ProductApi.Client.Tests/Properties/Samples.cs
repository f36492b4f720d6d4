using CsCheck;

namespace ProductApi.Client.Tests.Properties;

/// <summary>How many cases a property is tried with: few enough for every build, as many as one likes with CsCheck_Iter or CsCheck_Time.
/// </summary>
internal static class Samples
{
    public static long Or(long count) => Environment.GetEnvironmentVariable("CsCheck_Iter") is { Length: > 0 } ? -1 : count;

    public static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);
}
