using System.Xml;
using Emulation.Decisions;
using Emulation.FrontDoor;
using Emulation.Iam;
using Emulation.State;
using SigV4;

namespace Emulation.Sts;

/// <summary>The Query protocol's door to STS: authenticates, hands the call to its action, and answers in XML.</summary>
/// <remarks>AWS Security Token Service API Reference.</remarks>
internal sealed class StsApi(Keyring keyring, AssumeRole assumeRole, GetSessionToken getSessionToken, DecisionLog decisions, IdSource ids, TimeProvider time)
{
    // STS takes a signature for any region: its regional endpoints are one service.
    private readonly SigV4Verifier verifier = new(new SigV4VerifierOptions { Service = "sts" });

    public async Task HandleAsync(ReceivedRequest request)
    {
        var now = time.GetUtcNow();
        var requestId = ids.RequestId();
        var parameters = StsRequest.Parse(request.Target.IndexOf('?') is var at and >= 0 ? request.Target.AsSpan(at + 1) : [], request.Body);
        var (answer, caller, reason) = Answer(request, parameters, now);
        decisions.Record(new DecisionEntry(requestId, now, $"sts:{parameters.Action}", parameters["RoleArn"] ?? "", "sts", caller?.Principal.Arn, answer.Error?.StatusCode, reason ?? answer.Error?.Message ?? "answered"));
        await SendAsync(request.Http, requestId, parameters.Action ?? "", answer).ConfigureAwait(false);
    }

    /// <summary>
    /// The answer and who asked; and, of a signature that does not hold, the cause without the message, which shows the client's own headers and
    /// with them its session token.
    /// </summary>
    private (StsAnswer Answer, Caller? Caller, string? Reason) Answer(ReceivedRequest request, StsRequest parameters, DateTimeOffset now)
    {
        var verified = verifier.Verify(request.Signed, keyring, now);
        if (verified.Failure is { } failure)
        {
            return (StsError.From(failure), null, $"The signature does not hold: {failure.Error}.");
        }

        var caller = (Caller)verified.Identity!;
        return (parameters.Action switch
        {
            "GetCallerIdentity" => CallerIdentity(caller),
            "AssumeRole" => assumeRole.Answer(parameters, caller, new RequestFacts(request.Headers, request.SourceIp, request.Http.Request.IsHttps, verified.Scope.Region, now)),
            "GetSessionToken" => getSessionToken.Answer(parameters, caller, now),
            "GetAccessKeyInfo" => KeyInfo(parameters),
            _ => StsError.UnknownAction(parameters.Action),
        }, caller, null);
    }

    /// <summary>Needs no permission, even under an explicit deny.</summary>
    private static StsAnswer CallerIdentity(Caller caller) => new(xml =>
    {
        xml.WriteElementString("Arn", caller.Principal.Arn);
        xml.WriteElementString("UserId", caller.Principal.UserId);
        xml.WriteElementString("Account", caller.Principal.Account?.ToString());
    });

    private StsAnswer KeyInfo(StsRequest parameters)
    {
        var constraints = new Constraints();
        constraints.Text("accessKeyId", parameters["AccessKeyId"], required: true, 16, 128, Constraints.WordPattern);
        if (constraints.Error is { } error)
        {
            return error;
        }

        return keyring.TryReadAccount(parameters["AccessKeyId"]!, out var account)
            ? new StsAnswer(xml => xml.WriteElementString("Account", account.ToString()))
            : StsError.Validation("Access key ID is invalid.");
    }

    private static async Task SendAsync(HttpContext http, string requestId, string action, StsAnswer answer)
    {
        var body = answer.Error is { } error ? StsXml.Error(error, requestId) : StsXml.Result(action, requestId, answer.WriteResult!);
        http.Response.StatusCode = answer.Error?.StatusCode ?? 200;
        http.Response.ContentType = "text/xml";
        http.Response.Headers["x-amzn-RequestId"] = requestId;
        http.Response.ContentLength = body.Length;
        await http.Response.Body.WriteAsync(body, http.RequestAborted).ConfigureAwait(false);
    }
}

/// <summary>What an action answers: the content of its result element, or an error.</summary>
internal readonly record struct StsAnswer
{
    public StsAnswer(Action<XmlWriter> writeResult) => WriteResult = writeResult;

    private StsAnswer(StsError error) => Error = error;

    public Action<XmlWriter>? WriteResult { get; }

    public StsError? Error { get; }

    public static implicit operator StsAnswer(StsError error) => new(error);
}
