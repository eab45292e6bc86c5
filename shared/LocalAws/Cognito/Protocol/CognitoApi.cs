using System.Collections.Frozen;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Emulation.Decisions;
using Emulation.FrontDoor;
using Emulation.Iam;
using Emulation.Organizations;
using Emulation.State;
using Iam;
using SigV4;

namespace Emulation.Cognito.Protocol;

/// <summary>
/// The door of <c>cognito-idp</c> or <c>cognito-identity</c>: JSON 1.1, told by <c>X-Amz-Target</c>. Operations that carry their own proof need no signature; all others do, and a
/// permission on what <paramref name="resourceOf"/> names.
/// </summary>
internal sealed class CognitoApi(
    CognitoServiceName service, FrozenDictionary<string, Operation> operations, Func<Fields, string> resourceOf, AccountId account, string region, Keyring keyring, Surroundings surroundings, DecisionLog decisions, IdSource ids, TimeProvider time) : IAwsService
{
    private const int LongestBody = 1024 * 1024;
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 32 };
    private readonly SigV4Verifier verifier = new(new SigV4VerifierOptions { Region = region, Service = service.SigningName });

    public bool Owns(ReceivedRequest request) => request.Method == "POST" && request.OperationOf(service.Target) is not null;

    /// <summary>Whether a browser asks if a page from elsewhere may call this service. It may: what counts is in the call itself.</summary>
    public static bool IsPreflight(HttpRequest request) =>
        HttpMethods.IsOptions(request.Method) && request.Path == "/" && request.Headers.AccessControlRequestHeaders.ToString().Contains("x-amz-target", StringComparison.OrdinalIgnoreCase);

    public static void AnswerPreflight(HttpContext http)
    {
        http.Response.Headers.AccessControlAllowOrigin = "*";
        http.Response.Headers.AccessControlAllowMethods = "POST";
        http.Response.Headers.AccessControlAllowHeaders = http.Request.Headers.AccessControlRequestHeaders;
        http.Response.Headers.AccessControlMaxAge = "172800";
    }

    public async Task HandleAsync(ReceivedRequest request)
    {
        var now = time.GetUtcNow();
        var requestId = ids.RequestId();
        var name = request.OperationOf(service.Target)!;
        Caller? caller = null;
        JsonObject answer;
        CognitoException? refusal = null;
        try
        {
            var operation = operations.GetValueOrDefault(name) ?? throw Unoffered.Refuse(service.SigningName, name);
            var fields = new Fields(Parse(request.Body), violations: service.ViolationType);
            caller = operation.Access == OperationAccess.Signed ? Authenticate(request, now) : null;
            if (caller is not null)
            {
                Authorize(request, caller, operation, fields, now);
            }

            answer = await operation.RunAsync(new CognitoCall(fields, request.Http.RequestAborted) { Facts = request.FactsIn(region, now) }).ConfigureAwait(false);
        }
        catch (CognitoException e)
        {
            refusal = e;
            answer = new JsonObject { ["__type"] = e.Type, ["message"] = e.Message };
        }

        // Only the kind of refusal is logged, or a reason that was made for it: a message may repeat what a client sent.
        decisions.Record(new DecisionEntry(requestId, now, $"{service.SigningName}:{name}", "", service.SigningName, caller?.Principal.Arn, refusal is null ? null : 400, refusal?.Reason ?? refusal?.Type ?? "answered"));
        await SendAsync(request.Http, requestId, answer, refusal).ConfigureAwait(false);
    }

    private Caller Authenticate(ReceivedRequest request, DateTimeOffset now)
    {
        var verified = verifier.Verify(request.Signed, keyring, now);
        return verified.Failure is { } failure ? throw new CognitoException(failure.ErrorType, failure.Message) : (Caller)verified.Identity!;
    }

    /// <summary>The caller needs a permission for the operation, and <c>iam:PassRole</c> for each role that the call hands over.</summary>
    private void Authorize(ReceivedRequest request, Caller caller, Operation operation, Fields fields, DateTimeOffset now)
    {
        Authorize(request, caller, $"{service.SigningName}:{operation.Name}", resourceOf(fields), now);
        foreach (var role in operation.PassedRoles(fields))
        {
            Authorize(request, caller, "iam:PassRole", role, now);
        }
    }

    private void Authorize(ReceivedRequest request, Caller caller, string action, string resource, DateTimeOffset now)
    {
        var context = request.FactsIn(region, now).ContextOf(caller);
        if (action == "iam:PassRole")
        {
            context.Set("iam:PassedToService", $"{service.SigningName}.amazonaws.com");
        }

        var access = new AccessRequest(caller.Principal, action, resource, account, surroundings.Complete(context, caller.Principal.Account));
        var decision = global::Iam.Authorizer.Decide(access, caller.Policies, null, surroundings.For(caller.Principal.Account, account, action));
        if (decision.Verdict != Verdict.Allow)
        {
            throw new CognitoException("AccessDeniedException", RefusalMessage.For(access, decision));
        }
    }

    private static JsonObject Parse(byte[] body)
    {
        if (body.Length > LongestBody)
        {
            throw new CognitoException("SerializationException", $"The request is longer than {LongestBody} bytes.");
        }

        try
        {
            var request = JsonNode.Parse(body.Length == 0 ? "{}"u8 : body, null, Strict) as JsonObject ?? throw new CognitoException("SerializationException", "The request is not a JSON object.");
            ReadTexts(request);
            return request;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new CognitoException("SerializationException", "The request is not JSON in UTF-8, or names a member twice.");
        }
    }

    /// <summary>Texts are decoded when they are read: half a surrogate pair must come to light here.</summary>
    private static void ReadTexts(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members:
                foreach (var (_, value) in members)
                {
                    ReadTexts(value);
                }

                break;
            case JsonArray items:
                foreach (var item in items)
                {
                    ReadTexts(item);
                }

                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                value.GetValue<string>();
                break;
        }
    }

    private static async Task SendAsync(HttpContext http, string requestId, JsonObject answer, CognitoException? refusal)
    {
        var body = Encoding.UTF8.GetBytes(answer.ToJsonString());
        http.Response.StatusCode = refusal is null ? 200 : 400;
        http.Response.ContentType = "application/x-amz-json-1.1";
        http.Response.Headers["x-amzn-RequestId"] = requestId;
        if (refusal is not null)
        {
            http.Response.Headers["x-amzn-ErrorType"] = $"{refusal.Type}:";
            http.Response.Headers["x-amzn-ErrorMessage"] = HeaderSafe(refusal.Message);
        }

        http.Response.Headers.AccessControlAllowOrigin = "*";
        http.Response.Headers.AccessControlExposeHeaders = "x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date";
        http.Response.ContentLength = body.Length;
        await http.Response.Body.WriteAsync(body, http.RequestAborted).ConfigureAwait(false);
    }

    private static string HeaderSafe(string text) => string.Concat(text.Select(static c => c is >= ' ' and <= '~' ? c : '?'));
}
