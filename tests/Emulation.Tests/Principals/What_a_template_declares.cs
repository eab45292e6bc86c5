using Emulation.Tests.IdentityManagement;
using global::Iam;

namespace Emulation.Tests.Principals;

public sealed class What_a_template_declares : IDisposable
{
    private readonly TestIam desk = new();

    public void Dispose() => desk.Dispose();

    [Fact]
    public void Is_read_through_the_api()
    {
        var role = desk.Call("GetRole", ("RoleName", "Reader"));
        Assert.Equal(("arn:aws:iam::111122223333:role/Reader", "team", "shop"), (role["Arn"], role["Key"], role["Value"]));
        Assert.Equal(desk.Accounts.Current.RoleByName(TestIam.Account, "Reader")!.Role.UniqueId, role["RoleId"]);
        Assert.Equal(["own"], desk.Call("ListRolePolicies", ("RoleName", "Reader")).All("member"));
        Assert.Equal(
            ["arn:aws:iam::111122223333:policy/ReadThings", "arn:aws:iam::aws:policy/IAMReadOnlyAccess"],
            desk.Call("ListAttachedRolePolicies", ("RoleName", "Reader")).All("PolicyArn"));
        Assert.Equal(["mary"], desk.Call("GetGroup", ("GroupName", "staff")).All("UserName"));
        Assert.Single(desk.Call("ListAccessKeys", ("UserName", "mary")).All("AccessKeyId"));
        Assert.Equal("1", desk.Call("GetPolicy", ("PolicyArn", "arn:aws:iam::111122223333:policy/ReadThings"))["AttachmentCount"]);
    }

    [Fact]
    public void Is_changed_on_top_and_stays_so_after_a_restart()
    {
        desk.Call("PutRolePolicy", ("RoleName", "Reader"), ("PolicyName", "more"), ("PolicyDocument", TestIam.Allow("s3:PutObject")));
        desk.Call("DeleteRolePolicy", ("RoleName", "Reader"), ("PolicyName", "own"));
        desk.Call("DetachRolePolicy", ("RoleName", "Reader"), ("PolicyArn", "arn:aws:iam::111122223333:policy/ReadThings"));
        desk.Call("TagRole", ("RoleName", "Reader"), ("Tags.member.1.Key", "team"), ("Tags.member.1.Value", "bank"));
        using var again = desk.Restarted();
        Assert.Equal(["Reader"], again.Accounts.Changed);
        Check(again);
        Assert.Equal(["arn:aws:iam::aws:policy/IAMReadOnlyAccess"], again.Call("ListAttachedRolePolicies", ("RoleName", "Reader")).All("PolicyArn"));
        Assert.Equal("bank", again.Call("ListRoleTags", ("RoleName", "Reader"))["Value"]);

        static void Check(TestIam desk)
        {
            var session = desk.Session("Reader");
            var caller = desk.Caller(session.AccessKeyId, session.SessionToken)!;
            Assert.Equal(Verdict.Allow, desk.Decide(caller, "s3:PutObject"));
            Assert.Equal(Verdict.ImplicitDeny, desk.Decide(caller, "s3:GetObject"));
            Assert.Equal(Verdict.ImplicitDeny, desk.Decide(caller, "s3:ListBucket"));
        }
    }

    [Fact]
    public void Takes_what_the_template_says_anew_beside_the_change()
    {
        desk.Call("PutRolePolicy", ("RoleName", "Reader"), ("PolicyName", "more"), ("PolicyDocument", TestIam.Allow("s3:PutObject")));
        using var again = desk.Restarted(TestIam.Template.Replace("s3:Get*", "s3:Head*", StringComparison.Ordinal));
        var session = again.Session("Reader");
        var caller = again.Caller(session.AccessKeyId, session.SessionToken)!;
        Assert.Equal(Verdict.Allow, again.Decide(caller, "s3:HeadBucket"));
        Assert.Equal(Verdict.Allow, again.Decide(caller, "s3:PutObject"));
        Assert.Equal(Verdict.ImplicitDeny, again.Decide(caller, "s3:GetObject"));
    }

    [Fact]
    public void Loses_the_change_with_its_resource()
    {
        desk.Call("PutRolePolicy", ("RoleName", "Reader"), ("PolicyName", "more"), ("PolicyDocument", TestIam.Allow("s3:PutObject")));
        const string Other = """
            Resources:
              Other:
                Type: AWS::IAM::Group
                Properties: { GroupName: other }
            """;
        using (var without = desk.Restarted(Other))
        {
            Assert.Equal(404, without.Call("GetRole", ("RoleName", "Reader")).Status);
        }

        using var again = desk.Restarted();
        Assert.Equal(["own"], again.Call("ListRolePolicies", ("RoleName", "Reader")).All("member"));
        Assert.Empty(again.Accounts.Changed);
    }

    [Fact]
    public void Is_as_declared_when_the_change_is_taken_back()
    {
        var own = desk.Call("GetRolePolicy", ("RoleName", "Reader"), ("PolicyName", "own"))["PolicyDocument"];
        desk.Call("DeleteRolePolicy", ("RoleName", "Reader"), ("PolicyName", "own"));
        Assert.Equal(["Reader"], desk.Accounts.Changed);
        desk.Call("PutRolePolicy", ("RoleName", "Reader"), ("PolicyName", "own"), ("PolicyDocument", own));
        Assert.Empty(desk.Accounts.Changed);
    }

    [Theory]
    [InlineData("DeleteRole", "RoleName", "Reader", "role Reader is the template's Reader")]
    [InlineData("DeleteUser", "UserName", "mary", "user mary is the template's Mary")]
    [InlineData("UpdateUser", "UserName", "mary", "user mary is the template's Mary")]
    [InlineData("DeleteGroup", "GroupName", "staff", "group staff is the template's Staff")]
    [InlineData("DeletePolicy", "PolicyArn", "arn:aws:iam::111122223333:policy/ReadThings", "policy ReadThings is the template's ReadThings")]
    public void Is_not_deleted_or_renamed(string action, string parameter, string name, string message)
    {
        var refused = desk.Call(action, (parameter, name));
        Assert.Equal((400, "UnmodifiableEntity"), (refused.Status, refused.Code));
        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Leaves_the_way_in_open()
    {
        Assert.Equal("UnmodifiableEntity", desk.Call("DeleteAccessKey", ("AccessKeyId", desk.AdministratorKey)).Code);
        Assert.Equal("UnmodifiableEntity", desk.Call("UpdateAccessKey", ("AccessKeyId", desk.AdministratorKey), ("Status", "Inactive")).Code);
        Assert.Equal("UnmodifiableEntity", desk.Call("DetachUserPolicy", ("UserName", "admin"), ("PolicyArn", "arn:aws:iam::aws:policy/AdministratorAccess")).Code);
        Assert.Equal("UnmodifiableEntity", desk.Call("PutUserPolicy", ("UserName", "admin"), ("PolicyName", "p"), ("PolicyDocument", TestIam.Allow("s3:*"))).Code);
        Assert.Equal("UnmodifiableEntity", desk.Call("PutUserPermissionsBoundary", ("UserName", "admin"), ("PermissionsBoundary", "arn:aws:iam::aws:policy/AWSDenyAll")).Code);
        Assert.Equal("UnmodifiableEntity", desk.Call("AddUserToGroup", ("UserName", "admin"), ("GroupName", "staff")).Code);
        var second = desk.Call("CreateAccessKey");
        Assert.Equal("admin", second["UserName"]);
        Assert.Equal(200, desk.Call("DeleteAccessKey", ("AccessKeyId", second["AccessKeyId"])).Status);
    }

    [Fact]
    public void Stands_before_what_the_api_made_under_its_name()
    {
        desk.Call("CreateRole", ("RoleName", "Later"), ("AssumeRolePolicyDocument", TestIam.TrustAccount));
        var made = desk.Call("GetRole", ("RoleName", "Later"))["RoleId"];
        using (var declared = desk.Restarted(TestIam.Template.Replace("RoleName: Reader", "RoleName: Later", StringComparison.Ordinal)))
        {
            Assert.NotEqual(made, declared.Call("GetRole", ("RoleName", "Later"))["RoleId"]);
        }

        using var again = desk.Restarted();
        Assert.Equal(made, again.Call("GetRole", ("RoleName", "Later"))["RoleId"]);
    }

    [Fact]
    public void Is_joined_by_what_the_api_made_after_a_restart()
    {
        var user = desk.User("ann", TestIam.Allow("s3:GetObject"));
        desk.Call("CreatePolicy", ("PolicyName", "Buy"), ("PolicyDocument", TestIam.Allow("s3:PutObject")));
        desk.Call("CreatePolicyVersion", ("PolicyArn", "arn:aws:iam::111122223333:policy/Buy"), ("PolicyDocument", TestIam.Allow("s3:DeleteObject")), ("SetAsDefault", "true"));
        desk.Call("AttachUserPolicy", ("UserName", "ann"), ("PolicyArn", "arn:aws:iam::111122223333:policy/Buy"));
        desk.Call("CreateAccountAlias", ("AccountAlias", "shop"));
        var before = desk.Call("GetAccountAuthorizationDetails").Xml.ToString();
        using var again = desk.Restarted();
        Assert.Equal(before, again.Call("GetAccountAuthorizationDetails").Xml.ToString());
        Assert.Equal("shop", again.Call("ListAccountAliases")["member"]);
        var caller = again.Again(user);
        Assert.Equal(user.Principal.UserId, caller.Principal.UserId);
        Assert.Equal(Verdict.Allow, again.Decide(caller, "s3:DeleteObject"));
        Assert.Equal(Verdict.ImplicitDeny, again.Decide(caller, "s3:PutObject"));
    }
}
