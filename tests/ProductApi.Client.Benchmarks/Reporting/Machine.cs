using System.Runtime.InteropServices;

namespace ProductApi.Client.Benchmarks.Reporting;

internal static class Machine
{
    private const string CpuInfo = "/proc/cpuinfo";

    public static string Description =>
        $"{Environment.ProcessorCount} cores of {Processor()}, {RuntimeInformation.OSDescription}, "
        + RuntimeInformation.FrameworkDescription;

    private static string Processor() => File.Exists(CpuInfo)
        ? File.ReadLines(CpuInfo).First(line => line.StartsWith("model name", StringComparison.Ordinal)).Split(':')[1].Trim()
        : RuntimeInformation.ProcessArchitecture.ToString();
}
