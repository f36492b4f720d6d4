namespace ProductApi.Client.Headers;

/// <summary>What a server says is left of its limit: so many requests, for so long. <paramref name="IsPointInTime"/>: the end was told as a
/// point in time in whole seconds, so it may come up to one second earlier.</summary>
internal readonly record struct Quota(long Remaining, TimeSpan Reset, bool IsPointInTime = false)
{
    /// <summary>Its end was told as a point in time that has just passed: rounded down, so that it may be yet to come.</summary>
    public bool IsAboutToEnd { get; init; }

    /// <summary>A quota of what two header values say; null where either is malformed.</summary>
    public static Quota? From(string? remaining, string? reset, bool isResetInMilliseconds, AnswerClock clock) =>
        HeaderTime.TryParseNumber(remaining, out var left) && ToldTime.TryParse(reset, isResetInMilliseconds, out var told)
            ? new Quota((long)left, clock.Until(told), told.IsRoundedPointInTime) { IsAboutToEnd = clock.HasJustPassed(told) }
            : null;

    /// <summary>The one with fewer requests left; among equals the one that lasts longer.</summary>
    public static Quota? Tighter(Quota? left, Quota? right)
    {
        if (left is not { } one || right is not { } other)
            return left ?? right;

        return other.Remaining < one.Remaining || (other.Remaining == one.Remaining && other.Reset > one.Reset) ? right : left;
    }
}
