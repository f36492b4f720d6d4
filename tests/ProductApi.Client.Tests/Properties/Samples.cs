using CsCheck;

namespace ProductApi.Client.Tests.Properties;

/// <summary>How many cases a property is tried with: few enough for every build, as many as one likes with CsCheck_Iter or CsCheck_Time.
/// </summary>
internal static class Samples
{
    private static bool AreFresh => Environment.GetEnvironmentVariable("CsCheck_Iter") is { Length: > 0 };

    public static long Or(long count) => AreFresh ? -1 : count;

    /// <summary>Tries cases one after the other: virtual time suffers nobody beside it. A build tries the same ones each time, so that one
    /// that fails fails again; with CsCheck_Iter or CsCheck_Seed they are drawn anew.</summary>
    public static void Try<T>(Gen<T> cases, Action<T> check, Action<string> write, uint count)
    {
        if (AreFresh || Environment.GetEnvironmentVariable("CsCheck_Seed") is { Length: > 0 })
        {
            cases.Sample(check, write, threads: 1, iter: Or(count));
            return;
        }

        for (uint number = 1; number <= count; number++)
        {
            var drawn = cases.Generate(new PCG(number, 1), null, out _);
            var failure = Record.Exception(() => check(drawn));
            Assert.True(failure is null, $"Case {number}: {drawn}{Environment.NewLine}{failure}");
        }
    }

    public static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);
}
