namespace Emulation.Tests.IdentityManagement;

/// <summary>A decision rests on what the call acts on and on members that its operation has: AWS reads nothing else, so nothing else may let anybody in.</summary>
public sealed class What_a_call_is_decided_on : IDisposable
{
    private const string Bound = "arn:aws:iam::aws:policy/AmazonDynamoDBReadOnlyAccess";
    private const string Administrator = "arn:aws:iam::aws:policy/AdministratorAccess";
    private readonly TestIam desk = new();

    public void Dispose() => desk.Dispose();

    /// <summary>IAM User Guide, "Delegating responsibility to others using permissions boundaries": the key is the boundary that the target has.</summary>
    [Theory]
    [InlineData("AttachUserPolicy", "PolicyArn", Administrator)]
    [InlineData("DetachUserPolicy", "PolicyArn", Administrator)]
    [InlineData("PutUserPolicy", "PolicyName", "own")]
    [InlineData("DeleteUserPolicy", "PolicyName", "own")]
    public void Takes_no_boundary_from_a_call_that_sets_none(string action, string parameter, string value)
    {
        var delegated = desk.User("lead", WhereBoundaryIs(Bound, $"iam:{action}"));
        desk.User("free");
        desk.User("bound", boundary: Bound);
        (string, string)[] parameters = [(parameter, value), ("PolicyDocument", TestIam.Allow("*"))];

        Assert.Equal(403, desk.CallAs(delegated, action, [("UserName", "free"), .. parameters]).Status);
        Assert.Equal(403, desk.CallAs(delegated, action, [("UserName", "free"), ("PermissionsBoundary", Bound), .. parameters]).Status);
        Assert.NotEqual(403, desk.CallAs(delegated, action, [("UserName", "bound"), .. parameters]).Status);
        Assert.NotEqual(403, desk.CallAs(delegated, action, [("UserName", "bound"), ("PermissionsBoundary", Administrator), .. parameters]).Status);
    }

    [Theory]
    [InlineData("GetRole", "")]
    [InlineData("UpdateRole", "")]
    [InlineData("UpdateRoleDescription", "Description=x")]
    [InlineData("UpdateAssumeRolePolicy", $"PolicyDocument={TestIam.TrustAccount}")]
    [InlineData("DeleteRole", "")]
    public void Knows_the_boundary_of_a_role_that_is_shown_or_changed(string action, string more)
    {
        desk.Call("CreateRole", ("RoleName", "Held"), ("AssumeRolePolicyDocument", TestIam.TrustAccount), ("PermissionsBoundary", Bound));
        desk.Call("CreateRole", ("RoleName", "Free"), ("AssumeRolePolicyDocument", TestIam.TrustAccount));
        var user = desk.User("ann", $$$"""
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:*","Resource":"*"},
              {"Effect":"Deny","Action":"iam:{{{action}}}","Resource":"*","Condition":{"StringEquals":{"iam:PermissionsBoundary":"{{{Bound}}}" } } }]}
            """);
        (string, string)[] rest = more.Split('=', 2) is [var name, var value] ? [(name, value)] : [];

        Assert.Equal(403, desk.CallAs(user, action, [("RoleName", "Held"), .. rest]).Status);
        Assert.Equal(200, desk.CallAs(user, action, [("RoleName", "Free"), .. rest]).Status);
    }

    [Theory]
    [InlineData("aws:RequestTag/team", "Tags.member.1.Key=team&Tags.member.1.Value=blue", "blue")]
    [InlineData("iam:AWSServiceName", "AWSServiceName=ecs.amazonaws.com", "ecs.amazonaws.com")]
    [InlineData("iam:PolicyARN", $"PolicyArn={Administrator}", Administrator)]
    [InlineData("iam:PermissionsBoundary", $"PermissionsBoundary={Bound}", Bound)]
    public void Believes_no_member_that_the_operation_does_not_have(string key, string member, string value)
    {
        var user = desk.User("ann", $$$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:CreateAccessKey","Resource":"*","Condition":{"StringEquals":{"{{{key}}}":"{{{value}}}" } } }]}""");

        Assert.Equal(403, desk.CallAs(user, "CreateAccessKey", ("UserName", "mary")).Status);
        Assert.Equal(403, desk.CallAs(user, "CreateAccessKey", [("UserName", "mary"), .. member.Split('&').Select(static pair => (pair.Split('=', 2)[0], pair.Split('=', 2)[1]))]).Status);
    }

    [Fact]
    public void Makes_nothing_with_tags_for_whom_may_not_tag()
    {
        var user = desk.User("ann", """
            {"Version":"2012-10-17","Statement":[
              {"Effect":"Allow","Action":["iam:CreateUser","iam:CreateRole","iam:CreatePolicy","iam:CreateOpenIDConnectProvider","iam:TagUser"],"Resource":"*"}]}
            """);
        (string, string)[] tags = [("Tags.member.1.Key", "clearance"), ("Tags.member.1.Value", "top")];
        (string, string)[] role = [("AssumeRolePolicyDocument", TestIam.TrustAccount)];
        (string, string)[] policy = [("PolicyDocument", TestIam.Allow("s3:*"))];

        Assert.Equal(200, desk.CallAs(user, "CreateUser", [("UserName", "with"), .. tags]).Status);
        Assert.Equal(200, desk.CallAs(user, "CreateRole", [("RoleName", "without"), .. role]).Status);
        var refused = desk.CallAs(user, "CreateRole", [("RoleName", "with"), .. role, .. tags]);
        Assert.Equal(403, refused.Status);
        Assert.Equal(
            "User: arn:aws:iam::111122223333:user/ann is not authorized to perform: iam:TagRole on resource: arn:aws:iam::111122223333:role/with because no identity-based policy allows the iam:TagRole action", refused.Message);
        Assert.Equal(200, desk.CallAs(user, "CreatePolicy", [("PolicyName", "without"), .. policy]).Status);
        Assert.Equal(403, desk.CallAs(user, "CreatePolicy", [("PolicyName", "with"), .. policy, .. tags]).Status);
        Assert.Equal(200, desk.CallAs(user, "CreateOpenIDConnectProvider", ("Url", "https://without.example.com")).Status);
        Assert.Equal(403, desk.CallAs(user, "CreateOpenIDConnectProvider", [("Url", "https://with.example.com"), .. tags]).Status);
    }

    /// <summary>AWS Identity and Access Management API Reference, UpdateUser: "permissions on both the source object and the target object".</summary>
    [Theory]
    [InlineData("NewUserName", "boss", 403)]
    [InlineData("NewUserName", "dev-ann", 200)]
    [InlineData("NewPath", "/admins/", 403)]
    public void Moves_a_user_only_to_where_the_caller_may(string parameter, string value, int status)
    {
        var user = desk.User("lead", TestIam.Allow("iam:UpdateUser", "arn:aws:iam::111122223333:user/dev-*"));
        desk.User("dev-eve");

        Assert.Equal(status, desk.CallAs(user, "UpdateUser", ("UserName", "dev-eve"), (parameter, value)).Status);
    }

    [Theory]
    [InlineData("NewGroupName", "admins", 403)]
    [InlineData("NewGroupName", "dev-two", 200)]
    [InlineData("NewPath", "/admins/", 403)]
    public void Moves_a_group_only_to_where_the_caller_may(string parameter, string value, int status)
    {
        var user = desk.User("lead", TestIam.Allow("iam:UpdateGroup", "arn:aws:iam::111122223333:group/dev-*"));
        desk.Call("CreateGroup", ("GroupName", "dev-one"));

        Assert.Equal(status, desk.CallAs(user, "UpdateGroup", ("GroupName", "dev-one"), (parameter, value)).Status);
    }

    private static string WhereBoundaryIs(string boundary, string action) =>
        $$$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"{{{action}}}","Resource":"*","Condition":{"StringEquals":{"iam:PermissionsBoundary":"{{{boundary}}}" } } }]}""";
}
