using System.Text.Json;
using System.Text.Json.Serialization;

namespace ProductApi.Client.Sample.Server;

internal sealed record Problem(string Title, int Status, string Detail);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(CatalogProduct))]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(ServerStats))]
internal sealed partial class ServerJson : JsonSerializerContext;
