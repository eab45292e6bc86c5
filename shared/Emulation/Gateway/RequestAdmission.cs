using Emulation.Gateway.Requests;
using Emulation.Gateway.UsagePlans;

namespace Emulation.Gateway;

/// <summary>
/// What a request meets between the authorizer and the integration: API keys, throttles and quotas, then the checks of parameters and body. Most routes have none of these.
/// </summary>
internal sealed class RequestAdmission(UsageGate gate)
{
    private readonly RequestValidation validation = new();

    /// <summary>The authorizer's decision, or another refusal in its place.</summary>
    public GatewayDecision Admit(GatewayRequest request, GatewayDecision decision)
    {
        if (decision.Refusal is null && UsageGate.Concerns(request))
        {
            decision = gate.Decide(request, decision);
        }

        return decision.Refusal is null && request.Route.Check is { } check ? validation.Check(request, check, decision) : decision;
    }
}
