using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace KnowledgeGraph.Tests.Stores.Neo4j;

/// <summary>TLS in front of a server that does without, with a certificate for `localhost` that only those trust who are told to.</summary>
internal sealed class TlsRelay : IDisposable
{
    private readonly Uri _target;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly X509Certificate2 _certificate;

    public TlsRelay(Uri target)
    {
        _target = target;
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        _certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        _listener.Start();
        _ = Accept();
    }

    public Uri Address => new($"{(_target.Scheme == "http" ? "https" : "bolt+s")}://localhost:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>What a client that is to trust it must know, PEM.</summary>
    public string Issuer => _certificate.ExportCertificatePem();

    private async Task Accept()
    {
        try
        {
            while (true)
                _ = Serve(await _listener.AcceptTcpClientAsync());
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It is over.
        }
    }

    private async Task Serve(TcpClient client)
    {
        try
        {
            using (client)
            using (var server = new TcpClient())
            await using (var secured = new SslStream(client.GetStream()))
            {
                await secured.AuthenticateAsServerAsync(_certificate);
                await server.ConnectAsync(_target.Host, _target.Port);
                await Task.WhenAny(secured.CopyToAsync(server.GetStream()), server.GetStream().CopyToAsync(secured));
            }
        }
        catch (Exception e) when (e is IOException or SocketException or AuthenticationException)
        {
            // Either side has gone, or the client does not trust it.
        }
    }

    public void Dispose()
    {
        _listener.Dispose();
        _certificate.Dispose();
    }
}
