using System.Text.Json.Serialization;

namespace ProductApi.Client.Sample;

/// <summary>One line of <c>--output</c>.</summary>
internal sealed record OutputLine(string ProductId, bool Succeeded, Product? Product, OutputError? Error, int Attempts, double ElapsedMs)
{
    public static OutputLine From(FetchResult<Product> result) => new(
        result.ProductId.ToString(), result.Succeeded, result.Product, OutputError.From(result.Error), result.Attempts,
        Math.Round(result.Elapsed.TotalMilliseconds, 1));
}

/// <summary>Why a line has no product.</summary>
internal sealed record OutputError(FetchErrorKind Kind, string Message, int? StatusCode, double? RetryAfterSeconds)
{
    public static OutputError? From(FetchError? error) =>
        error is null ? null : new(error.Kind, error.Message, (int?)error.StatusCode, error.RetryAfter?.TotalSeconds);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(OutputLine))]
internal sealed partial class OutputJson : JsonSerializerContext;
