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
}

internal sealed record RateLimitFields(QuotaHeaders Form, int Remaining, int ResetSeconds)
{
    public void AddTo(HttpResponseHeaders headers)
    {
        var remaining = Remaining.ToString(CultureInfo.InvariantCulture);
        var reset = ResetSeconds.ToString(CultureInfo.InvariantCulture);
        if (Form == QuotaHeaders.Draft6)
        {
            headers.TryAddWithoutValidation("RateLimit-Remaining", remaining);
            headers.TryAddWithoutValidation("RateLimit-Reset", reset);
        }
        else if (Form == QuotaHeaders.Draft8)
        {
            headers.TryAddWithoutValidation("RateLimit", $"\"default\";r={remaining};t={reset}");
        }
    }
}
