using Microsoft.Extensions.Logging;

namespace ProductApi.Client.Redis.Gate;

/// <summary>Every line about a shared limit. Event ids go on where those of the client end.</summary>
internal static partial class Log
{
    [LoggerMessage(101, LogLevel.Warning,
        "The shared limit's store gives no answer ({Failure}): going on alone, with this process's part of the limit",
        EventName = "StoreGone")]
    public static partial void StoreGone(ILogger logger, string? failure);

    [LoggerMessage(102, LogLevel.Information, "The shared limit's store answers again: the limit is shared", EventName = "StoreBack")]
    public static partial void StoreBack(ILogger logger);
}
