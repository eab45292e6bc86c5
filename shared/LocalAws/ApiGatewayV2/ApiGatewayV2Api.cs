using Emulation.Decisions;
using Emulation.Explain;
using Emulation.FrontDoor;
using Emulation.Iam;
using Emulation.Organizations;
using Emulation.State;
using Iam;
using Sam;
using SigV4;

namespace Emulation.ApiGatewayV2;

/// <summary>
/// The door to the API Gateway management API, version 2: authenticates, asks the caller's policies, hands the call to its operation, answers in
/// JSON. Amazon API Gateway Version 2 API Reference.
/// </summary>
internal sealed class ApiGatewayV2Api(Keyring keyring, Stack stack, Surroundings surroundings, ApiResources resources, DecisionLog decisions, IdSource ids, TimeProvider time) : IAwsService
{
    private readonly SigV4Verifier verifier = new(new SigV4VerifierOptions { Region = stack.Region, Service = "apigateway" });

    public bool Owns(ReceivedRequest request) => Operation.Owns(request.Target);

    public async Task HandleAsync(ReceivedRequest request)
    {
        var now = time.GetUtcNow();
        var requestId = ids.RequestId();
        var verified = verifier.Verify(request.Signed, keyring, now);
        var caller = (Caller?)verified.Identity;
        Answer answer;
        DecisionSubject? subject = null;
        if (verified.Failure is { } failure)
        {
            answer = Answer.Refusal(failure.StatusCode, failure.ErrorType, failure.Message);
        }
        else if (!Operation.TryRead(request.Method, request.Target, out var operation))
        {
            answer = Answer.NotFound($"LocalAws has no {request.Method} {request.Target.Split('?')[0]}. It has /v2/apis and what is below.");
        }
        else
        {
            subject = SubjectOf(operation, request, caller!, now);
            answer = Refuse(subject) ?? resources.Perform(operation, request.Body);
        }

        // The message of a signature that does not hold shows the client's own headers, its session token among them.
        var reason = verified.Failure is { } cause ? $"The signature does not hold: {cause.Error}." : answer.Message ?? "answered";
        decisions.Record(new DecisionEntry(
            requestId, now, $"apigateway:{request.Method}", request.Target.Split('?')[0], "apigateway", caller?.Principal.Arn, answer.ErrorType is null ? null : answer.StatusCode, reason, subject));
        await SendAsync(request.Http, requestId, answer).ConfigureAwait(false);
    }

    private DecisionSubject SubjectOf(Operation operation, ReceivedRequest request, Caller caller, DateTimeOffset now)
    {
        var facts = new RequestFacts(request.Headers, request.SourceIp, request.Http.Request.IsHttps, stack.Region, now);
        var resource = $"arn:aws:apigateway:{stack.Region}::{operation.ResourcePath}";
        var access = new AccessRequest(caller.Principal, operation.Action, resource, stack.AccountId, surroundings.Complete(facts.ContextOf(caller), caller.Principal.Account));
        return new DecisionSubject($"{operation.Action} on {operation.ResourcePath} by {caller.Principal.Arn}", access, caller.Policies, null, surroundings.ForCaller(caller.Principal.Account));
    }

    /// <summary>Null when the caller may.</summary>
    private static Answer? Refuse(DecisionSubject subject)
    {
        var decision = global::Iam.Authorizer.Decide(subject.Request, subject.Caller, subject.ResourcePolicy, subject.Guardrails);
        return decision.Verdict == Verdict.Allow ? null : Answer.Denied(RefusalMessage.For(subject.Request, decision));
    }

    private static async Task SendAsync(HttpContext http, string requestId, Answer answer)
    {
        var response = http.Response;
        response.StatusCode = answer.StatusCode;
        response.Headers["x-amzn-RequestId"] = requestId;
        response.Headers["x-localaws-decision"] = requestId;
        if (answer.ErrorType is not null)
        {
            response.Headers["x-amzn-ErrorType"] = answer.ErrorType;
        }

        if (answer.Body.Length > 0)
        {
            response.ContentType = "application/json";
            response.ContentLength = answer.Body.Length;
            await response.Body.WriteAsync(answer.Body, http.RequestAborted).ConfigureAwait(false);
        }
    }
}
