using Emulation.Tests.Calls;

namespace Emulation.Tests.IdentityManagement;

/// <summary>Which condition keys the target of a call has, and what the target is where the call does not name it.</summary>
public sealed class Tags_and_targets : IDisposable
{
    private readonly TestIam desk = new(TestIam.Template.Replace("ManagedPolicyName: ReadThings,", "ManagedPolicyName: ReadThings, Tags: [{ Key: team, Value: shop }],", StringComparison.Ordinal));

    public void Dispose() => desk.Dispose();

    /// <summary>Service Authorization Reference: policies and providers have aws:ResourceTag alone, users and roles iam:ResourceTag as well.</summary>
    [Theory]
    [InlineData("GetPolicy", "PolicyArn", "arn:aws:iam::111122223333:policy/ReadThings", 403)]
    [InlineData("GetRole", "RoleName", "Reader", 200)]
    public void Are_iams_own_key_for_users_and_roles_alone(string action, string parameter, string value, int status)
    {
        var byOwnKey = desk.User("ann", Where(action, """{"StringEquals":{"iam:ResourceTag/team":"shop"}}"""));
        var byGlobalKey = desk.User("bob", Where(action, """{"StringEquals":{"aws:ResourceTag/team":"shop"}}"""));
        var byOther = desk.User("eve", Where(action, """{"StringEquals":{"aws:ResourceTag/team":"bank"}}"""));

        Assert.Equal(status, desk.CallAs(byOwnKey, action, (parameter, value)).Status);
        Assert.Equal(200, desk.CallAs(byGlobalKey, action, (parameter, value)).Status);
        Assert.Equal(403, desk.CallAs(byOther, action, (parameter, value)).Status);
    }

    [Theory]
    [InlineData("arn:aws:iam::111122223333:role/Reader")]
    [InlineData("arn:aws:iam::111122223333:role/READER")]
    public void Are_those_of_the_principal_whose_policies_are_simulated(string source)
    {
        const string Action = "GetContextKeysForPrincipalPolicy";
        var guarded = desk.User("ann", EveryService.PolicyOf(EveryService.StatementOf("Allow", "*", "*"), EveryService.StatementOf("Deny", $"iam:{Action}", "*", """{"StringEquals":{"aws:ResourceTag/team":"shop"}}""")));
        var narrow = desk.User("bob", EveryService.PolicyOf(EveryService.StatementOf("Deny", $"iam:{Action}", "arn:aws:iam::111122223333:role/Reader"), EveryService.StatementOf("Allow", "*", "*")));

        Assert.Equal(403, desk.CallAs(guarded, Action, ("PolicySourceArn", source)).Status);
        Assert.Equal(403, desk.CallAs(narrow, Action, ("PolicySourceArn", source)).Status);
        Assert.Equal(200, desk.CallAs(guarded, Action, ("PolicySourceArn", "arn:aws:iam::111122223333:user/mary")).Status);
    }

    [Fact]
    public void Of_a_list_of_instance_profiles_are_all_below_the_path()
    {
        var allowed = desk.User("ann", TestIam.Allow("iam:ListInstanceProfiles", "arn:aws:iam::111122223333:instance-profile/*"));
        var elsewhere = desk.User("bob", TestIam.Allow("iam:ListInstanceProfiles", "arn:aws:iam::111122223333:instance-profile/one"));

        Assert.Equal(200, desk.CallAs(allowed, "ListInstanceProfiles").Status);
        Assert.Equal(403, desk.CallAs(elsewhere, "ListInstanceProfiles").Status);
    }

    [Theory]
    [InlineData("https://oidc.eks.us-east-1.amazonaws.com/id/ABC")]
    [InlineData("https://oidc.eks.us-east-1.amazonaws.com")]
    public void Of_a_new_issuer_are_its_host(string url)
    {
        var allowed = desk.User("ann", TestIam.Allow("iam:CreateOpenIDConnectProvider", "arn:aws:iam::111122223333:oidc-provider/oidc.eks.us-east-1.amazonaws.com"));
        var elsewhere = desk.User("bob", TestIam.Allow("iam:CreateOpenIDConnectProvider", "arn:aws:iam::111122223333:oidc-provider/other.example.com"));

        Assert.Equal(200, desk.CallAs(allowed, "CreateOpenIDConnectProvider", ("Url", url)).Status);
        Assert.Equal(403, desk.CallAs(elsewhere, "CreateOpenIDConnectProvider", ("Url", url)).Status);
    }

    /// <summary>Service Authorization Reference: TagUser and TagRole have no iam:PermissionsBoundary.</summary>
    [Fact]
    public void Of_the_tags_of_a_new_user_have_no_boundary()
    {
        const string Bound = "arn:aws:iam::aws:policy/AmazonDynamoDBReadOnlyAccess";
        var both = desk.User("ann", EveryService.PolicyOf(
            EveryService.StatementOf("Allow", "iam:CreateUser", "*", $$$"""{"StringEquals":{"iam:PermissionsBoundary":"{{{Bound}}}"}}"""), EveryService.StatementOf("Allow", "iam:TagUser", "*", """{"Null":{"iam:PermissionsBoundary":"true"}}""")));
        (string, string)[] tags = [("Tags.member.1.Key", "a"), ("Tags.member.1.Value", "b")];

        Assert.Equal(200, desk.CallAs(both, "CreateUser", [("UserName", "new"), ("PermissionsBoundary", Bound), .. tags]).Status);
        Assert.Equal(403, desk.CallAs(both, "CreateUser", [("UserName", "other"), .. tags]).Status);
    }

    private static string Where(string action, string condition) => EveryService.PolicyOf(EveryService.StatementOf("Allow", $"iam:{action}", "*", condition));
}
