using System.Net.Http.Headers;

namespace ProductApi.Client.Headers;

/// <summary>When an answer was sent: its own Date where it has one, because servers' clocks differ, differences on one clock do not.
/// Looked up once, however many headers tell times.</summary>
internal sealed class ResponseDate(HttpResponseHeaders headers, TimeProvider time)
{
    private DateTimeOffset? _sentAt;

    public DateTimeOffset SentAt => _sentAt ??=
        headers.NonValidated.TryGetValues("Date", out var values) && HeaderTime.TryParseDate(values.ToString(), out var date)
            ? date
            : time.GetUtcNow();
}
