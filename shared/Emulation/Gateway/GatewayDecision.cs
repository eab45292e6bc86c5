using System.Collections.Immutable;
using Emulation.Decisions;
using Emulation.Gateway.Answers;
using Emulation.Gateway.Authorizers;
using Emulation.Gateway.UsagePlans;
using Emulation.Principals;

namespace Emulation.Gateway;

/// <summary>What the gateway decided about a request before it reached a function, and why.</summary>
/// <param name="Caller">Who signed; null when nobody had to, or the signature did not hold.</param>
/// <param name="Refusal">The answer for the client, or null when the request may pass.</param>
/// <param name="Told">The why; null when it is what the subject's policies say.</param>
/// <param name="Subject">What policies were asked; null when the request did not come that far.</param>
internal sealed record GatewayDecision(Caller? Caller, GatewayError? Refusal, string? Told, DecisionSubject? Subject = null)
{
    /// <summary>The why in one sentence, for <c>x-localaws-reason</c> and the decision log. No secret is in it.</summary>
    public string Reason => Told ?? Subject!.Reason(Subject.Decide());

    /// <summary>All that policies were asked, in order, where that is more than <see cref="Subject"/>; of a request that passes the subject comes first. Else default.</summary>
    public ImmutableArray<DecisionSubject> Asked { get; init; }

    /// <summary>What the function learns from the authorizer; null when there is nothing to learn.</summary>
    public AuthorizerContext? Context { get; init; }

    /// <summary>The API key that was sent, as functions see it; null without one, and where nobody looks at keys.</summary>
    public SentKey? Key { get; init; }

    /// <summary>False of a refusal that says nothing of who may call: too many calls, a body that is not what the route says, an authorizer that failed.</summary>
    public bool IsOfAuthorization { get; init; } = true;

    /// <summary>Who it was, for the decision log; null when nobody was authenticated.</summary>
    public string? Principal => Caller?.Principal.Arn ?? Context?.Principal;

    public static GatewayDecision Allow(Caller? caller, string reason) => new(caller, null, reason);

    /// <summary>By policies: which of them is put into words when somebody asks.</summary>
    public static GatewayDecision Allow(Caller? caller, DecisionSubject subject) => new(caller, null, null, subject);

    public static GatewayDecision Refuse(Caller? caller, GatewayError refusal, string reason, DecisionSubject? subject = null) => new(caller, refusal, reason, subject);
}
