namespace Iam;

/// <summary>AWS's sentence for a refusal. IAM User Guide, "Troubleshoot access denied error messages".</summary>
public static class RefusalMessage
{
    /// <summary>Such as <c>User: arn... is not authorized to perform: execute-api:Invoke on resource: arn... with an explicit deny in a resource-based policy</c>.</summary>
    /// <param name="request">The request.</param>
    /// <param name="decision">A refusal.</param>
    /// <param name="shownResource">The resource as the message shows it, when that differs: API Gateway masks the account. Empty where it shows none.</param>
    /// <param name="shownAction">The action as the message shows it, when that differs: Amazon SQS shows it in lower case.</param>
    public static string For(AccessRequest request, Decision decision, string? shownResource = null, string? shownAction = null)
    {
        ArgumentNullException.ThrowIfNull(request);
        var action = shownAction ?? request.Action;
        var sentence = shownResource is "" ? $"User: {request.Principal.Arn} is not authorized to perform: {action}"
            : $"User: {request.Principal.Arn} is not authorized to perform: {action} on resource: {shownResource ?? request.Resource}";
        return decision.Verdict == Verdict.ExplicitDeny
            ? $"{sentence} with an explicit deny in {Article(decision.By)}{(decision.Policy?.Origin.Arn is { } arn ? $": {arn}" : "")}"
            : $"{sentence} because no {Noun(decision.By)} allows the {action} action";
    }

    private static string Article(DecidingPolicy by) => by switch
    {
        DecidingPolicy.Identity => "an identity-based policy",
        DecidingPolicy.Trust => "the role trust policy",
        _ => $"a {Noun(by)}",
    };

    private static string Noun(DecidingPolicy by) => by switch
    {
        DecidingPolicy.Resource => "resource-based policy",
        DecidingPolicy.Boundary => "permissions boundary",
        DecidingPolicy.Session => "session policy",
        DecidingPolicy.Trust => "role trust policy",
        DecidingPolicy.ServiceControl => "service control policy",
        DecidingPolicy.ResourceControl => "resource control policy",
        DecidingPolicy.Identity or DecidingPolicy.None => "identity-based policy",
        _ => throw new ArgumentOutOfRangeException(nameof(by), by, "There is no word for it."),
    };
}
