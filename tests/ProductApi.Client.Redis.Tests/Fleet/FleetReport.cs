using System.Globalization;
using ProductApi.Client.Tests.ServerTable;

namespace ProductApi.Client.Redis.Tests.Fleet;

/// <summary>Writes what was measured to artifacts/fleet-table.md.</summary>
public sealed class FleetReport : IDisposable
{
    private readonly List<string> _lines = [];

    public void Dispose() => Artifact.Write("fleet-table.md",
    [
        "Makespan in terms of a client that knows the server exactly / requests refused / products not delivered / calls to the store per request.",
        "",
        "| processes | server | measured | bound |",
        "| --- | --- | --- | --- |",
        .. _lines,
    ]);

    internal FleetOutcome Add(int processes, ServerRow row, FleetOutcome outcome)
    {
        _lines.Add(string.Create(CultureInfo.InvariantCulture,
            $"| {processes} | {row.Name} | {outcome.Ratio:0.00} / {outcome.RefusedPercent:0.0} % / {outcome.Lost} / {outcome.CallsPerRequest:0.00} | "
            + $"{row.Bounds.Ratio:0.00} / {row.Bounds.WastedPercent:0.0} % / {row.Bounds.MostLost} |"));
        return outcome;
    }
}
