using Emulation.FrontDoor;

namespace Emulation.QueryProtocol;

/// <summary>Reads the calls of a Query-protocol service off a request, and sends its answers.</summary>
/// <param name="ns">The XML namespace of the answers.</param>
internal sealed class QueryWire(string ns)
{
    private readonly QueryXml xml = new(ns);

    public static QueryRequest Read(ReceivedRequest request) => QueryRequest.Parse(request.Query, request.Body);

    public async Task SendAsync(HttpContext http, string requestId, string action, QueryAnswer answer)
    {
        var body = answer.Error is { } error ? xml.Error(error, requestId) : xml.Result(action, requestId, answer.WriteResult);
        http.Response.StatusCode = answer.Error?.StatusCode ?? 200;
        http.Response.ContentType = "text/xml";
        http.Response.Headers["x-amzn-RequestId"] = requestId;
        http.Response.ContentLength = body.Length;
        await http.Response.Body.WriteAsync(body, http.RequestAborted).ConfigureAwait(false);
    }
}
