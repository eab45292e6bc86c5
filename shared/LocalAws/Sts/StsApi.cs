using System.Collections.Frozen;
using Emulation.Decisions;
using Emulation.FrontDoor;
using Emulation.Iam;
using Emulation.QueryProtocol;
using Emulation.State;
using SigV4;

namespace Emulation.Sts;

/// <summary>The Query protocol's door to STS: authenticates, hands the call to its action, and answers in XML.</summary>
/// <remarks>AWS Security Token Service API Reference.</remarks>
internal sealed class StsApi(Keyring keyring, IEnumerable<StsAction> actions, DecisionLog decisions, IdSource ids, TimeProvider time) : IAwsService
{
    private const string Version = "2011-06-15";
    public static readonly QueryWire Wire = new($"https://sts.amazonaws.com/doc/{Version}/");
    private readonly FrozenDictionary<string, StsAction> actions = actions.ToFrozenDictionary(static action => action.Name, StringComparer.Ordinal);

    // STS takes a signature for any region: its regional endpoints are one service.
    private readonly SigV4Verifier verifier = new(new SigV4VerifierOptions { Service = "sts" });

    /// <summary>A call with a signature names the service there; one without is of STS if it names an action.</summary>
    public bool Owns(ReceivedRequest request) => request.Path is "/" && (request.SignedService is { } service ? service == "sts" : QueryWire.Read(request).Action is not null);

    public async Task HandleAsync(ReceivedRequest request)
    {
        var now = time.GetUtcNow();
        var requestId = ids.RequestId();
        var parameters = QueryWire.Read(request);
        var (answer, caller, reason) = await AnswerAsync(request, parameters, now).ConfigureAwait(false);
        decisions.Record(new DecisionEntry(requestId, now, $"sts:{parameters.Action}", parameters["RoleArn"] ?? "", "sts", caller?.Principal.Arn, answer.Error?.StatusCode, reason ?? answer.Error?.Reason ?? answer.Error?.Message ?? "answered"));
        await Wire.SendAsync(request.Http, requestId, parameters.Action ?? "", answer).ConfigureAwait(false);
    }

    /// <summary>
    /// The answer and who asked; and, of a signature that does not hold, the cause without the message, which shows the client's own headers and
    /// with them its session token.
    /// </summary>
    private async ValueTask<(QueryAnswer Answer, Caller? Caller, string? Reason)> AnswerAsync(ReceivedRequest request, QueryRequest parameters, DateTimeOffset now)
    {
        if (parameters.Malformed is { } malformed)
        {
            return (malformed, null, null);
        }

        var action = parameters.Action is { } name ? actions.GetValueOrDefault(name) : null;
        if (action is { IsOpen: true })
        {
            var unsigned = new StsCall(parameters, null, request.FactsIn(RegionOf(request), now), request.Http.RequestAborted);
            return (await action.AnswerAsync(unsigned).ConfigureAwait(false), null, null);
        }

        var verified = verifier.Verify(request.Signed, keyring, now);
        if (verified.Failure is { } failure)
        {
            return (QueryError.From(failure), null, $"The signature does not hold: {failure.Error}.");
        }

        var caller = (Caller)verified.Identity!;
        if (action is null)
        {
            return (QueryError.UnknownAction(parameters.Action, Version), caller, null);
        }

        return SessionRestrictions.Refuses(caller, $"sts:{action.Name}")
            ? (QueryError.AccessDenied($"Cannot call {action.Name} with session credentials"), caller, null)
            : (await action.AnswerAsync(new StsCall(parameters, caller, request.FactsIn(verified.Scope.Region, now), request.Http.RequestAborted)).ConfigureAwait(false), caller, null);
    }

    /// <summary>The region of a call without a signature: as the name of a regional endpoint says, such as <c>sts.us-west-2.localhost</c>.</summary>
    private static string RegionOf(ReceivedRequest request) =>
        request.SignedRegion ?? (request.Http.Request.Host.Host.Split('.') is ["sts", { Length: > 0 } region, _, ..] ? region : EmulatorOptions.DefaultRegion);
}
