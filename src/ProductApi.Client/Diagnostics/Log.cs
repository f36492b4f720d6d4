using Microsoft.Extensions.Logging;

namespace ProductApi.Client.Diagnostics;

/// <summary>Every line the library logs. Event ids are stable; no line contains a key.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 1, EventName = "RunStarted", Message = "Fetching {Count} products, at most {MaxConcurrency} in flight")]
    public static partial void RunStarted(ILogger logger, LogLevel level, int count, int maxConcurrency);

    [LoggerMessage(
        EventId = 20, EventName = "StreamStarted", Message = "Fetching a stream of products, at most {MaxConcurrency} in flight")]
    public static partial void StreamStarted(ILogger logger, LogLevel level, int maxConcurrency);

    [LoggerMessage(EventId = 2, EventName = "RunEnded",
        Message =
            "Fetched {Succeeded} of {Completed} products in {ElapsedSeconds:0.00} s ({Rate:0.0}/s), {Failed} failed, {Attempts} attempts")]
    public static partial void RunEnded(
        ILogger logger, LogLevel level, int succeeded, int completed, double elapsedSeconds, double rate, int failed, long attempts);

    [LoggerMessage(EventId = 11, EventName = "RunThrottled",
        Message = "The server pushed back {Pushbacks} times; sending was held back for {HeldBackSeconds:0.0} s, learned pace {Pace:0.0} requests/s, {Canaries} canary requests")]
    public static partial void RunThrottled(
        ILogger logger, LogLevel level, int pushbacks, double heldBackSeconds, double pace, int canaries);

    [LoggerMessage(EventId = 21, EventName = "RunThrottledWithoutPace",
        Message = "The server pushed back {Pushbacks} times; sending was held back for {HeldBackSeconds:0.0} s, no pace is known, {Canaries} canary requests")]
    public static partial void RunThrottledWithoutPace(
        ILogger logger, LogLevel level, int pushbacks, double heldBackSeconds, int canaries);

    [LoggerMessage(EventId = 17, EventName = "RunBackedUp",
        Message = "{Backups} backup requests were sent for products that took far longer than others; {Won} of them answered first")]
    public static partial void RunBackedUp(ILogger logger, LogLevel level, int backups, int won);

    [LoggerMessage(EventId = 3, EventName = "RunEndedEarly",
        Message = "Fetching ended early after {ElapsedSeconds:0.00} s: {Completed} results so far, {Succeeded} succeeded")]
    public static partial void RunEndedEarly(ILogger logger, LogLevel level, double elapsedSeconds, int completed, int succeeded);

    [LoggerMessage(4, LogLevel.Warning, "{BaseAddress} pushes back ({Failure}): pausing for {PauseSeconds:0.00} s and slowing down; nothing is lost",
        EventName = "ThrottlingStarted")]
    public static partial void ThrottlingStarted(ILogger logger, Uri? baseAddress, string? failure, double pauseSeconds);

    [LoggerMessage(5, LogLevel.Warning,
        "{BaseAddress} is out of service ({Failure}): probing until it is back, for up to {PatienceSeconds:0} s ({Setting})",
        EventName = "OutageStarted")]
    public static partial void OutageStarted(
        ILogger logger, Uri? baseAddress, string? failure, double patienceSeconds, string? setting);

    [LoggerMessage(6, LogLevel.Warning, "{BaseAddress} is back after {OutageSeconds:0.0} s", EventName = "OutageEnded")]
    public static partial void OutageEnded(ILogger logger, Uri? baseAddress, double outageSeconds);

    [LoggerMessage(7, LogLevel.Warning, "Sending stops: {Reason}", EventName = "KeyRejected")]
    public static partial void KeyRejected(ILogger logger, string reason);

    [LoggerMessage(8, LogLevel.Warning,
        "Configuration was reloaded but is not valid ({ExceptionType}); the last valid address and API key stay in use", EventName =
            "ReloadRejected")]
    public static partial void ReloadRejected(ILogger logger, string exceptionType);

    [LoggerMessage(9, LogLevel.Warning, "The progress callback threw; it is not called again in this run", EventName = "ProgressFailed")]
    public static partial void ProgressFailed(ILogger logger, Exception exception);

    [LoggerMessage(10, LogLevel.Debug, "Product {ProductId} failed after {Attempts} attempts: {Kind}: {Message}", EventName = "ItemFailed")]
    public static partial void ItemFailed(ILogger logger, string productId, int attempts, FetchErrorKind kind, string message);

    [LoggerMessage(12, LogLevel.Warning,
        "The server rejects the API key that it accepted before (401): holding requests and asking again for a product that was served",
        EventName = "KeyHeld")]
    public static partial void KeyHeld(ILogger logger);

    [LoggerMessage(13, LogLevel.Information, "The server accepts the API key again", EventName = "KeyAccepted")]
    public static partial void KeyAccepted(ILogger logger);

    [LoggerMessage(14, LogLevel.Information,
        "Configuration was reloaded: requests go to {BaseAddress} from now on, with the key that belongs to it (before: {FormerBaseAddress})",
        EventName = "ServerChanged")]
    public static partial void ServerChanged(ILogger logger, Uri baseAddress, Uri formerBaseAddress);

    [LoggerMessage(15, LogLevel.Warning, "Settings that nobody knows are ignored: {Settings}", EventName = "UnknownSettings")]
    public static partial void UnknownSettings(ILogger logger, string settings);

    [LoggerMessage(16, LogLevel.Information, "{Client} uses {Settings}", EventName = "SettingsInUse")]
    public static partial void SettingsInUse(ILogger logger, string client, string settings);
}
