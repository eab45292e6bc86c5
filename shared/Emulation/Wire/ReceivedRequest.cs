using System.Buffers;
using System.Net;
using Emulation.Sessions;
using Microsoft.AspNetCore.Http.Features;
using SigV4;

namespace Emulation.Wire;

/// <summary>A request as it came off the wire, before any framework normalises its target, with its whole body.</summary>
internal sealed class ReceivedRequest
{
    private ReceivedRequest(HttpContext http, string target, HeaderField[] headers, byte[] body)
    {
        Http = http;
        Target = target;
        Headers = headers;
        Body = body;
    }

    public HttpContext Http { get; }

    public string Method => Http.Request.Method;

    /// <summary>Path and query exactly as sent.</summary>
    public string Target { get; }

    /// <summary>The target up to its query.</summary>
    public ReadOnlySpan<char> Path => Target.IndexOf('?') is var at and >= 0 ? Target.AsSpan(0, at) : Target;

    /// <summary>The target behind its question mark; empty without one.</summary>
    public ReadOnlySpan<char> Query => Target.IndexOf('?') is var at and >= 0 ? Target.AsSpan(at + 1) : [];

    public HeaderField[] Headers { get; }

    public byte[] Body { get; }

    public IPAddress SourceIp => Http.Connection.RemoteIpAddress is { IsIPv4MappedToIPv6: true } mapped ? mapped.MapToIPv4() : Http.Connection.RemoteIpAddress ?? IPAddress.Loopback;

    /// <summary>What the verifier looks at.</summary>
    public IncomingRequest Signed => new(Method, Target, Headers, Body);

    /// <summary>The service in the signature's scope, before anybody has verified it; null without a signature.</summary>
    public string? SignedService => SigV4Verifier.TryReadScope(Signed, out var scope) ? scope.Service : null;

    /// <summary>Likewise the region; null where the scope names none.</summary>
    public string? SignedRegion => SigV4Verifier.TryReadScope(Signed, out var scope) && scope.Region != CredentialScope.AnyRegion ? scope.Region : null;

    /// <summary>The operation that <c>X-Amz-Target</c> names, <c>{service}.{operation}</c> in the JSON protocols; null when it names another service's, or none.</summary>
    public string? OperationOf(string service) =>
        Http.Request.Headers["X-Amz-Target"] is [{ } target, ..] && target.Length > service.Length && target[service.Length] == '.' && target.StartsWith(service, StringComparison.Ordinal)
            ? target[(service.Length + 1)..]
            : null;

    /// <summary>What the request says to policies.</summary>
    /// <param name="region">The region whose endpoint was called.</param>
    /// <param name="at">When it arrived.</param>
    public RequestFacts FactsIn(string region, DateTimeOffset at) => new(Headers, SourceIp, Http.Request.IsHttps, region, at);

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

    /// <summary>Reads the whole body; null when it is longer than <paramref name="limit"/> bytes.</summary>
    public static async ValueTask<ReceivedRequest?> ReadAsync(HttpContext http, int limit)
    {
        if (http.Request.ContentLength > limit)
        {
            return null;
        }

        var body = await ReadBodyAsync(http, limit).ConfigureAwait(false);
        return body is null ? null : new ReceivedRequest(http, RawTarget(http), HeaderLines(http.Request.Headers), body);
    }

    private static async ValueTask<byte[]?> ReadBodyAsync(HttpContext http, int limit)
    {
        if (http.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false })
        {
            return [];
        }

        var reader = http.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(http.RequestAborted).ConfigureAwait(false);
            if (read.Buffer.Length > limit)
            {
                return null;
            }

            if (read.IsCompleted)
            {
                var body = read.Buffer.ToArray();
                reader.AdvanceTo(read.Buffer.End);
                return body;
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
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
