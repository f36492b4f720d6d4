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
/// <param name="Kind">What went wrong.</param>
/// <param name="Message">The same for people.</param>
/// <param name="IsTransient">Whether asking again later is worth it.</param>
/// <param name="StatusCode">The status of the last answer, if there was one.</param>
/// <param name="RetryAfterSeconds">How long to wait before asking again, if anybody said.</param>
internal sealed record OutputError(FetchErrorKind Kind, string Message, bool IsTransient, int? StatusCode, double? RetryAfterSeconds)
{
    public static OutputError? From(FetchError? error) =>
        error is null ? null
        : new(error.Kind, error.Message, error.IsTransient, (int?)error.StatusCode, error.RetryAfter?.TotalSeconds);
}

/// <summary>What <c>--resume</c> needs of a line.</summary>
internal readonly record struct EarlierLine(ProductId ProductId, bool Succeeded);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(OutputLine))]
[JsonSerializable(typeof(EarlierLine))]
internal sealed partial class OutputJson : JsonSerializerContext;
