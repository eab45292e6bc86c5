namespace Emulation.Tests.IdentityManagement;

public sealed class Escalating_privileges : IDisposable
{
    private const string Bound = "arn:aws:iam::111122223333:policy/Bound";
    private readonly TestIam desk = new();

    public void Dispose() => desk.Dispose();

    public static TheoryData<string, string, string> Attempts => new()
    {
        { "CreateUser", "UserName=eve", "arn:aws:iam::111122223333:user/eve" },
        { "CreateAccessKey", "UserName=admin", "user admin" },
        { "CreateRole", "RoleName=Evil&AssumeRolePolicyDocument={}", "arn:aws:iam::111122223333:role/Evil" },
        { "PutUserPolicy", "UserName=eve&PolicyName=p&PolicyDocument={}", "user eve" },
        { "AttachUserPolicy", "UserName=eve&PolicyArn=arn:aws:iam::aws:policy/AdministratorAccess", "user eve" },
        { "AttachRolePolicy", "RoleName=Reader&PolicyArn=arn:aws:iam::aws:policy/AdministratorAccess", "role Reader" },
        { "PutRolePolicy", "RoleName=Reader&PolicyName=p&PolicyDocument={}", "role Reader" },
        { "UpdateAssumeRolePolicy", "RoleName=Reader&PolicyDocument={}", "role Reader" },
        { "AddUserToGroup", "UserName=eve&GroupName=staff", "group staff" },
        { "PutGroupPolicy", "GroupName=staff&PolicyName=p&PolicyDocument={}", "group staff" },
        { "CreatePolicy", "PolicyName=p&PolicyDocument={}", "policy p" },
        { "CreatePolicyVersion", "PolicyArn=arn:aws:iam::111122223333:policy/ReadThings&PolicyDocument={}", "policy arn:aws:iam::111122223333:policy/ReadThings" },
        { "SetDefaultPolicyVersion", "PolicyArn=arn:aws:iam::111122223333:policy/ReadThings&VersionId=v1", "policy arn:aws:iam::111122223333:policy/ReadThings" },
        { "DeleteUserPermissionsBoundary", "UserName=eve", "user eve" },
        { "PutUserPermissionsBoundary", "UserName=eve&PermissionsBoundary=arn:aws:iam::aws:policy/AdministratorAccess", "user eve" },
        { "TagUser", "UserName=eve&Tags.member.1.Key=team&Tags.member.1.Value=admins", "user eve" },
        { "UpdateAccessKey", "UserName=mary&AccessKeyId=AKIAAAAAAAAAAAAAAAAA&Status=Active", "user mary" },
        { "ListUsers", "", "arn:aws:iam::111122223333:user/" },
        { "ListPolicies", "", "policy path /" },
        { "GetAccountAuthorizationDetails", "", "*" },
        { "SimulatePrincipalPolicy", "PolicySourceArn=arn:aws:iam::111122223333:user/mary&ActionNames.member.1=s3:GetObject", "arn:aws:iam::111122223333:user/mary" },
    };

    [Theory]
    [MemberData(nameof(Attempts))]
    public void Gains_nothing_without_a_permission(string action, string parameters, string shown)
    {
        var eve = desk.User("eve", TestIam.Allow("s3:*"));
        var refused = desk.CallAs(eve, action, Read(parameters));
        Assert.Equal(
            (403, "AccessDenied", $"User: arn:aws:iam::111122223333:user/eve is not authorized to perform: iam:{action} on resource: {shown} because no identity-based policy allows the iam:{action} action"),
            (refused.Status, refused.Code, refused.Message));
    }

    [Fact]
    public void Cannot_shed_a_boundary()
    {
        // The pattern of the IAM User Guide, "Delegating responsibility to others using permissions boundaries".
        desk.Call("CreatePolicy", ("PolicyName", "Bound"), ("PolicyDocument", TestIam.Allow("s3:*")));
        desk.Call("CreatePolicy", ("PolicyName", "DelegateBound"), ("PolicyDocument", """
            {"Version":"2012-10-17","Statement":[
              {"Effect":"Allow","Action":["iam:CreateUser","iam:PutUserPolicy","iam:AttachUserPolicy","iam:PutUserPermissionsBoundary"],"Resource":"*","Condition":{"StringEquals":{"iam:PermissionsBoundary":"arn:aws:iam::111122223333:policy/Bound"}}},
              {"Effect":"Allow","Action":["iam:CreateAccessKey","iam:GetUser"],"Resource":"*"},
              {"Effect":"Deny","Action":"iam:DeleteUserPermissionsBoundary","Resource":"*"}]}
            """));
        var delegated = desk.User("lead", boundary: "arn:aws:iam::111122223333:policy/DelegateBound");
        desk.Call("AttachUserPolicy", ("UserName", "lead"), ("PolicyArn", "arn:aws:iam::aws:policy/AdministratorAccess"));
        delegated = desk.Again(delegated);

        Assert.Equal(403, desk.CallAs(delegated, "CreateUser", ("UserName", "free")).Status);
        Assert.Equal(200, desk.CallAs(delegated, "CreateUser", ("UserName", "bound"), ("PermissionsBoundary", Bound)).Status);
        Assert.Equal(200, desk.CallAs(delegated, "AttachUserPolicy", ("UserName", "bound"), ("PolicyArn", "arn:aws:iam::aws:policy/AdministratorAccess")).Status);
        Assert.Equal(403, desk.CallAs(delegated, "AttachUserPolicy", ("UserName", "mary"), ("PolicyArn", "arn:aws:iam::aws:policy/AdministratorAccess")).Status);
        Assert.Equal(403, desk.CallAs(delegated, "PutUserPermissionsBoundary", ("UserName", "bound"), ("PermissionsBoundary", "arn:aws:iam::aws:policy/AdministratorAccess")).Status);

        var denied = desk.CallAs(delegated, "DeleteUserPermissionsBoundary", ("UserName", "lead"));
        Assert.Equal(
            "User: arn:aws:iam::111122223333:user/lead is not authorized to perform: iam:DeleteUserPermissionsBoundary on resource: user lead with an explicit deny in a permissions boundary: arn:aws:iam::111122223333:policy/DelegateBound",
            denied.Message);

        var bound = desk.Caller(desk.CallAs(delegated, "CreateAccessKey", ("UserName", "bound"))["AccessKeyId"])!;
        Assert.Equal(global::Iam.Verdict.Allow, desk.Decide(bound, "s3:GetObject"));
        Assert.Equal(global::Iam.Verdict.ImplicitDeny, desk.Decide(bound, "dynamodb:GetItem"));
        Assert.Contains("because no permissions boundary allows the iam:CreateUser action", desk.CallAs(bound, "CreateUser", ("UserName", "eve")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fails_on_a_deny_of_the_organization()
    {
        const string Organization = """
            {"id":"o-example","accounts":{"111122223333":{"serviceControlPolicies":[[{"Name":"NoIam","Arn":"arn:aws:organizations::999999999999:policy/o-example/service_control_policy/p-noiam","Content":
              {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"},{"Effect":"Deny","Action":"iam:*","Resource":"*"}]}}]]}}}
            """;
        using var governed = new TestIam(organization: Organization);
        var refused = governed.Call("CreateUser", ("UserName", "eve"));
        Assert.Equal(403, refused.Status);
        Assert.Contains("with an explicit deny in a service control policy: arn:aws:organizations::999999999999:policy/o-example/service_control_policy/p-noiam", refused.Message, StringComparison.Ordinal);
        Assert.Null(governed.Accounts.Account(global::Iam.AccountId.Parse(TestIam.Account))!.User("eve"));
    }

    [Theory]
    [InlineData("""{"StringEquals":{"aws:RequestTag/team":"shop"}}""", "Tags.member.1.Key=team&Tags.member.1.Value=shop", "Tags.member.1.Key=team&Tags.member.1.Value=bank")]
    [InlineData("""{"ForAllValues:StringEquals":{"aws:TagKeys":["team"]}}""", "Tags.member.1.Key=team&Tags.member.1.Value=x", "Tags.member.1.Key=other&Tags.member.1.Value=x")]
    public void Needs_the_tags_that_a_policy_wants_of_the_request(string condition, string allowed, string denied) => Compare(
        $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["iam:CreateUser","iam:TagUser"],"Resource":"*","Condition":{{condition}}}]}""", "CreateUser", $"UserName=new1&{allowed}", $"UserName=new2&{denied}");

    [Fact]
    public void Needs_the_tags_that_a_policy_wants_of_the_target() => Compare(
        """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:GetRole","Resource":"*","Condition":{"StringEquals":{"iam:ResourceTag/team":"shop","aws:ResourceTag/team":"shop"}}}]}""",
        "GetRole", "RoleName=Reader", "RoleName=Untagged");

    [Fact]
    public void Needs_the_policy_that_a_policy_wants_attached() => Compare(
        """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:AttachUserPolicy","Resource":"arn:aws:iam::111122223333:user/mary","Condition":{"ArnEquals":{"iam:PolicyARN":"arn:aws:iam::aws:policy/ReadOnlyAccess"}}}]}""",
        "AttachUserPolicy", "UserName=mary&PolicyArn=arn:aws:iam::aws:policy/ReadOnlyAccess", "UserName=mary&PolicyArn=arn:aws:iam::aws:policy/AdministratorAccess");

    [Fact]
    public void Needs_the_path_that_a_policy_wants() => Compare(
        TestIam.Allow("iam:CreateUser", "arn:aws:iam::111122223333:user/apps/*"), "CreateUser", "UserName=app&Path=/apps/", "UserName=boss&Path=/bosses/");

    private void Compare(string policy, string action, string allowed, string denied)
    {
        desk.Call("CreateRole", ("RoleName", "Untagged"), ("AssumeRolePolicyDocument", TestIam.TrustAccount));
        var user = desk.User("ann", policy);
        Assert.Equal(200, desk.CallAs(user, action, Read(allowed)).Status);
        Assert.Equal(403, desk.CallAs(user, action, Read(denied)).Status);
    }

    private static IEnumerable<(string Name, string Value)> Read(string parameters) =>
        parameters.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(static pair => (pair.Split('=', 2)[0], pair.Split('=', 2)[1]));
}
