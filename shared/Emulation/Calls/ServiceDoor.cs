using Emulation.Decisions;
using Emulation.Organizations;
using Emulation.Principals;
using Emulation.Sessions;
using Emulation.State;
using Emulation.Wire;
using Iam;
using SigV4;

namespace Emulation.Calls;

/// <summary>What every door needs.</summary>
internal sealed record ServiceDoorParts(Keyring Keyring, Surroundings Surroundings, DecisionLog Decisions, IdSource Ids, TimeProvider Time)
{
    /// <summary>The door of a service.</summary>
    public ServiceDoor<TParameters, TAnswer> Open<TParameters, TAnswer>(AwsService<TParameters, TAnswer> service)
        where TAnswer : IServiceAnswer<TAnswer> => new(service, this);
}

/// <summary>
/// The way of every call to an AWS service: identify, read, restrict, ask, perform, record, send. Each step takes what the one before made; none calls back.
/// What is asked is what the operation's plan names, from the members that the operation has.
/// </summary>
internal sealed class ServiceDoor<TParameters, TAnswer>(AwsService<TParameters, TAnswer> service, ServiceDoorParts parts) : IAwsService
    where TAnswer : IServiceAnswer<TAnswer>
{
    private static readonly ServiceRefusal Unavailable = new(503, "ServiceUnavailable", "The request has failed due to a temporary failure of the server.");
    private readonly SigV4Verifier verifier = new(new SigV4VerifierOptions { Region = service.Region, Service = service.SigningName });

    public AwsService<TParameters, TAnswer> Service => service;

    public bool Owns(ReceivedRequest request) => service.Owns(request);

    public async Task HandleAsync(ReceivedRequest request)
    {
        var name = service.Protocol.OperationOf(request);
        var operation = name is null ? null : service.Operations.GetValueOrDefault(name);
        var passage = new Passage(parts.Ids.RequestId(), parts.Time.GetUtcNow());
        TAnswer answer;
        try
        {
            answer = service.IsDown() ? TAnswer.Refused(Unavailable) : await AnswerAsync(request, name, operation, passage).ConfigureAwait(false);
        }
        catch (RefusedException e)
        {
            answer = TAnswer.Refused(e.Refusal);
        }

        Record(operation?.Name, passage, answer.Refusal);
        request.Http.Response.Headers["x-localaws-decision"] = passage.Id;
        if (answer.Refusal is not null && passage.Call?.Why is { } why)
        {
            request.Http.Response.Headers["x-localaws-reason"] = HeaderText.Printable(why);
        }

        await service.Protocol.SendAsync(request.Http, passage.Id, operation?.Name ?? "", answer).ConfigureAwait(false);
    }

    /// <summary>Answers a call whose caller is known: asks what its plan names, and performs it.</summary>
    /// <exception cref="RefusedException">The call is refused from its depth.</exception>
    public async ValueTask<TAnswer> AnswerAsync(ServiceOperation<TParameters, TAnswer> operation, ServiceCall<TParameters> call)
    {
        if (call.Caller is { } caller && SessionRestrictions.Refuses(caller, $"{service.SigningName}:{operation.Name}") && service.Restricted?.Invoke(operation.Name) is { } restricted)
        {
            return TAnswer.Refused(restricted);
        }

        var intent = operation.Plan(call);
        if (intent.Refusal is { } wrong)
        {
            return TAnswer.Refused(wrong);
        }

        foreach (var ask in intent.Asks)
        {
            if (Decide(ask, call) is { } refusal)
            {
                return TAnswer.Refused(refusal);
            }
        }

        return await intent.PerformAsync().ConfigureAwait(false);
    }

    private async ValueTask<TAnswer> AnswerAsync(ReceivedRequest request, string? name, ServiceOperation<TParameters, TAnswer>? operation, Passage passage)
    {
        var read = service.ReadsFirst ? Read(request, name, operation) : default;
        var region = service.Region ?? "";
        if (operation is not { IsOpen: true })
        {
            var verified = verifier.Verify(request.Signed, parts.Keyring, passage.At);
            if (verified.Failure is { } failure)
            {
                // The message of a signature that does not hold shows the client's own headers, its session token among them.
                return TAnswer.Refused(service.Protocol.Unsigned(failure) with { Reason = $"The signature does not hold: {failure.Error}." });
            }

            passage.Caller = (Caller)verified.Identity!;
            region = verified.Scope.Region;
        }
        else if (service.Region is null)
        {
            region = service.RegionOfUnsigned?.Invoke(request) ?? EmulatorOptions.DefaultRegion;
        }

        read = service.ReadsFirst ? read : Read(request, name, operation);
        passage.Call = new ServiceCall<TParameters> { Parameters = read!, Caller = passage.Caller, Facts = request.FactsIn(region, passage.At), Request = request };
        return await AnswerAsync(operation!, passage.Call).ConfigureAwait(false);
    }

    private TParameters Read(ReceivedRequest request, string? name, ServiceOperation<TParameters, TAnswer>? operation) => operation is null
        ? throw new RefusedException(service.Protocol.Unknown(name, request))
        : service.Protocol.Read(request, operation.Members);

    /// <summary>Null when policies allow it.</summary>
    private ServiceRefusal? Decide(Ask ask, ServiceCall<TParameters> call)
    {
        var subject = SubjectOf(ask, call);
        var decision = subject.Decide();
        if (decision.Verdict == Verdict.Allow)
        {
            call.Subject ??= subject;
            return null;
        }

        call.Subject = subject;
        var why = call.Why = subject.Why(decision);
        return ask.Refusal is { } refusal ? refusal with { Reason = refusal.Reason ?? why } : service.Protocol.Denied(subject.Refusal(decision)) with { Reason = why };
    }

    private DecisionSubject SubjectOf(Ask ask, ServiceCall<TParameters> call)
    {
        var caller = call.Signer;
        var owner = ask.Owner ?? caller.Principal.Account ?? default;
        var context = parts.Surroundings.Complete(call.Facts.ContextOf(caller), caller.Principal.Account, owner);
        foreach (var key in ask.Keys)
        {
            key.AddTo(context);
        }

        var request = new AccessRequest(caller.Principal, ask.Action, ask.Resource, owner, context);
        var guardrails = parts.Surroundings.For(caller.Principal.Account, owner, ask.Action);
        return new DecisionSubject($"{ask.Action} on {ask.Shown ?? ask.Resource} by {caller.Principal.Arn}", request, caller.Policies, ask.ResourcePolicy, guardrails, ask.Shown);
    }

    private void Record(string? operation, Passage passage, ServiceRefusal? refusal)
    {
        var subject = passage.Call?.Subject;
        parts.Decisions.Record(new DecisionEntry(
            passage.Id,
            passage.At,
            subject?.Request.Action ?? $"{service.SigningName}:{operation ?? "?"}",
            subject?.Request.Resource ?? "",
            service.SigningName,
            passage.Caller?.Principal.Arn,
            refusal?.StatusCode,
            refusal is null ? "answered" : refusal.Reason ?? refusal.Message,
            subject));
    }

    /// <summary>What is known of a request on its way: who asks, and what.</summary>
    private sealed class Passage(string id, DateTimeOffset at)
    {
        public string Id => id;

        public DateTimeOffset At => at;

        public Caller? Caller { get; set; }

        public ServiceCall<TParameters>? Call { get; set; }
    }
}
