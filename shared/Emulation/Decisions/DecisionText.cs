using Iam;
using SigV4;

namespace Emulation.Decisions;

/// <summary>The why of a decision in one sentence for a person: which policy, which statement, which line.</summary>
internal static class DecisionText
{
    public static string For(AccessRequest request, Decision decision) => For(request.Principal.Arn, request.Action, request.Resource, decision);

    public static string For(string principal, string action, string resource, Decision decision) => decision.Verdict switch
    {
        Verdict.Allow when decision.Policy is null => "No policy restricts it.",
        Verdict.Allow => $"Allowed by {Place(decision)}.",
        Verdict.ExplicitDeny when decision.Closed is { } why => $"Closed, since {Place(decision)} cannot be told: {why}",
        Verdict.ExplicitDeny => $"Denied by {Place(decision)}.",
        _ => $"No {Kind(decision.By)} allows {action} on {resource} to {principal}.",
    };

    /// <summary>Of a request whose signature names nobody.</summary>
    public static string For(VerificationFailure failure) => failure.Error == VerificationError.MissingSignature
        ? "The request is not signed, and only a signature says who calls."
        : $"The signature does not hold: {failure.Error}.";

    /// <summary>Such as <c>statement 'UseOrders' of the identity policy UseOrders (template.yaml:84)</c>.</summary>
    public static string Place(Decision decision)
    {
        var statement = decision.Statement!;
        var line = decision.Policy!.Origin.PlaceOf(statement.Index);
        return $"statement {statement.DisplayName} of the {Kind(decision.By)} {decision.Policy.Origin.Name}{(line is null ? "" : $" ({Path.GetFileName(line)})")}";
    }

    public static string Kind(DecidingPolicy by) => by switch
    {
        DecidingPolicy.Resource => "resource policy",
        DecidingPolicy.Boundary => "permissions boundary",
        DecidingPolicy.Session => "session policy",
        DecidingPolicy.Trust => "trust policy",
        DecidingPolicy.ServiceControl => "service control policy",
        DecidingPolicy.ResourceControl => "resource control policy",
        DecidingPolicy.Identity or DecidingPolicy.None => "identity policy",
        _ => throw new ArgumentOutOfRangeException(nameof(by), by, "There is no word for it."),
    };
}
