using Iam;
using Sam;

namespace Emulation.Findings.Rules;

internal sealed class LinkByUnverifiedAddress() : Rule(
    "LA301", "address of a provider that a function may link by, and nobody has verified", Severity.Warning,
    "A function that links whoever comes by a provider to the user with the same address cannot tell whose the address is: to the pool none of them is verified. Whoever can "
        + "choose an address at the provider signs in as the user.")
{
    private const string Link = "cognito-idp:AdminLinkProviderForUser";
    private const string Email = "email";

    /// <summary>The types whose claims say whether an address is verified.</summary>
    private static readonly string[] Telling = ["Google", "SignInWithApple", "OIDC"];

    public override IEnumerable<Finding> Find(LintSubject subject) =>
        from one in FederatedPool.Of(subject.Main)
        where Telling.Contains(one.Type) && one.Mapped.Contains(Email) && !one.Mapped.Contains("email_verified")
            && FederatedPool.Texts(one.Pool, "AliasAttributes").Concat(FederatedPool.Texts(one.Pool, "UsernameAttributes")).Contains(Email)
        let function = subject.Main.Functions.FirstOrDefault(function => MayLink(subject, function, one.Pool))
        where function is not null
        select new Finding(
            this, one.Provider.LogicalId, one.Provider.Line,
            $"{one.Name} says email addresses, and whether they are verified is not taken from it: {function.LogicalId}, which may link users of {one.Pool.LogicalId}, "
                + "cannot tell.",
            "Add email_verified: email_verified to AttributeMapping, and let the function link by a verified address alone.");

    private static bool MayLink(LintSubject subject, Function function, UserPoolResource pool)
    {
        var shape = ResourceShape.Parse($"arn:aws:cognito-idp:{subject.Main.Region}:{subject.Main.AccountId}:userpool/{pool.UserPoolId}");
        return subject.Matrix.Principals.Where(principal => principal.Principal.PolicyArn == function.RoleArn.ToString()).Any(principal => SymbolicAuthorizer.Decide(
            new AccessQuestion(principal.Principal, Link, shape, subject.Main.AccountId, PartialContext.Of(principal.Principal, subject.Main.Region, principal.OpenTags)),
            principal.Policies, null, subject.Stacks.Organization.ForCaller(principal.Principal.Account)).Verdict != SymbolicVerdict.Deny);
    }
}
