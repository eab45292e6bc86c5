using Emulation.Decisions;
using Emulation.Organizations;
using Emulation.Principals;
using Emulation.Sessions;
using Emulation.State;
using Emulation.Telemetry;
using Emulation.Wire;
using SigV4;

namespace Emulation.Calls;

/// <summary>What every door needs.</summary>
internal sealed record ServiceDoorParts(Keyring Keyring, RequestEnvironment Environment, DecisionLog Decisions, IdSource Ids, TimeProvider Time)
{
    /// <summary>Which refusals say by which id their details can be asked for.</summary>
    public Troubleshooting Troubleshooting { get; init; }

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
    private readonly SigV4Verifier verifier = VerifierOf(service, service.Signatures);
    private readonly SigV4Verifier? verifierOfStreams = service.SignaturesOfStreams is { } streams ? VerifierOf(service, streams) : null;

    public AwsService<TParameters, TAnswer> Service => service;

    public string Name => service.SigningName;

    public bool Owns(ReceivedRequest request) => service.Owns(request);

    public int LongestBody(ReceivedRequest head) => service.LongestBody(head);

    public bool ReadsBody(ReceivedRequest head) => service.ReadsBody(head);

    public bool MayWait(ReceivedRequest request) => service.MayWait(request);

    public async Task HandleAsync(ReceivedRequest request)
    {
        if (service.Protocol.AnswersBrowser(request.Http))
        {
            return;
        }

        var name = service.Protocol.OperationOf(request);
        var operation = name is null ? null : service.Operations.GetValueOrDefault(name);
        var passage = new Passage(parts.Ids.RequestId(), parts.Time.GetUtcNow());
        var since = Measures.Now;
        TAnswer answer;
        try
        {
            answer = service.IsDown() ? TAnswer.Refused(Unavailable) : await AnswerAsync(request, name, operation, passage).ConfigureAwait(false);
            if (answer.Refusal is { } refused && passage.Call is { IsRefused: true } denied)
            {
                answer = TAnswer.Refused(AuthorizationSentence.In(parts.Troubleshooting, service.SigningName, denied, refused));
            }
        }
        catch (RefusedException e)
        {
            answer = TAnswer.Refused(e.Refusal);
        }
        finally
        {
            passage.Dispose();
        }

        var call = passage.Call;
        var reason = answer.Refusal is { } refusal ? refusal.Reason ?? refusal.Message : (service.TellsReasons ? call?.Why : null) ?? "answered";
        Record(operation?.Name, passage, answer.Refusal?.StatusCode, reason);
        if (RequestSpan.IsWanted)
        {
            ServiceTags.Answered(request.Http, new AnsweredCall(service.SigningName, operation?.Name, passage.Id, passage.Caller, call, answer.Refusal?.Type, reason), since);
        }

        request.Http.Response.Headers["x-localaws-decision"] = passage.Id;
        if ((service.TellsReasons ? reason : answer.Refusal is not null && call is { IsRefused: true } ? call.Why : null) is { } told)
        {
            request.Http.Response.Headers["x-localaws-reason"] = HeaderText.Printable(told);
        }

        if (call is { IsRefused: false, Underived: { } risk })
        {
            request.Http.Response.Headers["x-localaws-underived"] = HeaderText.Printable(risk);
        }

        await service.Protocol.SendAsync(request.Http, passage.Id, operation?.Name ?? "", answer).ConfigureAwait(false);
    }

    /// <summary>A call of somebody who is known.</summary>
    public ServiceCall<TParameters> CallOf(
        TParameters parameters, Caller? caller, RequestFacts facts, ReceivedRequest? request = null, string? id = null, SignedPayload? payload = null) => new()
        {
            Id = id ?? parts.Ids.RequestId(),
            Parameters = parameters,
            Caller = caller,
            Facts = facts,
            Request = request,
            Payload = payload,
            Environment = parts.Environment,
        };

    /// <summary>Answers a call whose caller is known: asks what its plan names, and performs it.</summary>
    /// <exception cref="RefusedException">The call is refused from its depth.</exception>
    public async ValueTask<TAnswer> AnswerAsync(ServiceOperation<TParameters, TAnswer> operation, ServiceCall<TParameters> call)
    {
        if (service.Restricted is { } restricted && call.Caller is { } caller && SessionRestrictions.Refuses(caller, $"{service.SigningName}:{operation.Name}"))
        {
            return TAnswer.Refused(restricted(operation.Name));
        }

        var intent = await operation.PlanAsync(call).ConfigureAwait(false);
        if (intent.Refusal is { } wrong)
        {
            return TAnswer.Refused(wrong);
        }

        for (var i = 0; i < intent.Asks.Count; i++)
        {
            if (Decide(intent.Asks[i], call) is { } refusal)
            {
                call.KeepUnasked(intent.Asks.Skip(i + 1));
                return TAnswer.Refused(refusal);
            }
        }

        return await intent.PerformAsync().ConfigureAwait(false);
    }

    private ValueTask<TAnswer> AnswerAsync(ReceivedRequest request, string? name, ServiceOperation<TParameters, TAnswer>? operation, Passage passage)
    {
        var read = service.ReadsFirst ? Read(request, name, operation) : default;
        var region = service.Region ?? "";
        SignedPayload? payload = null;
        if (operation is not { IsOpen: true } && service.TakesUnsigned(request))
        {
            passage.Caller = Caller.Nobody;
        }
        else if (operation is not { IsOpen: true })
        {
            var verified = Verify(request, passage.At);
            if (verified.Failure is { } failure)
            {
                // The message of a signature that does not hold shows the client's own headers, its session token among them.
                var unsigned = service.Protocol.Unsigned(failure, request);
                return ValueTask.FromResult(TAnswer.Refused(unsigned with { Reason = unsigned.Reason ?? DecisionText.For(failure) }));
            }

            passage.Caller = (Caller)verified.Identity!;
            region = verified.Scope.Region;
            payload = verified.Payload;
        }

        if (region.Length == 0)
        {
            region = service.RegionOfUnsigned?.Invoke(request) ?? EmulatorOptions.DefaultRegion;
        }

        read = service.ReadsFirst ? read : Read(request, name, operation);
        var call = CallOf(read!, passage.Caller, RequestFacts.Of(request, region, passage.At), request, passage.Id, payload);
        passage.Call = call;
        return AnswerAsync(operation!, call);
    }

    private static SigV4Verifier VerifierOf(AwsService<TParameters, TAnswer> service, SigV4VerifierOptions options) =>
        new(options with { Region = service.Region, Service = service.SigningName, MaxClockSkew = service.MaxClockSkew });

    private VerificationResult Verify(ReceivedRequest request, DateTimeOffset at)
    {
        using var span = Spans.Step("authenticate");
        var used = verifierOfStreams is not null && service.ReadsBody(request) ? verifierOfStreams : verifier;
        var verified = service.FormOf(request) is { } form ? verifier.Verify(form, parts.Keyring, at) : used.Verify(request.Signed, parts.Keyring, at);
        span?.SetTag(DecisionTags.Principal, (verified.Identity as Caller)?.Principal.Arn).SetTag("localaws.authentication.refusal", verified.Failure?.Error.ToString());
        return verified;
    }

    private TParameters Read(ReceivedRequest request, string? name, ServiceOperation<TParameters, TAnswer>? operation) => operation is null
        ? throw new RefusedException(service.Protocol.Unknown(name, request))
        : service.Protocol.Read(request, operation.Members);

    /// <summary>Null when policies allow it.</summary>
    private ServiceRefusal? Decide(Ask ask, ServiceCall call) => call.Refuse(ask) is { } words
        ? (ask.Refused?.Invoke(words) ?? (ask.Refusal is { } refusal ? refusal with { Message = words } : service.Protocol.Denied(words))) with
        {
            Reason = ask.Refusal?.Reason ?? call.Why,
        }
        : null;

    private void Record(string? operation, Passage passage, int? refused, string reason)
    {
        var subject = passage.Call?.Subject;
        parts.Decisions.Record(new DecisionEntry(
            passage.Id,
            passage.At,
            subject?.Request.Action ?? $"{service.SigningName}:{operation ?? "?"}",
            subject?.Request.Resource ?? "",
            service.SigningName,
            (passage.Caller?.Principal ?? subject?.Request.Principal)?.Arn,
            reason)
        {
            Refused = refused,
            Subject = subject,
            Asked = passage.Call?.Asked ?? default,
            Underived = passage.Call is { IsRefused: false } call ? call.Underived : null,

            // What policies let pass, the operation itself said no to.
            IsOfAuthorization = refused is null || passage.Call is not { Subject: not null, IsRefused: false },
        });
    }

    /// <summary>What is known of a request on its way: who asks, and what.</summary>
    private sealed class Passage(string id, DateTimeOffset at) : IDisposable
    {
        public string Id => id;

        public DateTimeOffset At => at;

        public Caller? Caller { get; set; }

        public ServiceCall<TParameters>? Call { get; set; }

        /// <summary>Gives back what the call was read into.</summary>
        public void Dispose()
        {
            if (Call is { Parameters: IDisposable parameters })
            {
                parameters.Dispose();
            }
        }
    }
}
