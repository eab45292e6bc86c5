using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Integration.Sts;

/// <summary>An OpenID Connect issuer on this machine, as a cluster or a CI system is one.</summary>
internal sealed class Issuer : IAsyncDisposable
{
    private readonly HttpListener listener = new();
    private readonly RSA key = RSA.Create(2048);
    private readonly Task serving;

    public Issuer()
    {
        Url = $"http://127.0.0.1:{FreePort()}";
        listener.Prefixes.Add($"{Url}/");
        listener.Start();
        serving = ServeAsync();
    }

    public string Url { get; }

    /// <summary>A token as Kubernetes projects it into a pod.</summary>
    public string Token(string subject, string audience = "sts.amazonaws.com")
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var signed = $"{Encode(new JsonObject { ["alg"] = "RS256", ["kid"] = "1" })}.{Encode(new JsonObject { ["iss"] = Url, ["sub"] = subject, ["aud"] = new JsonArray(audience), ["iat"] = now - 5, ["nbf"] = now - 5, ["exp"] = now + 600 })}";
        return $"{signed}.{Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }

    public async ValueTask DisposeAsync()
    {
        listener.Close();
        await serving;
        key.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var http = await listener.GetContextAsync();
                var body = Encoding.UTF8.GetBytes(Answer(http.Request.Url!.AbsolutePath).ToJsonString());
                await http.Response.OutputStream.WriteAsync(body);
                http.Response.Close();
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // Closed: the test is over.
        }
    }

    private JsonObject Answer(string path)
    {
        var parameters = key.ExportParameters(false);
        return path == "/keys"
            ? new JsonObject { ["keys"] = new JsonArray(new JsonObject { ["kty"] = "RSA", ["use"] = "sig", ["kid"] = "1", ["n"] = Base64Url.EncodeToString(parameters.Modulus), ["e"] = Base64Url.EncodeToString(parameters.Exponent) }) }
            : new JsonObject { ["issuer"] = Url, ["jwks_uri"] = $"{Url}/keys" };
    }

    private static string Encode(JsonObject json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json.ToJsonString()));

    private static int FreePort()
    {
        using var socket = new TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }
}
