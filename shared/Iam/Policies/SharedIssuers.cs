using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Iam.Policies;

/// <summary>
/// Issuers that speak for everybody's users, pipelines or pools: IAM stores no trust policy that lets one in without a condition which tells them apart. IAM
/// User Guide, "Identity-provider controls for shared OIDC providers", whose table this is (September 2026); what the page leaves open is as IAM was seen to
/// answer (captures of real AWS in radkawar/stackd, iam/policy/testdata/oidc_trust_controls_*.json).
/// </summary>
internal static class SharedIssuers
{
    private const string Action = "sts:AssumeRoleWithWebIdentity";
    private const string Cognito = "cognito-identity.amazonaws.com";
    private const string Provider = "oidc-provider/";
    private const string GitHub = "token.actions.githubusercontent.com";

    /// <summary>By issuer: the claim that must be asked, or the whole key where it is none of the issuer's.</summary>
    private static readonly FrozenDictionary<string, string> Required = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        [Cognito] = "aud",
        ["sts.windows.net/33e01921-4d64-4f8c-a055-5bdaffd5e33d"] = "sts:RoleSessionName", // Azure Sentinel
        ["agent.buildkite.com"] = "sub",
        ["oidc.codefresh.io"] = "sub",
        ["studio.datachain.ai/api"] = "sub", // DVC Studio
        ["oidc-configuration.audit-log.githubusercontent.com"] = "sub",
        ["vstoken.actions.githubusercontent.com"] = "sub",
        ["gitlab.com"] = "sub",
        ["rh-oidc.s3.us-east-1.amazonaws.com/22ejnvnnturfmt6km08idd0nt4hekbn7"] = "sub", // IBM Turbonomic, six
        ["rh-oidc.s3.us-east-1.amazonaws.com/23e3sd27sju1hoou6ohfs68vbno607tr"] = "sub",
        ["rh-oidc.s3.us-east-1.amazonaws.com/23ne21h005qjl3n33d8dui5dlrmv2tmg"] = "sub",
        ["rh-oidc.s3.us-east-1.amazonaws.com/24jrf12m5dj7ljlfb4ta2frhrcoadm26"] = "sub",
        ["oidc.op1.openshiftapps.com/2f785sojlpb85i7402pk3qogugim5nfb"] = "sub",
        ["oidc.op1.openshiftapps.com/2c51blsaqa9gkjt0o9rt11mle8mmropu"] = "sub",
        ["api.pulumi.com/oidc"] = "aud",
        ["sandboxes.cloud"] = "aud",
        ["scalr.io"] = "sub",
        ["tokens.cloud.shisho.dev"] = "sub",
        ["app.terraform.io"] = "sub",
        ["proidc.upbound.io"] = "sub",
        ["oidc.vercel.com"] = "aud",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The providers that IAM has had all along ask for an application or a person, in keys spelt exactly so.</summary>
    private static readonly FrozenDictionary<string, ImmutableArray<string>> BuiltIn = new Dictionary<string, ImmutableArray<string>>
    {
        ["accounts.google.com"] = ["aud", "oaud", "sub"],
        ["www.amazon.com"] = ["app_id", "sub"],
        ["graph.facebook.com"] = ["app_id", "sub"],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Reports each issuer that a statement of a trust policy lets in for everybody.</summary>
    public static void Check(Statement statement, JsonTree element, PolicyErrors errors)
    {
        if (statement.Denies || !statement.IsAboutAction(Action))
        {
            return;
        }

        foreach (var principal in statement.PrincipalTexts)
        {
            if (FaultOf(statement, principal) is var (message, keys))
            {
                errors.Add(element, message, $"Add a condition StringEquals or StringLike on {keys} that names whom you mean.");
            }
        }
    }

    private static (string Message, string Keys)? FaultOf(Statement statement, string principal)
    {
        if (BuiltIn.TryGetValue(principal, out var claims))
        {
            return statement.Conditions.Any(c => c.Form.Kind != ConditionOperator.StringLike && IsPositive(c.Form) && claims.Any(claim => c.Key == $"{principal}:{claim}"))
                ? null
                : ($"Policy trusting {principal} requires a StringEquals condition on an application id", $"{principal}:{claims[0]}");
        }

        var issuer = IssuerOf(principal);
        var isGitHub = issuer.StartsWith(GitHub, StringComparison.OrdinalIgnoreCase);
        if (KeysOf(issuer, isGitHub) is not { } keys || Restricts(statement, keys, isGitHub))
        {
            return null;
        }

        var named = string.Join(" or ", keys);
        return issuer == Cognito && statement.Conditions.IsEmpty
            ? ("A condition block must be present for the Cognito provider", named)
            : (Unscoped(isGitHub ? principal : issuer, named), named);
    }

    private static string Unscoped(string trusted, string keys) =>
        $"Trust policy with trusted principal {trusted} must evaluate, using StringEquals, StringLike or StringEqualsIgnoreCase, {keys} which is not scoped to all.";

    private static string IssuerOf(string principal) =>
        Arn.TryParse(principal, out var arn) && arn.Resource.StartsWith(Provider, StringComparison.Ordinal) ? arn.Resource[Provider.Length..] : principal;

    /// <summary>IAM takes whatever begins with GitHub's name for GitHub.</summary>
    private static string[]? KeysOf(string issuer, bool isGitHub) =>
        isGitHub ? [$"{issuer}:sub", $"{issuer}:job_workflow_ref"]
        : Required.TryGetValue(issuer, out var claim) ? [claim.Contains(':', StringComparison.Ordinal) ? claim : $"{issuer}:{claim}"]
        : null;

    /// <summary>One operator of the statement is enough, and all that it asks of these keys must tell somebody apart.</summary>
    private static bool Restricts(Statement statement, string[] keys, bool isGitHub) => statement.Conditions
        .Where(condition => IsPositive(condition.Form) && keys.Contains(condition.Key, StringComparer.OrdinalIgnoreCase))
        .GroupBy(static condition => condition.Name, StringComparer.Ordinal)
        .Any(block => block.SelectMany(static condition => condition.Operands).All(operand => IsSomebody(operand.Source, isGitHub)));

    private static bool IsPositive(OperatorForm form) =>
        form is { Kind: ConditionOperator.StringEquals or ConditionOperator.StringLike or ConditionOperator.StringEqualsIgnoreCase, Negated: false, IfExists: false };

    private static bool IsSomebody(string value, bool isGitHub) => isGitHub ? !value.StartsWith('*') && !string.IsNullOrWhiteSpace(value) : value != "*";
}
