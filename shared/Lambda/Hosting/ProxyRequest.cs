using Microsoft.AspNetCore.Http;

namespace Lambda.Hosting;

/// <summary>The shapes in which API Gateway describes a request to a function.</summary>
internal enum PayloadFormat
{
    /// <summary>REST APIs, and HTTP APIs that ask for it.</summary>
    Version1,

    /// <summary>HTTP APIs.</summary>
    Version2,
}

/// <summary>A request as API Gateway described it, whichever the format.</summary>
internal sealed class ProxyRequest
{
    public PayloadFormat Format { get; set; }

    public string Method { get; set; } = "";

    /// <summary>Whether the event is a REST API's: its path is percent-encoded as the client sent it, an HTTP API's is decoded.</summary>
    public bool IsEncoded { get; set; } = true;

    /// <summary>Below the stage, as the event has it: see <see cref="IsEncoded"/>.</summary>
    public string RawPath { get; set; } = "";

    /// <summary>What the client's path has in front of <see cref="RawPath"/>: the stage, or a custom domain's base path.</summary>
    public string PathBase { get; set; } = "";

    /// <summary>The whole path of a REST API's request, as its context has it.</summary>
    public string ContextPath { get; set; } = "";

    /// <summary>With its question mark; empty without a query.</summary>
    public string QueryString { get; set; } = "";

    public string Protocol { get; set; } = "HTTP/1.1";

    public IHeaderDictionary Headers { get; } = new HeaderDictionary();

    public ReadOnlyMemory<byte> Body { get; set; }

    public GatewayCaller Caller { get; set; } = new();
}
