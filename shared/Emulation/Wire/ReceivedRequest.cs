using System.Buffers;
using System.Net;
using Microsoft.AspNetCore.Http.Features;
using SigV4;

namespace Emulation.Wire;

/// <summary>A request as it came off the wire, before any framework normalises its target: its head, and then its whole body.</summary>
internal sealed class ReceivedRequest
{
    /// <summary>The head of a request.</summary>
    public ReceivedRequest(HttpContext http)
    {
        Http = http;
        Target = RawTarget(http);
        Headers = HeaderLines(http.Request.Headers);
    }

    // It stands in the head: several services ask for it before one owns the request.
    private (bool IsRead, CredentialScope? Scope) claim;

    public HttpContext Http { get; }

    public string Method => Http.Request.Method;

    /// <summary>Path and query exactly as sent.</summary>
    public string Target { get; }

    /// <summary>The target up to its query.</summary>
    public ReadOnlySpan<char> Path => Target.IndexOf('?') is var at and >= 0 ? Target.AsSpan(0, at) : Target;

    /// <summary>The target behind its question mark; empty without one.</summary>
    public ReadOnlySpan<char> Query => Target.IndexOf('?') is var at and >= 0 ? Target.AsSpan(at + 1) : [];

    public HeaderField[] Headers { get; }

    /// <summary>Empty until it is read.</summary>
    public byte[] Body { get; private set; } = [];

    public IPAddress SourceIp =>
        Http.Connection.RemoteIpAddress is { IsIPv4MappedToIPv6: true } mapped ? mapped.MapToIPv4() : Http.Connection.RemoteIpAddress ?? IPAddress.Loopback;

    /// <summary>Whether it came over TLS.</summary>
    public bool IsHttps => Http.Request.IsHttps;

    /// <summary>Such as <c>HTTP/1.1</c>.</summary>
    public string Protocol => Http.Request.Protocol;

    /// <summary>What the verifier looks at. In HTTP/2 the host has another name, under which some sign it.</summary>
    public IncomingRequest Signed => new(Method, Target, HttpProtocol.IsHttp2(Protocol) ? [.. Headers, new(":authority", Http.Request.Host.Value ?? "")] : Headers, Body);

    /// <summary>The service in the signature's scope, before anybody has verified it; null without a signature.</summary>
    public string? SignedService => Scope?.Service;

    /// <summary>Likewise the region; null where the scope names none.</summary>
    public string? SignedRegion => Scope is { } claimed && claimed.Region != CredentialScope.AnyRegion ? claimed.Region : null;

    /// <summary>The operation that <c>X-Amz-Target</c> names, <c>{service}.{operation}</c> in the JSON protocols; null when it names another service's, or none.</summary>
    public string? OperationOf(string service) =>
        Http.Request.Headers["X-Amz-Target"] is [{ } target, ..] && target.Length > service.Length && target[service.Length] == '.'
            && target.StartsWith(service, StringComparison.Ordinal)
            ? target[(service.Length + 1)..]
            : null;

    /// <summary>The target as sent; a proxy's absolute form loses its scheme and authority.</summary>
    public static string RawTarget(HttpContext http)
    {
        var target = http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        if (target.StartsWith('/'))
        {
            return target;
        }

        var authority = target.IndexOf("://", StringComparison.Ordinal);
        var path = authority < 0 ? -1 : target.IndexOf('/', authority + 3);
        return path < 0 ? "/" : target[path..];
    }

    /// <summary>Reads a request whole; null when its body is longer than <paramref name="limit"/> bytes.</summary>
    public static async ValueTask<ReceivedRequest?> ReadAsync(HttpContext http, int limit)
    {
        var request = new ReceivedRequest(http);
        return await request.TryReadBodyAsync(limit).ConfigureAwait(false) ? request : null;
    }

    /// <summary>Reads the whole body; false when it is longer than <paramref name="limit"/> bytes.</summary>
    public async ValueTask<bool> TryReadBodyAsync(int limit)
    {
        if (Http.Request.ContentLength > limit)
        {
            return false;
        }

        if (Http.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false })
        {
            return true;
        }

        var reader = Http.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(Http.RequestAborted).ConfigureAwait(false);
            if (read.Buffer.Length > limit)
            {
                return false;
            }

            if (read.IsCompleted)
            {
                Body = read.Buffer.ToArray();
                reader.AdvanceTo(read.Buffer.End);
                return true;
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private CredentialScope? Scope
    {
        get
        {
            if (!claim.IsRead)
            {
                claim = (true, SigV4Verifier.TryReadScope(Signed, out var scope) ? scope : null);
            }

            return claim.Scope;
        }
    }

    private static HeaderField[] HeaderLines(IHeaderDictionary headers)
    {
        var count = 0;
        foreach (var header in headers)
        {
            count += header.Value.Count;
        }

        var fields = new HeaderField[count];
        var next = 0;
        foreach (var header in headers)
        {
            foreach (var value in header.Value)
            {
                fields[next++] = new HeaderField(header.Key, value ?? "");
            }
        }

        return fields;
    }
}
