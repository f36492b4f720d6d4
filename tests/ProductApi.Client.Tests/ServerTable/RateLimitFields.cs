using System.Globalization;
using System.Net.Http.Headers;

namespace ProductApi.Client.Tests.ServerTable;

/// <summary>How servers of today write a quota into their headers.</summary>
internal enum QuotaHeaders
{
    None,

    /// <summary><c>RateLimit-Remaining</c> and <c>RateLimit-Reset</c>, as in express-rate-limit.</summary>
    Draft6,

    /// <summary><c>RateLimit: "default";r=5;t=2</c>, as in the structured fields of the current draft.</summary>
    Draft8,

    /// <summary><c>X-RateLimit-Remaining</c> and <c>X-RateLimit-Reset</c>, which may also be a time since 1970.</summary>
    Older,
}

internal sealed record RateLimitFields(QuotaHeaders Form, int Remaining, long Reset)
{
    public static RateLimitFields UsedUp(long reset) => new(QuotaHeaders.Draft6, 0, reset);

    public void AddTo(HttpResponseHeaders headers)
    {
        var remaining = Remaining.ToString(CultureInfo.InvariantCulture);
        var reset = Reset.ToString(CultureInfo.InvariantCulture);
        if (Form == QuotaHeaders.Draft6)
        {
            headers.TryAddWithoutValidation("RateLimit-Remaining", remaining);
            headers.TryAddWithoutValidation("RateLimit-Reset", reset);
        }
        else if (Form == QuotaHeaders.Draft8)
        {
            headers.TryAddWithoutValidation("RateLimit", $"\"default\";r={remaining};t={reset}");
        }
        else if (Form == QuotaHeaders.Older)
        {
            headers.TryAddWithoutValidation("X-RateLimit-Remaining", remaining);
            headers.TryAddWithoutValidation("X-RateLimit-Reset", reset);
        }
    }
}
