using System.Globalization;
using global::Iam;

namespace Emulation.Tests.IdentityManagement;

public sealed class Policies_of_an_account : IDisposable
{
    private const string Arn = "arn:aws:iam::111122223333:policy/Buy";
    private readonly TestIam desk = new();

    public void Dispose() => desk.Dispose();

    /// <summary>A session must not grow: who makes a policy under the ARN of a deleted one makes another.</summary>
    [Fact]
    public void Made_anew_are_not_those_that_limit_a_session_of_before()
    {
        desk.Call("CreateRole", ("RoleName", "Shop"), ("AssumeRolePolicyDocument", TestIam.TrustAccount));
        desk.Call("PutRolePolicy", ("RoleName", "Shop"), ("PolicyName", "p"), ("PolicyDocument", TestIam.Allow("s3:*")));
        desk.Call("CreatePolicy", ("PolicyName", "Buy"), ("PolicyDocument", TestIam.Allow("s3:GetObject")));
        var before = desk.Session("Shop", Arn);
        Assert.Equal((Verdict.Allow, Verdict.ImplicitDeny), (May("s3:GetObject"), May("s3:PutObject")));

        desk.Time.Advance(TimeSpan.FromMinutes(1));
        desk.Call("DeletePolicy", ("PolicyArn", Arn));
        desk.Call("CreatePolicy", ("PolicyName", "Buy"), ("PolicyDocument", TestIam.Allow("s3:*")));
        Assert.Equal((Verdict.ImplicitDeny, Verdict.ImplicitDeny), (May("s3:GetObject"), May("s3:PutObject")));
        before = desk.Session("Shop", Arn);
        Assert.Equal(Verdict.Allow, May("s3:PutObject"));

        Verdict May(string action) => desk.Decide(desk.Caller(before.AccessKeyId, before.SessionToken)!, action);
    }

    [Fact]
    public void Are_made_attached_and_in_force_at_once()
    {
        var user = desk.User("ann");
        var made = desk.Call("CreatePolicy", ("PolicyName", "Buy"), ("PolicyDocument", TestIam.Allow("s3:GetObject")), ("Description", "To buy"));
        Assert.Equal((Arn, "v1", "0"), (made["Arn"], made["DefaultVersionId"], made["AttachmentCount"]));
        Assert.Matches(@"\AANPA[A-Z2-7]{17}\z", made["PolicyId"]);
        Assert.Equal(Verdict.ImplicitDeny, desk.Decide(desk.Again(user), "s3:GetObject"));
        desk.Call("AttachUserPolicy", ("UserName", "ann"), ("PolicyArn", Arn));
        Assert.Equal(Verdict.Allow, desk.Decide(desk.Again(user), "s3:GetObject"));
        Assert.Equal(("1", "To buy"), (desk.Call("GetPolicy", ("PolicyArn", Arn))["AttachmentCount"], desk.Call("GetPolicy", ("PolicyArn", Arn))["Description"]));
        Assert.Equal([Arn], desk.Call("ListAttachedUserPolicies", ("UserName", "ann")).All("PolicyArn"));
        Assert.Equal(["ann"], desk.Call("ListEntitiesForPolicy", ("PolicyArn", Arn)).All("UserName"));
        Assert.Empty(desk.Call("ListEntitiesForPolicy", ("PolicyArn", Arn), ("EntityFilter", "Role")).All("UserName"));
        Assert.Equal("Cannot delete a policy attached to entities.", desk.Call("DeletePolicy", ("PolicyArn", Arn)).Message);
        desk.Call("DetachUserPolicy", ("UserName", "ann"), ("PolicyArn", Arn));
        Assert.Equal(Verdict.ImplicitDeny, desk.Decide(desk.Again(user), "s3:GetObject"));
        Assert.Equal(200, desk.Call("DeletePolicy", ("PolicyArn", Arn)).Status);
    }

    [Fact]
    public void Have_five_versions_of_which_one_is_in_force()
    {
        var user = desk.User("ann");
        desk.Call("CreatePolicy", ("PolicyName", "Buy"), ("PolicyDocument", TestIam.Allow("s3:Get1")));
        desk.Call("AttachUserPolicy", ("UserName", "ann"), ("PolicyArn", Arn));
        for (var i = 2; i <= 5; i++)
        {
            Assert.Equal($"v{i}", desk.Call("CreatePolicyVersion", ("PolicyArn", Arn), ("PolicyDocument", TestIam.Allow($"s3:Get{i}")))["VersionId"]);
        }

        Assert.Equal(
            (409, "LimitExceeded", "A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version."),
            Refusal(desk.Call("CreatePolicyVersion", ("PolicyArn", Arn), ("PolicyDocument", TestIam.Allow("s3:Get6")))));
        Assert.Equal(Verdict.ImplicitDeny, desk.Decide(desk.Again(user), "s3:Get3"));
        desk.Call("SetDefaultPolicyVersion", ("PolicyArn", Arn), ("VersionId", "v3"));
        Assert.Equal(Verdict.Allow, desk.Decide(desk.Again(user), "s3:Get3"));
        Assert.Equal(Verdict.ImplicitDeny, desk.Decide(desk.Again(user), "s3:Get1"));
        Assert.Equal((409, "DeleteConflict", "Cannot delete the default version of a policy."), Refusal(desk.Call("DeletePolicyVersion", ("PolicyArn", Arn), ("VersionId", "v3"))));
        desk.Call("DeletePolicyVersion", ("PolicyArn", Arn), ("VersionId", "v5"));
        Assert.Equal("v6", desk.Call("CreatePolicyVersion", ("PolicyArn", Arn), ("PolicyDocument", TestIam.Allow("s3:Get6")), ("SetAsDefault", "true"))["VersionId"]);
        Assert.Equal(TestIam.Allow("s3:Get6"), desk.Call("GetPolicyVersion", ("PolicyArn", Arn), ("VersionId", "v6"))["Document"]);
        Assert.Equal(["v1", "v2", "v3", "v4", "v6"], desk.Call("ListPolicyVersions", ("PolicyArn", Arn)).All("VersionId"));
        Assert.Equal((404, "NoSuchEntity", $"Policy {Arn} version v9 does not exist or is not attachable."), Refusal(desk.Call("GetPolicyVersion", ("PolicyArn", Arn), ("VersionId", "v9"))));
    }

    [Fact]
    public void Are_ten_at_most_on_one()
    {
        desk.Call("CreateUser", ("UserName", "ann"));
        for (var i = 0; i < 10; i++)
        {
            desk.Call("CreatePolicy", ("PolicyName", $"p{i}"), ("PolicyDocument", TestIam.Allow("s3:GetObject")));
            Assert.Equal(200, desk.Call("AttachUserPolicy", ("UserName", "ann"), ("PolicyArn", string.Create(CultureInfo.InvariantCulture, $"arn:aws:iam::111122223333:policy/p{i}"))).Status);
        }

        Assert.Equal((409, "LimitExceeded", "Cannot exceed quota for PoliciesPerUser: 10"), Refusal(desk.Call("AttachUserPolicy", ("UserName", "ann"), ("PolicyArn", "arn:aws:iam::aws:policy/ReadOnlyAccess"))));
    }

    [Theory]
    [InlineData("""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"GetObject","Resource":"*"}]}""", "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.")]
    [InlineData("""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject"}]}""", "Policy statement must contain resources.")]
    [InlineData("""{"Version":"2008-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}""", "Policy document must be version 2012-10-17 or greater.")]
    [InlineData("""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"*"}]}""", "Policy document should not specify a principal.")]
    public void Need_a_document_that_aws_takes(string document, string message) =>
        Assert.Equal((400, "MalformedPolicyDocument", message), Refusal(desk.Call("CreatePolicy", ("PolicyName", "Buy"), ("PolicyDocument", document))));

    [Theory]
    [InlineData("User", "mary", 2048, "Maximum policy size of 2048 bytes exceeded for the user mary")]
    [InlineData("Group", "staff", 5120, "Maximum policy size of 5120 bytes exceeded for the group staff")]
    [InlineData("Role", "Reader", 10240, "Maximum policy size of 10240 bytes exceeded for the role Reader")]
    public void Inline_are_together_no_longer_than_aws_takes(string kind, string name, int most, string message)
    {
        Assert.Equal(200, Put(most / 2).Status);
        Assert.Equal((409, "LimitExceeded", message), Refusal(Put(most, "other")));
        Assert.Equal(200, Put(most / 3).Status);

        IamReply Put(int size, string policy = "big") => desk.Call(
            $"Put{kind}Policy", ($"{kind}Name", name), ("PolicyName", policy), ("PolicyDocument", TestIam.Allow("s3:GetObject", $"arn:aws:s3:::{new string('x', size - 200)}")));
    }

    [Fact]
    public void Of_aws_can_be_read_and_attached_but_not_changed()
    {
        const string Aws = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole";
        var read = desk.Call("GetPolicy", ("PolicyArn", Aws));
        Assert.Equal(("AWSLambdaBasicExecutionRole", "/service-role/"), (read["PolicyName"], read["Path"]));
        Assert.Contains("logs:PutLogEvents", desk.Call("GetPolicyVersion", ("PolicyArn", Aws), ("VersionId", "v1"))["Document"], StringComparison.Ordinal);
        Assert.Contains(Aws, desk.Call("ListPolicies", ("Scope", "AWS"), ("PathPrefix", "/service-role/"), ("MaxItems", "1000")).All("Arn"));
        Assert.DoesNotContain(Aws, desk.Call("ListPolicies", ("Scope", "Local")).All("Arn"));
        Assert.Equal(403, desk.Call("DeletePolicy", ("PolicyArn", Aws)).Status);
        Assert.Equal(403, desk.Call("CreatePolicyVersion", ("PolicyArn", Aws), ("PolicyDocument", TestIam.Allow("s3:*"))).Status);
        Assert.Equal(
            (404, "NoSuchEntity", "Policy arn:aws:iam::aws:policy/Nothing does not exist or is not attachable."),
            Refusal(desk.Call("AttachUserPolicy", ("UserName", "mary"), ("PolicyArn", "arn:aws:iam::aws:policy/Nothing"))));
    }

    [Fact]
    public void Inline_are_read_and_listed_as_they_were_put()
    {
        var document = TestIam.Allow("s3:GetObject").Replace(",", ",\n  ", StringComparison.Ordinal);
        desk.Call("PutUserPolicy", ("UserName", "mary"), ("PolicyName", "a"), ("PolicyDocument", document));
        desk.Call("PutUserPolicy", ("UserName", "mary"), ("PolicyName", "b"), ("PolicyDocument", TestIam.Allow("s3:*")));
        Assert.Equal(document, desk.Call("GetUserPolicy", ("UserName", "mary"), ("PolicyName", "a"))["PolicyDocument"]);
        Assert.Equal(["a", "b"], desk.Call("ListUserPolicies", ("UserName", "mary")).All("member"));
        desk.Call("DeleteUserPolicy", ("UserName", "mary"), ("PolicyName", "a"));
        Assert.Equal(
            (404, "NoSuchEntity", "The user policy with name a cannot be found."), Refusal(desk.Call("GetUserPolicy", ("UserName", "mary"), ("PolicyName", "a"))));
    }

    [Fact]
    public void Are_in_the_report_of_the_whole_account()
    {
        desk.User("ann", TestIam.Allow("s3:*"));
        desk.Call("AttachUserPolicy", ("UserName", "ann"), ("PolicyArn", "arn:aws:iam::aws:policy/ReadOnlyAccess"));
        var all = desk.Call("GetAccountAuthorizationDetails");
        Assert.Equal(["Reader"], all.All("RoleName"));
        Assert.Equal(["admin", "ann", "mary"], all.All("UserName"));
        Assert.Contains("arn:aws:iam::aws:policy/ReadOnlyAccess", all.All("Arn"));
        Assert.Contains("arn:aws:iam::111122223333:policy/ReadThings", all.All("Arn"));
        Assert.Equal(["staff"], desk.Call("GetAccountAuthorizationDetails", ("Filter.member.1", "Group")).All("GroupName"));
        var pages = new List<string>();
        var marker = "";
        do
        {
            var page = desk.Call("GetAccountAuthorizationDetails", [("MaxItems", "2"), .. marker.Length == 0 ? Array.Empty<(string, string)>() : [("Marker", marker)]]);
            pages.AddRange(page.All("UserId"));
            marker = page["Marker"];
        }
        while (marker.Length > 0);
        Assert.Equal(all.All("UserId"), pages);
    }

    private static (int Status, string? Code, string Message) Refusal(IamReply reply) => (reply.Status, reply.Code, reply.Message);
}
