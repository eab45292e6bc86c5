using System.Net;
using System.Runtime.InteropServices;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Features.Authentication;

namespace Lambda.Hosting;

/// <summary>What ASP.NET Core knows of a request, filled from a proxy event.</summary>
internal sealed class InvocationFeatures :
    IHttpRequestFeature, IHttpRequestIdentifierFeature, IHttpRequestLifetimeFeature, IHttpConnectionFeature, IHttpAuthenticationFeature,
    IHttpRequestBodyDetectionFeature, IHttpMaxRequestBodySizeFeature
{
    private readonly CancellationTokenSource aborted;

    private InvocationFeatures(ProxyRequest request, CancellationToken deadline)
    {
        aborted = CancellationTokenSource.CreateLinkedTokenSource(deadline);
        Method = request.Method;
        Protocol = request.Protocol;
        PathBase = request.IsEncoded ? Decoded(request.PathBase) : request.PathBase;
        Path = request.IsEncoded ? Decoded(request.RawPath) : request.RawPath;
        RawTarget = (request.IsEncoded ? request.PathBase + request.RawPath : Encoded(request.PathBase + request.RawPath)) + request.QueryString;
        QueryString = request.QueryString;
        Headers = request.Headers;
        Body = request.Body.IsEmpty ? Stream.Null : BodyOf(request.Body);
        CanHaveBody = !request.Body.IsEmpty;
        Headers.ContentLength = CanHaveBody ? request.Body.Length : null;
        TraceIdentifier = request.Caller.RequestId;
        ConnectionId = request.Caller.RequestId;
        RemoteIpAddress = IPAddress.TryParse(request.Caller.SourceIp, out var address) ? address : null;
        User = CallerPrincipal.Of(request.Caller);
        RequestAborted = aborted.Token;
    }

    public string Method { get; set; }

    public string Protocol { get; set; }

    /// <summary>API Gateway is reached over TLS only.</summary>
    public string Scheme { get; set; } = "https";

    /// <summary>The stage, so that links which the application makes lead back here.</summary>
    public string PathBase { get; set; }

    public string Path { get; set; }

    public string QueryString { get; set; }

    public string RawTarget { get; set; }

    public IHeaderDictionary Headers { get; set; }

    public Stream Body { get; set; }

    public bool CanHaveBody { get; }

    public string TraceIdentifier { get; set; }

    public CancellationToken RequestAborted { get; set; }

    public string ConnectionId { get; set; }

    public IPAddress? RemoteIpAddress { get; set; }

    public int RemotePort { get; set; }

    public IPAddress? LocalIpAddress { get; set; }

    public int LocalPort { get; set; }

    public ClaimsPrincipal? User { get; set; }

    /// <summary>The whole body has arrived: API Gateway has limited it.</summary>
    public bool IsReadOnly => true;

    public long? MaxRequestBodySize { get; set; }

    /// <summary>The features of one invocation.</summary>
    public static FeatureCollection Create(ProxyRequest request, InvocationResponse response, CancellationToken deadline)
    {
        var features = new FeatureCollection();
        var own = new InvocationFeatures(request, deadline);
        features.Set<IHttpRequestFeature>(own);
        features.Set<IHttpRequestIdentifierFeature>(own);
        features.Set<IHttpRequestLifetimeFeature>(own);
        features.Set<IHttpConnectionFeature>(own);
        features.Set<IHttpAuthenticationFeature>(own);
        features.Set<IHttpRequestBodyDetectionFeature>(own);
        features.Set<IHttpMaxRequestBodySizeFeature>(own);
        features.Set<IHttpResponseFeature>(response);
        features.Set<IHttpResponseBodyFeature>(response);
        features.Set(request.Caller);
        return features;
    }

    public void Abort() => aborted.Cancel();

    /// <summary>It is nobody else's.</summary>
    private static MemoryStream BodyOf(ReadOnlyMemory<byte> body) => MemoryMarshal.TryGetArray(body, out var bytes)
        ? new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count, writable: false) : new MemoryStream(body.ToArray(), writable: false);

    private static string Decoded(string path) => PathString.FromUriComponent(path).Value ?? "";

    // Also a percent sign that stands for itself: whoever reads the target again must come to the same path.
    private static string Encoded(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString));
}
