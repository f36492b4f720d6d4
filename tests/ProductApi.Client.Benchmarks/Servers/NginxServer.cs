using System.Net;
using System.Net.Sockets;

namespace ProductApi.Client.Benchmarks.Servers;

/// <summary>A third party's server that answers at once: nginx with the echo module, as Debian packages both.</summary>
internal sealed class NginxServer : IServer
{
    private const string Executable = "/usr/sbin/nginx";
    private const string EchoModule = "/usr/lib/nginx/modules/ngx_http_echo_module.so";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly DirectoryInfo _folder;
    private readonly ChildProcess _process;

    private NginxServer(DirectoryInfo folder, ChildProcess process, Uri baseAddress)
    {
        _folder = folder;
        _process = process;
        BaseAddress = baseAddress;
    }

    public static bool IsInstalled => File.Exists(Executable) && File.Exists(EchoModule);

    public string Name => "nginx with the echo module, one process";

    public Uri BaseAddress { get; }

    public static async Task<NginxServer> StartAsync(CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("productapi-nginx-");
        var port = FreePort();
        var configuration = Path.Combine(folder.FullName, "nginx.conf");
        await File.WriteAllTextAsync(configuration, Configuration(port), cancellationToken);
        var process = ChildProcess.Start(Executable, "-e", "stderr", "-p", folder.FullName, "-c", configuration);
        var server = new NginxServer(folder, process, new Uri($"http://127.0.0.1:{port}/"));
        try
        {
            await server.ListensAsync(cancellationToken).WaitAsync(Patience, cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private async Task ListensAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                using var socket = new TcpClient();
                await socket.ConnectAsync(IPAddress.Loopback, BaseAddress.Port, cancellationToken);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), cancellationToken);
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string Configuration(int port) => $$"""
        load_module {{EchoModule}};
        daemon off;
        master_process off;
        worker_processes 1;
        pid nginx.pid;
        error_log stderr;
        events { worker_connections 1024; }
        http {
            access_log off;
            keepalive_requests 1000000000;
            keepalive_timeout 1h;
            default_type application/json;
            client_body_temp_path client;
            proxy_temp_path proxy;
            fastcgi_temp_path fastcgi;
            uwsgi_temp_path uwsgi;
            scgi_temp_path scgi;
            server {
                listen 127.0.0.1:{{port}};
                location ~ ^/products/(?<id>[0-9]+)$ {
                    echo -n '{"id":"$id","name":"Product $id",'
                            '"description":"The description of product $id, as long as usual.","price":12.5,"currency":"EUR"}';
                }
            }
        }
        """;
}
