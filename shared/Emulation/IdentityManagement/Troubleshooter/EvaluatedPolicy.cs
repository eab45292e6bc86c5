using System.Text.Json;
using Emulation.Wire;
using Iam;

namespace Emulation.IdentityManagement.Troubleshooter;

/// <summary>A policy that was looked at, whether it matched or not.</summary>
/// <param name="Policy">The policy as it was then.</param>
/// <param name="Kind">In what part.</param>
/// <param name="Uri">Its ARN where it is a managed one, else a name that means something in this answer alone.</param>
/// <param name="AttachedTo">The ARN of whom or what it is attached to; null where that is not known here.</param>
internal sealed record EvaluatedPolicy(Policy Policy, DecidingPolicy Kind, string Uri, string? AttachedTo)
{
    public static EvaluatedPolicy Of(StatementPart part, AccessRequest request, int number)
    {
        var origin = part.Policy.Origin;
        var uri = origin.Arn ?? FormattableString.Invariant($"inline:{number}/{System.Uri.EscapeDataString(origin.Name)}");
        return new EvaluatedPolicy(part.Policy, part.Part, uri, part.Part switch
        {
            DecidingPolicy.Identity or DecidingPolicy.Boundary => request.Principal.PolicyArn,
            DecidingPolicy.Session => request.Principal.Arn,
            DecidingPolicy.Resource or DecidingPolicy.Trust => request.Resource,

            // Of an organisation it is known what holds for an account, and not at which level that is attached.
            _ => null,
        });
    }

    public void Write(Utf8JsonWriter json)
    {
        json.WriteString("type", Kind switch
        {
            DecidingPolicy.Resource or DecidingPolicy.Trust => "RESOURCE_BASED_POLICY",
            DecidingPolicy.Boundary => "PERMISSIONS_BOUNDARY",
            DecidingPolicy.Session => "SESSION_POLICY",
            DecidingPolicy.ServiceControl => "SERVICE_CONTROL_POLICY",
            DecidingPolicy.ResourceControl => "RESOURCE_CONTROL_POLICY",
            _ => "IDENTITY_BASED_POLICY",
        });
        json.WriteBoolean("inline", Policy.Origin.Arn is null);
        json.WriteString("uri", Uri);
        string[] attached = AttachedTo is null ? [] : [AttachedTo];
        json.WriteObjects("attachedTo", attached, static (json, arn) => json.WriteString("arn", arn));
    }
}
