using Emulation.Decisions;
using Iam;

namespace Emulation.Explain;

/// <summary>One change that would let a refused request pass, and why it may be unwise.</summary>
internal sealed record Advice(string Change, string Caution)
{
    public static Advice For(RemedyStep step, AccessRequest request) => step.Statement is { } denying ? Spare(step, denying, request) : Add(step.Part, request);

    private static Advice Spare(RemedyStep step, Statement denying, AccessRequest request)
    {
        var place = DecisionText.Place(new Decision(Verdict.ExplicitDeny, step.Part, step.Policy, denying.Index));
        return new Advice($"Let {place} spare the request: {Exception(denying, request)}.", step.Part switch
        {
            DecidingPolicy.ServiceControl or DecidingPolicy.ResourceControl => "It guards every account below it: whoever it spares here it spares everywhere.",
            DecidingPolicy.Boundary => "A boundary is the most that whoever manages the account wants this principal to be able to do.",
            DecidingPolicy.Session => "Whoever opened the session forbade it on purpose; ask for another session instead.",
            DecidingPolicy.Identity => "It denies this to the principal wherever it is attached, whatever else allows it; somebody wanted that.",
            DecidingPolicy.Trust => "Whoever it spares may become the role, and do all that the role may.",
            _ => $"The deny is what keeps others out: within an account an identity policy alone is enough to get in. Every session of {Name(request)} would be spared, and the access matrix changes.",
        });
    }

    /// <summary>The condition that makes the exception, when there is one: its list of values is where another belongs.</summary>
    private static string Exception(Statement denying, AccessRequest request)
    {
        foreach (var (name, key, values) in denying.ConditionTexts)
        {
            if (name.Contains("Not", StringComparison.Ordinal) && request.Context.TryGet(key, out var actual) && actual is [var value])
            {
                return $"add {value} to {name} {key} [{string.Join(", ", values)}]";
            }
        }

        return denying.HasNotPrincipal ? $"add {request.Principal.PolicyArn}, its session and its account to NotPrincipal"
            : denying.HasNotResource ? $"add {request.Resource} to NotResource"
            : $"leave {request.Resource} out of its resources, or add the condition ArnNotEquals aws:PrincipalArn {request.Principal.PolicyArn}";
    }

    private static Advice Add(DecidingPolicy part, AccessRequest request) => part switch
    {
        DecidingPolicy.Identity => new(
            $"Add to a policy of {Name(request)}: {Statement(request, null)}.",
            $"Everybody who may become {Name(request)} gains the call. If only one caller needs it, give that caller a role of its own."),
        DecidingPolicy.Resource => new(
            $"Add to the resource policy: {Statement(request, request.Principal is Anonymous ? "\"*\"" : $"{{\"AWS\": \"{request.Principal.PolicyArn}\"}}")}.",
            request.Principal is Anonymous ? "The route would be open to everyone on the internet who knows its address."
            : request.IsCrossAccount ? $"Account {request.Principal.Account} decides who may become {Name(request)}; this account cannot see it." : $"Every session of {Name(request)} would get in without any policy of its own."),
        DecidingPolicy.Trust => new(
            $"Add to the role's trust policy: {{\"Effect\": \"Allow\", \"Principal\": {{\"AWS\": \"{request.Principal.PolicyArn}\"}}, \"Action\": \"{request.Action}\"}}.",
            "Whoever is trusted may do all that the role may."),
        DecidingPolicy.Boundary => new(
            $"Allow it in the permissions boundary: {Statement(request, null)}.",
            "A boundary is the most that whoever manages the account wants this principal to be able to do; it may hold for others too."),
        DecidingPolicy.Session => new(
            $"Open the session with a wider session policy: {Statement(request, null)}.",
            "Whoever opened the session narrowed it on purpose; a credential that leaks can then do more."),
        _ => new(
            $"Allow it at every level of the organisation: {Statement(request, null)}.",
            "A service control policy holds for every principal of every account below it."),
    };

    private static string Statement(AccessRequest request, string? principal) =>
        $"{{\"Effect\": \"Allow\", {(principal is null ? "" : $"\"Principal\": {principal}, ")}\"Action\": \"{request.Action}\", \"Resource\": \"{request.Resource}\"}}";

    private static string Name(AccessRequest request) => request.Principal switch
    {
        AssumedRole role => role.RoleName,
        IamUser user => user.Name,
        var other => other.Arn,
    };
}
