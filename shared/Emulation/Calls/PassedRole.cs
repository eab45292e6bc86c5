using Emulation.Principals;

namespace Emulation.Calls;

/// <summary>Whether somebody may hand a role to a service, which will then act as the role. IAM User Guide, "Grant a user permissions to pass a role to an AWS service".</summary>
internal static class PassedRole
{
    /// <summary>
    /// The question about one role, for services that tell policies neither their name nor what the role is for (<c>iam:PassedToService</c> and
    /// <c>iam:AssociatedResourceArn</c>): Cognito, as captured of CreateGroup.
    /// </summary>
    public static Ask Ask(AccountDirectory accounts, string arn) => new("iam:PassRole", arn)
    {
        Keys = [.. ConditionKey.OfResource(accounts.RoleByArn(arn)?.Role.Tags ?? new Dictionary<string, string>(), "iam")],
    };
}
