using System.Globalization;

namespace ProductApi.Client.Tests.ServerTable;

/// <summary>Writes the measured table to artifacts/server-table.md, when all of it was measured.</summary>
public sealed class ServerTableReport : IDisposable
{
    private readonly Dictionary<string, Measurement> _client = [];
    private readonly Dictionary<string, Measurement> _seed = [];

    public void Dispose()
    {
        if (_client.Count < ServerRows.All.Count)
            return;

        Artifact.Write("server-table.md", Lines());
    }

    internal Measurement AddClient(ServerRow row, Measurement measured) => _client[row.Name] = measured;

    internal Measurement AddSeed(ServerRow row, Measurement measured) => _seed[row.Name] = measured;

    private IEnumerable<string> Lines()
    {
        yield return "Makespan in terms of a client that knows the server exactly / requests that delivered nothing / products lost; mean of five runs or more.";
        yield return "In brackets when products were lost that could have been delivered.";
        yield return "";
        yield return "| server | products | this client | worst run | bound | the article's client |";
        yield return "| --- | --- | --- | --- | --- | --- |";
        foreach (var row in ServerRows.All)
        {
            var bound = string.Create(
                CultureInfo.InvariantCulture, $"{row.Bounds.Ratio:0.00} / {row.Bounds.WastedPercent:0.0} % / {row.Bounds.MostLost}");
            yield return $"| {row.Name} | {row.Count} | {Cell(row, _client[row.Name])} | {Number(_client[row.Name].WorstRatio)} | {bound} | {Cell(row, _seed.GetValueOrDefault(row.Name))} |";
        }
    }

    private static string Cell(ServerRow row, Measurement? measured)
    {
        if (measured is null)
            return "";

        var ratio = Number(measured.Ratio);
        var lost = measured.Lost >= 0.005 * row.Count
            ? (measured.Lost / row.Count).ToString("0 %", CultureInfo.InvariantCulture)
            : measured.Lost.ToString("0.#", CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture,
            $"{(measured.Lost > row.Bounds.MostLost ? $"({ratio})" : ratio)} / {measured.WastedPercent:0.0} % / {lost}");
    }

    private static string Number(double ratio) => ratio.ToString("0.00", CultureInfo.InvariantCulture);
}
