using System.Globalization;

namespace ProductApi.Client.Tests.ServerTable;

/// <summary>Keeps the runs without bad ids, and writes artifacts/bad-ids.md when all cases were measured.</summary>
public sealed class BadIdReport : IDisposable
{
    private readonly Dictionary<(BadIdSetting, int), BadIdRun> _clean = [];
    private readonly Dictionary<string, string> _rows = [];

    public void Dispose()
    {
        if (_rows.Count < BadIdCases.All.Count)
            return;

        Artifact.Write("bad-ids.md",
        [
            "Seconds more than the same run without them; the worst of all runs (300 and 2000 ids; 8 and 20 in flight; 20 and 200 ms).",
            "",
            "| case | the run | bound | the good ids |",
            "| --- | --- | --- | --- |",
            .. BadIdCases.All.Select(bad => _rows[bad.Name]),
        ]);
    }

    internal BadIdRun CleanRun(BadIdSetting setting, int seed) =>
        _clean.TryGetValue((setting, seed), out var run) ? run : _clean[(setting, seed)] = BadIdRun.WithoutThem(setting, seed);

    internal void Add(BadIdCase bad, double most, double mostOthers) => _rows[bad.Name] = string.Create(
        CultureInfo.InvariantCulture, $"| {bad.Name} | {most:0.0} | {bad.MostSeconds:0} | {mostOthers:0.0} |");
}
