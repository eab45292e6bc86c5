using System.Text;
using System.Text.Json.Nodes;
using Emulation.Calls;
using Emulation.Wire;
using SigV4;

namespace Emulation.Protocols.Json;

/// <summary>JSON 1.1 of one service: a call names its operation in <c>X-Amz-Target</c> and has its members in the body. Smithy specification, "AWS JSON 1.1 protocol".</summary>
/// <param name="target">What <c>X-Amz-Target</c> says before the dot, such as <c>AWSCognitoIdentityProviderService</c>.</param>
/// <param name="unknown">The sentence for an operation that is not here.</param>
internal sealed class JsonWire(string target, Func<string, string> unknown) : IWireProtocol<JsonObject, JsonAnswer>
{
    public bool Owns(ReceivedRequest request) => request.Method == "POST" && OperationOf(request) is not null;

    public string? OperationOf(ReceivedRequest request) => request.OperationOf(target);

    public JsonObject Read(ReceivedRequest request, IReadOnlySet<string> members)
    {
        var document = JsonRequest.Parse(request.Body);
        foreach (var other in document.Select(static member => member.Key).Where(name => !members.Contains(name)).ToList())
        {
            document.Remove(other);
        }

        return document;
    }

    public ServiceRefusal Unsigned(VerificationFailure failure) => new(400, failure.ErrorType, failure.Message);

    public ServiceRefusal Denied(string message) => new(400, "AccessDeniedException", message);

    public ServiceRefusal Unknown(string? operation, ReceivedRequest request) =>
        new(400, "UnknownOperationException", unknown(operation ?? "")) { Reason = "UnknownOperationException" };

    public async Task SendAsync(HttpContext http, string requestId, string operation, JsonAnswer answer)
    {
        var body = BodyOf(answer);
        http.Response.StatusCode = answer.Refusal?.StatusCode ?? 200;
        http.Response.ContentType = "application/x-amz-json-1.1";
        http.Response.Headers["x-amzn-RequestId"] = requestId;
        if (answer.Refusal is { } refusal)
        {
            http.Response.Headers["x-amzn-ErrorType"] = $"{refusal.Type}:";
            http.Response.Headers["x-amzn-ErrorMessage"] = HeaderText.Printable(refusal.Message);
        }

        http.Response.Headers.AccessControlAllowOrigin = "*";
        http.Response.Headers.AccessControlExposeHeaders = "x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date";
        http.Response.ContentLength = body.Length;
        await http.Response.Body.WriteAsync(body, http.RequestAborted).ConfigureAwait(false);
    }

    private static byte[] BodyOf(JsonAnswer answer)
    {
        if (answer.Refusal is not { } refusal)
        {
            return answer.Document is { } document ? Encoding.UTF8.GetBytes(document.ToJsonString()) : [];
        }

        // A refusal without words has no message at all.
        var told = new JsonObject { ["__type"] = refusal.Type };
        if (refusal.Message.Length > 0)
        {
            told["message"] = refusal.Message;
        }

        return Encoding.UTF8.GetBytes(told.ToJsonString());
    }
}
