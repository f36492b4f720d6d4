using ProductApi.Client.Bodies;
using ProductApi.Client.Keys;

namespace ProductApi.Client.Pipeline;

/// <summary>How an attempt failed, for people: short, on one line, without the key.</summary>
internal static class FailureText
{
    // A long text is of no use in a log.
    private const int Longest = 256;

    /// <summary>The status and how the server explains it.</summary>
    public static string Of(HttpResponseMessage response, Secrets? secrets)
    {
        var name = Enum.IsDefined(response.StatusCode) ? $"{response.StatusCode}" : SafeText.Detail(response.ReasonPhrase, secrets);
        var status = $"{(int)response.StatusCode} {name}".TrimEnd();
        if (response.Content is not BufferedContent { Bytes: { IsEmpty: false } bytes, IsCut: var isCut })
            return status;

        var body = SafeText.Body(Charset.ToReadableUtf8(response.Content, bytes.Span), secrets, isCut);
        return body.Length == 0 ? status : Short($"{status}: {body}");
    }

    /// <summary>The cause; the framework quotes what it cannot read, and that may be the key or anything else.</summary>
    public static string Of(Exception exception, Secrets? secrets)
    {
        var text = AttemptClassifier.Describe(exception);
        return Short(SafeText.OneLine(secrets?.Mask(text) ?? text));
    }

    private static string Short(string text) => text.Length > Longest ? text[..Longest] : text;
}
