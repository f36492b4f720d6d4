using System.Text.Json;
using System.Text.Json.Serialization;

namespace ProductApi.Client.Sample.Worker.Demo;

/// <summary>What a job took, and whether it adds up.</summary>
/// <param name="Mode"><c>alone</c>: each worker learned the limit for itself; <c>shared</c>: all together.</param>
/// <param name="Ids">Ids in the job.</param>
/// <param name="Results">Ids with a result.</param>
/// <param name="Lost">Ids without one.</param>
/// <param name="Twice">Ids served more than once.</param>
/// <param name="RefusedPercent">The share of requests the limit refused.</param>
/// <param name="Seconds">From the first id in the job to the last result.</param>
/// <param name="Ideal">The seconds for one client that knows the limit exactly.</param>
internal sealed record Accounts(
    string Mode, int Ids, int Results, int Lost, long Twice, double RefusedPercent, double Seconds, double Ideal)
{
    public string ToJson() => JsonSerializer.Serialize(this, AccountsContext.Default.Accounts);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Accounts))]
internal sealed partial class AccountsContext : JsonSerializerContext;
