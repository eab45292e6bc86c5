using Emulation.Calls;
using Emulation.Wire;
using SigV4;

namespace Emulation.Protocols.Query;

/// <summary>The Query protocol of one service: reads its calls off requests, and writes its answers.</summary>
/// <param name="ns">The XML namespace of the answers up to the version, such as <c>https://sts.amazonaws.com/doc/</c>.</param>
/// <param name="version">The API's version, such as <c>2011-06-15</c>.</param>
internal sealed class QueryWire(string ns, string version) : IWireProtocol<QueryRequest, QueryAnswer>
{
    private readonly QueryXml xml = new($"{ns}{version}/");

    public static QueryRequest Read(ReceivedRequest request) => QueryRequest.Parse(request.Query, request.Body);

    public string? OperationOf(ReceivedRequest request) => Read(request).Action;

    public QueryRequest Read(ReceivedRequest request, IReadOnlySet<string> members)
    {
        var form = Read(request);
        return form.Malformed is { } malformed ? throw new RefusedException(malformed) : form.Only(members);
    }

    public ServiceRefusal Unsigned(VerificationFailure failure) => QueryError.From(failure);

    public ServiceRefusal Denied(string message) => QueryError.AccessDenied(message);

    public ServiceRefusal Unknown(string? operation, ReceivedRequest request) => QueryError.UnknownAction(operation, version);

    public async Task SendAsync(HttpContext http, string requestId, string operation, QueryAnswer answer)
    {
        var body = answer.Error is { } error ? xml.Error(error, requestId) : xml.Result(operation, requestId, answer.WriteResult);
        http.Response.StatusCode = answer.Error?.StatusCode ?? 200;
        http.Response.ContentType = "text/xml";
        http.Response.Headers["x-amzn-RequestId"] = requestId;
        http.Response.ContentLength = body.Length;
        await http.Response.Body.WriteAsync(body, http.RequestAborted).ConfigureAwait(false);
    }
}
