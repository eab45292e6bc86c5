using System.Text.RegularExpressions;
using Sam;

namespace Emulation.Findings.Rules;

internal sealed partial class PowerThatUsersWrite() : Rule(
    "LA302", "attribute of a provider's that users may write themselves", Severity.Warning,
    "Cognito writes mapped attributes as the client, so the client may write them; and with the scope aws.cognito.signin.user.admin so may each user, with UpdateUserAttributes, "
        + "until the next sign-in writes the provider's value again.")
{
    private const string Scope = "aws.cognito.signin.user.admin";

    public override IEnumerable<Finding> Find(LintSubject subject) =>
        from one in FederatedPool.Of(subject.Main)
        from attribute in one.Mapped
        where attribute.StartsWith("custom:", StringComparison.Ordinal) && Power().IsMatch(attribute)
        let client = one.Clients.FirstOrDefault(client => FederatedPool.Texts(client, "AllowedOAuthScopes").Contains(Scope) && MayWrite(client, attribute))
        where client is not null
        select new Finding(
            this, one.Provider.LogicalId, one.Provider.Line,
            $"{attribute} comes from {one.Name}, and whoever signs in through {client.LogicalId} may write it themselves.",
            $"Take {Scope} from the client's AllowedOAuthScopes, or do not decide by this attribute: a pre token generation function reads the provider's word.");

    private static bool MayWrite(UserPoolResource client, string attribute) =>
        !client.Properties.ContainsKey("WriteAttributes") || FederatedPool.Texts(client, "WriteAttributes").Contains(attribute);

    /// <summary>Names of attributes by which applications decide who may do what.</summary>
    [GeneratedRegex("role|admin|group|permission|entitle|privilege|tenant|scope|clearance|department", RegexOptions.IgnoreCase)]
    private static partial Regex Power();
}
