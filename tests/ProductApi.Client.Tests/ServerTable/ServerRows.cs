namespace ProductApi.Client.Tests.ServerTable;

/// <summary>The servers of the table.</summary>
internal static partial class ServerRows
{
    public static IReadOnlyList<ServerRow> All { get; } =
        [.. RateLimited.Concat(Failing).Concat(Connections).Concat(IndependentRefusals).Concat(LimitsWithRefusals)
            .Concat(Windows).Concat(Idle).Concat(UntrueAnnouncements).OrderBy(row => row.Name, StringComparer.Ordinal)];
}
