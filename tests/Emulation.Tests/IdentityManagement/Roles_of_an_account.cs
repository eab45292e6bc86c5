using SigV4;
using global::Iam;

namespace Emulation.Tests.IdentityManagement;

public sealed class Roles_of_an_account : IDisposable
{
    private readonly TestIam desk = new();

    public void Dispose() => desk.Dispose();

    [Fact]
    public void Are_made_with_all_that_a_role_has()
    {
        var made = desk.Call(
            "CreateRole",
            ("RoleName", "Shop"), ("AssumeRolePolicyDocument", TestIam.TrustAccount), ("Path", "/svc/"), ("Description", "Sells"), ("MaxSessionDuration", "7200"),
            ("PermissionsBoundary", "arn:aws:iam::aws:policy/ReadOnlyAccess"), ("Tags.member.1.Key", "team"), ("Tags.member.1.Value", "shop"));
        Assert.Equal(200, made.Status);
        var read = desk.Call("GetRole", ("RoleName", "shop"));
        Assert.Equal(
            ("arn:aws:iam::111122223333:role/svc/Shop", "Sells", "7200", "arn:aws:iam::aws:policy/ReadOnlyAccess", "team", TestIam.TrustAccount),
            (read["Arn"], read["Description"], read["MaxSessionDuration"], read["PermissionsBoundaryArn"], read["Key"], read["AssumeRolePolicyDocument"]));
        Assert.Contains("%7B%22Version%22%3A%222012-10-17%22", read.Xml.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{", "Syntax errors in policy.")]
    [InlineData("""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Action":"sts:AssumeRole","Resource":"*"}]}""", "Has prohibited field Resource.")]
    [InlineData("""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:user/nobody"},"Action":"sts:AssumeRole"}]}""", "Invalid principal in policy: \"AWS\":\"arn:aws:iam::111122223333:user/nobody\"")]
    [InlineData("""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"AROAAAAAAAAAAAAAAAAAA"},"Action":"sts:AssumeRole"}]}""", "Invalid principal in policy: \"AWS\":\"AROAAAAAAAAAAAAAAAAAA\"")]
    public void Need_a_trust_policy_that_aws_takes(string document, string message)
    {
        var refused = desk.Call("CreateRole", ("RoleName", "Shop"), ("AssumeRolePolicyDocument", document));
        Assert.Equal((400, "MalformedPolicyDocument", message), (refused.Status, refused.Code, refused.Message));
        Assert.Equal(404, desk.Call("GetRole", ("RoleName", "Shop")).Status);
    }

    /// <summary>Recorded: cdk-preflight, pf-iam-path-service-role-reserved and pf-iam-permissions-boundary-policy-arn.</summary>
    [Theory]
    [InlineData("Path", "/aws-service-role/", "InvalidInput", "Paths beginning with '/aws-service-role' are reserved for AWS Service Linked Roles")]
    [InlineData("PermissionsBoundary", "arn:aws:iam::111122223333:role/boundary", "InvalidInput", "ARN arn:aws:iam::111122223333:role/boundary is not valid.")]
    [InlineData("PermissionsBoundary", "arn:aws:iam::111122223333:policy/Nothing", "NoSuchEntity", "Scope ARN: arn:aws:iam::111122223333:policy/Nothing does not exist or is not attachable.")]
    [InlineData("Path", "/service-role/", null, null)]
    [InlineData("PermissionsBoundary", "arn:aws:iam::aws:policy/ReadOnlyAccess", null, null)]
    public void Have_no_path_of_AWS_own_and_a_policy_for_a_boundary(string member, string value, string? code, string? message)
    {
        var answer = desk.Call("CreateRole", ("RoleName", "Shop"), ("AssumeRolePolicyDocument", TestIam.TrustAccount), (member, value));
        Assert.Equal((code, message ?? ""), (answer.Code, answer.Message));
        Assert.Equal(code is null ? 200 : 404, desk.Call("GetRole", ("RoleName", "Shop")).Status);
    }

    [Fact]
    public void Have_the_policies_of_now_in_sessions_of_before()
    {
        desk.Call("CreateRole", ("RoleName", "Shop"), ("AssumeRolePolicyDocument", TestIam.TrustAccount));
        var session = desk.Session("Shop");
        Assert.Equal(Verdict.ImplicitDeny, Decide());
        desk.Call("PutRolePolicy", ("RoleName", "Shop"), ("PolicyName", "p"), ("PolicyDocument", TestIam.Allow("s3:GetObject")));
        Assert.Equal(Verdict.Allow, Decide());
        desk.Call("PutRolePermissionsBoundary", ("RoleName", "Shop"), ("PermissionsBoundary", "arn:aws:iam::aws:policy/AWSDenyAll"));
        Assert.Equal(Verdict.ExplicitDeny, Decide());
        desk.Call("DeleteRolePermissionsBoundary", ("RoleName", "Shop"));
        Assert.Equal(Verdict.Allow, Decide());
        desk.Call("DeleteRolePolicy", ("RoleName", "Shop"), ("PolicyName", "p"));
        Assert.Equal(Verdict.ImplicitDeny, Decide());

        Verdict Decide() => desk.Decide(desk.Caller(session.AccessKeyId, session.SessionToken)!, "s3:GetObject");
    }

    [Fact]
    public void Made_anew_do_not_take_over_the_sessions_of_the_deleted()
    {
        desk.Call("CreateRole", ("RoleName", "Shop"), ("AssumeRolePolicyDocument", TestIam.TrustAccount));
        var session = desk.Session("Shop");
        desk.Call("DeleteRole", ("RoleName", "Shop"));
        desk.Call("CreateRole", ("RoleName", "Shop"), ("AssumeRolePolicyDocument", TestIam.TrustAccount));
        Assert.Equal(CredentialStatus.InvalidToken, desk.Keyring.Find(session.AccessKeyId, session.SessionToken).Status);
        var fresh = desk.Session("Shop");
        Assert.Equal(CredentialStatus.Found, desk.Keyring.Find(fresh.AccessKeyId, fresh.SessionToken).Status);
    }

    [Theory]
    [InlineData("arn:aws:iam::111122223333:role/Shop")]
    [InlineData("arn:aws:sts::111122223333:assumed-role/Shop/test")]
    public void Made_anew_are_not_whom_a_trust_policy_named_before(string shop)
    {
        desk.Call("CreateRole", ("RoleName", "Shop"), ("AssumeRolePolicyDocument", TestIam.TrustAccount));
        var id = desk.Call("GetRole", ("RoleName", "Shop"))["RoleId"];
        desk.Call("CreateRole", ("RoleName", "Vault"), ("AssumeRolePolicyDocument", Trust(shop)));
        Assert.Equal(Verdict.Allow, AsShop());

        desk.Call("DeleteRole", ("RoleName", "Shop"));
        desk.Call("CreateRole", ("RoleName", "Shop"), ("AssumeRolePolicyDocument", TestIam.TrustAccount));
        Assert.Equal(Verdict.ImplicitDeny, AsShop());
        Assert.Equal(Trust(id), desk.Call("GetRole", ("RoleName", "Vault"))["AssumeRolePolicyDocument"]);

        using var again = desk.Restarted();
        Assert.Equal(Trust(id), again.Call("GetRole", ("RoleName", "Vault"))["AssumeRolePolicyDocument"]);
        again.Call("UpdateAssumeRolePolicy", ("RoleName", "Vault"), ("PolicyDocument", Trust(shop)));
        Assert.Equal(Trust(shop), again.Call("GetRole", ("RoleName", "Vault"))["AssumeRolePolicyDocument"]);

        Verdict AsShop()
        {
            var session = desk.Session("Shop");
            return desk.DecideAssume(desk.Caller(session.AccessKeyId, session.SessionToken)!, "Vault");
        }
    }

    [Theory]
    [InlineData("""{"Federated":"arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"}""", """,{"StringEquals":{"token.actions.githubusercontent.com:aud":"sts.amazonaws.com"}}""", "Trust policy with trusted principal arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com must evaluate, using StringEquals, StringLike or StringEqualsIgnoreCase, token.actions.githubusercontent.com:sub or token.actions.githubusercontent.com:job_workflow_ref which is not scoped to all.")]
    [InlineData("""{"Federated":"arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"}""", """,{"StringLike":{"token.actions.githubusercontent.com:sub":"repo:shop/*"}}""", null)]
    [InlineData("""{"Federated":"cognito-identity.amazonaws.com"}""", "", "A condition block must be present for the Cognito provider")]
    [InlineData("\"*\"", "", "AssumeRolepolicy contained an invalid principal: \"STAR\":\"*\".")]
    [InlineData("""{"Federated":"*"}""", "", "Federated principals must be valid domain names or SAML metadata ARNs")]
    public void Do_not_trust_everybody_of_a_shared_issuer(string principal, string condition, string? message)
    {
        var trust = $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{{principal}},"Action":"sts:AssumeRoleWithWebIdentity"{{(condition.Length == 0 ? "" : $",\"Condition\":{condition[1..]}")}}}]}""";
        desk.Call("CreateRole", ("RoleName", "Vault"), ("AssumeRolePolicyDocument", TestIam.TrustAccount));
        foreach (var reply in (IamReply[])[desk.Call("CreateRole", ("RoleName", "Deploy"), ("AssumeRolePolicyDocument", trust)), desk.Call("UpdateAssumeRolePolicy", ("RoleName", "Vault"), ("PolicyDocument", trust))])
        {
            Assert.Equal(message is null ? (200, null, "") : (400, "MalformedPolicyDocument", message), (reply.Status, reply.Code, reply.Message));
        }

        Assert.Equal(message is null ? 200 : 404, desk.Call("GetRole", ("RoleName", "Deploy")).Status);
        Assert.Equal(message is null ? trust : TestIam.TrustAccount, desk.Call("GetRole", ("RoleName", "Vault"))["AssumeRolePolicyDocument"]);
    }

    [Fact]
    public void Are_not_deleted_under_their_policies()
    {
        desk.Call("CreateRole", ("RoleName", "Shop"), ("AssumeRolePolicyDocument", TestIam.TrustAccount));
        desk.Call("PutRolePolicy", ("RoleName", "Shop"), ("PolicyName", "p"), ("PolicyDocument", TestIam.Allow("s3:GetObject")));
        Assert.Equal("Cannot delete entity, must delete policies first.", desk.Call("DeleteRole", ("RoleName", "Shop")).Message);
        desk.Call("DeleteRolePolicy", ("RoleName", "Shop"), ("PolicyName", "p"));
        Assert.Equal(200, desk.Call("DeleteRole", ("RoleName", "Shop")).Status);
    }

    [Fact]
    public void Linked_to_a_service_are_refused_by_name()
    {
        var refused = desk.Call("CreateServiceLinkedRole", ("AWSServiceName", "ops.apigateway.amazonaws.com"));
        Assert.Equal((400, "InvalidInput"), (refused.Status, refused.Code));
        Assert.Contains("ops.apigateway.amazonaws.com", refused.Message, StringComparison.Ordinal);
    }

    private static string Trust(string principal) => $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"{{principal}}"},"Action":"sts:AssumeRole"}]}""";
}
