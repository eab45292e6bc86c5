using System.Collections.Immutable;
using System.Text.Json;

namespace Iam;

/// <summary>Something wrong in a case: the case itself or one of its policies.</summary>
/// <param name="Member">The member of the case, such as <c>identityPolicies[0]</c>.</param>
/// <param name="Error">What, where in it, and what to do.</param>
public sealed record CaseError(string Member, PolicyError Error);

/// <summary>What became of one case. A case with errors is refused, whatever the rest of it says.</summary>
/// <param name="Decision">The decision.</param>
/// <param name="Message">AWS's sentence for a refusal; null when the request is allowed.</param>
/// <param name="Errors">What is wrong with the case.</param>
public sealed record SimulationResult(Decision Decision, string? Message, ImmutableArray<CaseError> Errors)
{
    /// <summary>Writes <c>{"decision", "by", "statement", ...}</c>.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartObject();
        writer.WriteString("decision", Decision.Verdict switch { Verdict.Allow => "allow", Verdict.ExplicitDeny => "explicitDeny", _ => "implicitDeny" });
        writer.WriteString("by", Errors.IsEmpty ? NameOf(Decision.By) : "error");
        writer.WritePropertyName("statement");
        if (Decision.Statement is { } statement)
        {
            writer.WriteStartObject();
            writer.WriteString("policy", Decision.Policy!.Origin.Name);
            writer.WriteNumber("index", statement.Index);
            writer.WriteString("sid", statement.Sid);
            writer.WriteEndObject();
        }
        else
        {
            writer.WriteNullValue();
        }

        writer.WriteString("message", Message);
        WriteErrors(writer);
        writer.WriteEndObject();
    }

    private void WriteErrors(Utf8JsonWriter writer)
    {
        if (Errors.IsEmpty)
        {
            return;
        }

        writer.WriteStartArray("errors");
        foreach (var (member, error) in Errors)
        {
            writer.WriteStartObject();
            writer.WriteString("member", member);
            writer.WriteString("path", error.JsonPath);
            writer.WriteNumber("line", error.Line);
            writer.WriteString("message", error.Message);
            writer.WriteString("remedy", error.Remedy);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>A kind of policy by the member of a case that holds it.</summary>
    private static string NameOf(DecidingPolicy by) => by switch
    {
        DecidingPolicy.Identity => "identityPolicies",
        DecidingPolicy.Resource or DecidingPolicy.Trust => "resourcePolicy",
        DecidingPolicy.Boundary => "permissionBoundaries",
        DecidingPolicy.Session => "sessionPolicies",
        DecidingPolicy.ServiceControl => "serviceControlPolicies",
        DecidingPolicy.ResourceControl => "resourceControlPolicies",
        _ => "none",
    };
}
