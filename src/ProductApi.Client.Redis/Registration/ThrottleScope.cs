using System.Security.Cryptography;
using System.Text;

namespace ProductApi.Client.Redis.Registration;

/// <summary>The name of a shared limit, as the keys at the store show it.</summary>
internal static class ThrottleScope
{
    private const string DefaultInstance = "productapi";

    // Raised when what the scripts store is no longer understood by those before: both may run during a deployment.
    private const int Protocol = 1;

    // Slow, and salted with the origin: who reads the keys cannot try out credentials, nor see that two servers got the same one.
    private const int Rounds = 100_000;
    private const int Bytes = 16;

    public static string KeyPrefix(RedisThrottleOptions options, ProductClientOptions client)
    {
        var scope = options.Scope is { } name ? Uri.EscapeDataString(name) : OfCredential(client.BaseAddress!, client.ApiKey!);
        return FormattableString.Invariant($"{options.InstanceName ?? DefaultInstance}:throttle:{Protocol}:{{{scope}}}");
    }

    private static string OfCredential(Uri address, string credential)
    {
        var origin = address.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);
        var hash = Rfc2898DeriveBytes.Pbkdf2(
            Encoding.UTF8.GetBytes(credential), Encoding.UTF8.GetBytes(origin), Rounds, HashAlgorithmName.SHA256, Bytes);
        return $"{origin}:{Convert.ToHexString(hash)}";
    }
}
