using Emulation.Iam;

namespace Emulation.Gateway;

/// <summary>What the gateway decided about a request before it reached a function, and why.</summary>
/// <param name="Caller">Who signed; null when nobody had to, or the signature did not hold.</param>
/// <param name="Refusal">The answer for the client, or null when the request may pass.</param>
/// <param name="Reason">The why in one sentence, for <c>x-localaws-reason</c> and the decision log. No secret is in it.</param>
internal sealed record GatewayDecision(Caller? Caller, GatewayError? Refusal, string Reason)
{
    public static GatewayDecision Allow(Caller? caller, string reason) => new(caller, null, reason);

    public static GatewayDecision Refuse(Caller? caller, GatewayError refusal, string reason) => new(caller, refusal, reason);
}
