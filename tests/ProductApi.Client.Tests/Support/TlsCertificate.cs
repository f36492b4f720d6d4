using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.DependencyInjection;

namespace ProductApi.Client.Tests.Support;

/// <summary>A certificate made for one test, and what a server and a client do with it.</summary>
internal sealed class TlsCertificate : IDisposable
{
    public X509Certificate2 Certificate { get; } = SelfSigned();

    /// <summary>Makes a server speak TLS with it.</summary>
    public async Task<Stream> SecureAsync(Stream stream)
    {
        var secure = new SslStream(stream);
        await secure.AuthenticateAsServerAsync(Certificate);
        return secure;
    }

    /// <summary>Makes a client accept it, and no other.</summary>
    public void TrustedBy(IHttpClientBuilder builder) => builder.UseSocketsHttpHandler((handler, _) =>
        handler.SslOptions.RemoteCertificateValidationCallback = (_, offered, _, _) =>
            offered?.GetCertHashString() == Certificate.GetCertHashString());

    public void Dispose() => Certificate.Dispose();

    private static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}
