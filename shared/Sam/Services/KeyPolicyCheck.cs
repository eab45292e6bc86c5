using Iam;
using Sam.Documents;
using Sam.Errors;

namespace Sam.Services;

/// <summary>
/// Finds policies of keys that let nobody of the account put another: KMS makes no key under such a policy, unless it is told to (recorded of a deployment: cdk-preflight,
/// pf-kms-key-policy-lockout). AWS KMS API Reference, CreateKey, "BypassPolicyLockoutSafetyCheck".
/// </summary>
internal static class KeyPolicyCheck
{
    private const string Switch = "BypassPolicyLockoutSafetyCheck";

    public static void Run(WrittenPolicy written, Policy policy, ErrorList errors)
    {
        // Recorded of a deployment: cdk-preflight, pf-kms-key-policy-charset.
        if (policy.Statements.SelectMany(Texts).FirstOrDefault(static text => text.Any(static c => c > '\u00FF')) is { } foreign)
        {
            errors.Add(
                written.Document.Line, written.Source.LogicalId, written.Property,
                "Value at 'policy' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\u0009\\u000A\\u000D\\u0020-\\u00FF]+",
                $"Write '{foreign}' in Latin letters.");
        }

        var account = written.Source.Physical.Stack.AccountId.ToString();
        var isUntold = !policy.Origin.Closed.IsEmpty || written.Source.Values[Switch] is UnknownNode;
        var isBypassed = written.Source.Values.Told(Switch) is "true" or "True";
        if (!isUntold && !isBypassed && !policy.Statements.Any(statement => LetsChange(statement, account)))
        {
            errors.Add(
                written.Document.Line, written.Source.LogicalId, written.Property, "The new key policy will not allow you to update the key policy in the future.",
                $"Let arn:aws:iam::{account}:root, or who deploys the template, kms:PutKeyPolicy.");
        }
    }

    private static IEnumerable<string> Texts(Statement statement) =>
    [
        statement.Sid ?? "", .. statement.ActionTexts, .. statement.ResourceTexts, .. statement.PrincipalTexts,
        .. statement.ConditionTexts.SelectMany(static one => one.Values.Append(one.Key)),
    ];

    private static bool LetsChange(Statement statement, string account) => !statement.Denies && statement.IsAboutAction("kms:PutKeyPolicy")
        && (statement.HasNotPrincipal || statement.PrincipalTexts.Any(text => text == "*" || text == account || (Arn.TryParse(text, out var arn) && arn.Account == account)));
}
