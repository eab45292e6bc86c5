using CsCheck;
using global::Iam;

namespace Emulation.Tests.IdentityManagement;

public sealed class Simulating_policies : IDisposable
{
    private const string Document = """
        {
          "Version": "2012-10-17",
          "Statement": [
            { "Effect": "Allow", "Action": "s3:Get*", "Resource": "*" },
            { "Effect": "Deny", "Action": "s3:GetSecret", "Resource": "*" }
          ]
        }
        """;

    private readonly TestIam desk = new();

    public void Dispose() => desk.Dispose();

    [Fact]
    public void Answers_each_action_on_each_resource()
    {
        var answer = desk.Call(
            "SimulateCustomPolicy",
            ("PolicyInputList.member.1", TestIam.Allow("s3:GetObject", "arn:aws:s3:::a/*")),
            ("ActionNames.member.1", "s3:GetObject"), ("ActionNames.member.2", "s3:PutObject"), ("ResourceArns.member.1", "arn:aws:s3:::a/x"), ("ResourceArns.member.2", "arn:aws:s3:::b/x"));
        Assert.Equal(["s3:GetObject", "s3:PutObject"], answer.All("EvalActionName"));
        Assert.Equal(["implicitDeny", "implicitDeny"], answer.All("EvalDecision"));
        Assert.Equal(["allowed", "implicitDeny", "implicitDeny", "implicitDeny"], answer.All("EvalResourceDecision"));
        Assert.Equal(
            ["arn:aws:s3:::${BucketName}/${KeyName}", "arn:aws:s3:::a/x", "arn:aws:s3:::b/x", "arn:aws:s3:::${BucketName}/${KeyName}", "arn:aws:s3:::a/x", "arn:aws:s3:::b/x"], answer.All("EvalResourceName"));

        // What allows the one is told of the action too.
        Assert.Equal(["PolicyInputList.1", "PolicyInputList.1"], answer.All("SourcePolicyId"));
    }

    [Fact]
    public void Names_the_statements_and_where_they_stand()
    {
        var allowed = desk.Call("SimulateCustomPolicy", ("PolicyInputList.member.1", Document), ("ActionNames.member.1", "s3:GetObject"));
        Assert.Equal(("*", "allowed", "PolicyInputList.1", "IAM Policy"), (allowed["EvalResourceName"], allowed["EvalDecision"], allowed["SourcePolicyId"], allowed["SourcePolicyType"]));
        Assert.Equal(["3", "4"], allowed.All("Line"));
        Assert.Equal(["17", "64"], allowed.All("Column"));
        var denied = desk.Call("SimulateCustomPolicy", ("PolicyInputList.member.1", Document), ("ActionNames.member.1", "s3:GetSecret"));
        Assert.Equal(("explicitDeny", "PolicyInputList.1"), (denied["EvalDecision"], denied["SourcePolicyId"]));
        Assert.Equal(["4", "5"], denied.All("Line"));
        Assert.Equal(["65", "68"], denied.All("Column"));
    }

    [Fact]
    public void Puts_a_statement_on_one_line_where_aws_puts_it()
    {
        // From a real answer: the statement begins behind the bracket and ends behind the brace.
        const string OneLine = """{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]}""";
        var answer = desk.Call("SimulateCustomPolicy", ("PolicyInputList.member.1", OneLine), ("ActionNames.member.1", "s3:GetObject"));
        Assert.Equal(["1", "1"], answer.All("Line"));
        Assert.Equal(["41", $"{OneLine.Length - 1}"], answer.All("Column"));
    }

    [Fact]
    public void Asks_the_policies_of_users_with_their_groups_of_groups_and_of_roles()
    {
        desk.Call("PutUserPolicy", ("UserName", "mary"), ("PolicyName", "own"), ("PolicyDocument", TestIam.Allow("s3:PutObject")));
        Assert.Equal(("allowed", "user_mary_own"), Of("user/mary", "s3:PutObject"));
        Assert.Equal(("allowed", "group_staff_staff"), Of("user/mary", "iam:ListUsers"));
        Assert.Equal(("allowed", "group_staff_staff"), Of("group/staff", "iam:ListUsers"));
        Assert.Equal(("allowed", "role_Reader_own"), Of("role/Reader", "s3:GetObject"));
        Assert.Equal(("allowed", "ReadThings"), Of("role/Reader", "s3:ListBucket"));
        Assert.Equal(("implicitDeny", ""), Of("role/Reader", "s3:PutObject"));

        (string, string) Of(string source, string action)
        {
            var answer = desk.Call("SimulatePrincipalPolicy", ("PolicySourceArn", $"arn:aws:iam::111122223333:{source}"), ("ActionNames.member.1", action));
            return (answer["EvalDecision"], answer["SourcePolicyId"]);
        }
    }

    [Fact]
    public void Tells_what_the_boundary_and_the_organization_say()
    {
        var bounded = desk.Call(
            "SimulateCustomPolicy",
            ("PolicyInputList.member.1", TestIam.Allow("s3:*")), ("PermissionsBoundaryPolicyInputList.member.1", TestIam.Allow("s3:Get*")), ("ActionNames.member.1", "s3:GetObject"), ("ActionNames.member.2", "s3:PutObject"));
        Assert.Equal(["allowed", "implicitDeny"], bounded.All("EvalDecision"));
        Assert.Equal(["true", "false"], bounded.All("AllowedByPermissionsBoundary"));
        Assert.Empty(bounded.All("AllowedByOrganizations"));

        using var governed = new TestIam(organization: """
            {"accounts":{"111122223333":{"serviceControlPolicies":[[{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:GetObject","iam:*"],"Resource":"*"}]}]]}}}
            """);
        var answer = governed.Call("SimulatePrincipalPolicy", ("PolicySourceArn", "arn:aws:iam::111122223333:role/Reader"), ("ActionNames.member.1", "s3:GetObject"), ("ActionNames.member.2", "s3:GetBucket"));
        Assert.Equal(["allowed", "implicitDeny"], answer.All("EvalDecision"));
        Assert.Equal(["true", "false"], answer.All("AllowedByOrganizations"));
    }

    [Fact]
    public void Takes_context_and_tells_what_is_missing_of_it()
    {
        const string Conditional = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::${aws:username}/*","Condition":{"IpAddress":{"aws:SourceIp":"203.0.113.0/24"},"Bool":{"aws:SecureTransport":"true"}}}]}""";
        Assert.Equal(["aws:SourceIp", "aws:SecureTransport", "aws:username"], desk.Call("GetContextKeysForCustomPolicy", ("PolicyInputList.member.1", Conditional)).All("member"));
        var without = desk.Call("SimulateCustomPolicy", ("PolicyInputList.member.1", Conditional), ("ActionNames.member.1", "s3:GetObject"));
        Assert.Equal("implicitDeny", without["EvalDecision"]);
        Assert.Equal(3, without.Xml.Descendants().First(static node => node.Name.LocalName == "MissingContextValues").Elements().Count());
        var with = desk.Call(
            "SimulateCustomPolicy",
            [("PolicyInputList.member.1", Conditional), ("ActionNames.member.1", "s3:GetObject"), ("ResourceArns.member.1", "arn:aws:s3:::ann/x"),
            .. Entry(1, "aws:SourceIp", "203.0.113.7", "ip"), .. Entry(2, "aws:SecureTransport", "true", "boolean"), .. Entry(3, "aws:username", "ann", "string")]);
        Assert.Equal("allowed", with["EvalDecision"]);
        Assert.Empty(with.Xml.Descendants().First(static node => node.Name.LocalName == "MissingContextValues").Elements());
    }

    [Fact]
    public void Asks_a_resource_policy_for_a_caller()
    {
        const string Named = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:user/mary"},"Action":"s3:GetObject","Resource":"*"}]}""";
        Assert.Equal("allowed", Of(("CallerArn", "arn:aws:iam::111122223333:user/mary"))["EvalDecision"]);
        Assert.Equal("implicitDeny", Of(("CallerArn", "arn:aws:iam::111122223333:user/other"))["EvalDecision"]);
        var foreign = Of(("CallerArn", "arn:aws:iam::111122223333:user/mary"), ("ResourceOwner", "arn:aws:iam::444455556666:root"), ("ResourceArns.member.1", "arn:aws:s3:::b/x"));
        Assert.Equal("implicitDeny", foreign["EvalDecision"]);
        Assert.Equal(["IAM Policy", "Resource Policy", "IAM Policy", "Resource Policy"], foreign.All("key"));
        Assert.Equal(["implicitDeny", "allowed", "implicitDeny", "allowed"], foreign.All("value"));
        Assert.Equal((400, "InvalidInput"), (Of()["x"].Length == 0 ? Of().Status : 0, Of().Code));

        IamReply Of(params IEnumerable<(string, string)> more) =>
            desk.Call("SimulateCustomPolicy", [("PolicyInputList.member.1", TestIam.Allow("s3:ListBucket")), ("ResourcePolicy", Named), ("ActionNames.member.1", "s3:GetObject"), .. more]);
    }

    /// <summary>As AWS's simulator does and no real request (captured: testdata/aws/iam/simulation.json of radkawar/stackd, composition_same_*).</summary>
    [Theory]
    [InlineData("arn:aws:iam::111122223333:user/mary", "", "allowed")]
    [InlineData("arn:aws:iam::111122223333:root", "", "allowed")]
    [InlineData("arn:aws:iam::111122223333:root", "Allow s3:PutObject", "allowed")]
    [InlineData("arn:aws:iam::111122223333:root", "Deny s3:GetObject", "explicitDeny")]
    [InlineData("arn:aws:iam::111122223333:user/other", "", "implicitDeny")]
    [InlineData("arn:aws:iam::444455556666:root", "", "implicitDeny")]
    public void Lets_a_resource_policy_of_the_account_grant_alone(string named, string boundary, string decision)
    {
        var policy = $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"{{named}}"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::a/*"}]}""";
        (string, string)[] limits = boundary.Split(' ') is [var effect, var limited] ? [("PermissionsBoundaryPolicyInputList.member.1", TestIam.Allow(limited).Replace("Allow", effect, StringComparison.Ordinal))] : [];
        var answer = desk.Call(
            "SimulateCustomPolicy",
            [("PolicyInputList.member.1", TestIam.Allow("s3:ListBucket")), ("ResourcePolicy", policy), ("CallerArn", "arn:aws:iam::111122223333:user/mary"), ("ActionNames.member.1", "s3:GetObject"), ("ResourceArns.member.1", "arn:aws:s3:::a/x"), .. limits]);
        Assert.Equal(decision, answer["EvalDecision"]);
        Assert.Equal(decision switch { "allowed" => "Resource Policy", "explicitDeny" => "Permissions Boundary Policy", _ => "" }, answer["SourcePolicyType"]);
    }

    [Fact]
    public void Names_the_boundary_that_denies_before_what_denies_too()
    {
        const string Denied = """{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"s3:GetObject","Resource":"*"}]}""";
        var answer = desk.Call("SimulateCustomPolicy", ("PolicyInputList.member.1", Denied), ("PermissionsBoundaryPolicyInputList.member.1", Denied), ("ActionNames.member.1", "s3:GetObject"));
        Assert.Equal(["PermissionsBoundaryPolicyInputList.1", "PolicyInputList.1"], answer.All("SourcePolicyId"));
        Assert.Equal(["Permissions Boundary Policy", "IAM Policy"], answer.All("SourcePolicyType"));
        Assert.Equal("false", answer["AllowedByPermissionsBoundary"]);
    }

    [Fact]
    public void Across_accounts_tells_what_the_boundary_says()
    {
        const string Foreign = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:user/mary"},"Action":"s3:GetObject","Resource":"*"}]}""";
        var answer = desk.Call(
            "SimulateCustomPolicy",
            ("PolicyInputList.member.1", TestIam.Allow("s3:GetObject")), ("PermissionsBoundaryPolicyInputList.member.1", TestIam.Allow("s3:PutObject")), ("ResourcePolicy", Foreign),
            ("CallerArn", "arn:aws:iam::111122223333:user/mary"), ("ResourceOwner", "arn:aws:iam::444455556666:root"), ("ActionNames.member.1", "s3:GetObject"), ("ResourceArns.member.1", "arn:aws:s3:::b/x"));
        Assert.Equal("implicitDeny", answer["EvalDecision"]);
        Assert.Equal(["IAM Policy", "Resource Policy", "Permissions Boundary Policy"], answer.All("key").Take(3));
        Assert.Equal(["allowed", "allowed", "implicitDeny"], answer.All("value").Take(3));
    }

    [Theory]
    [InlineData("StringEquals", "missing:key", "yes", "implicitDeny", "missing:key")]
    [InlineData("StringNotEquals", "missing:key", "yes", "allowed", "")]
    [InlineData("StringEqualsIfExists", "missing:key", "yes", "allowed", "")]
    [InlineData("Null", "missing:key", "true", "allowed", "")]
    [InlineData("Null", "missing:key", "false", "implicitDeny", "missing:key")]
    [InlineData("Null", "aws:userid", "false", "allowed", "")]
    [InlineData("Null", "aws:userid", "true", "implicitDeny", "aws:userid")]
    [InlineData("StringEquals", "aws:userid", "STUB_PRINCIPAL_FOR_POLICY_SIMULATOR", "allowed", "")]
    public void Tells_what_is_missing_when_nothing_allows(string condition, string key, string value, string decision, string missing)
    {
        var policy = $$$$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Condition":{"{{{{condition}}}}":{"{{{{key}}}}":"{{{{value}}}}"}}}]}""";
        var answer = desk.Call("SimulateCustomPolicy", ("PolicyInputList.member.1", policy), ("ActionNames.member.1", "s3:GetObject"));
        Assert.Equal((decision, missing), (answer["EvalDecision"], string.Join(',', answer.Xml.Descendants().First(static node => node.Name.LocalName == "MissingContextValues").Elements().Select(static node => node.Value))));

        // Of a statement about another action too, when nothing allows this one; and of none when something does.
        var other = desk.Call("SimulateCustomPolicy", ("PolicyInputList.member.1", policy), ("ActionNames.member.1", "s3:PutObject"));
        Assert.Equal(key, Assert.Single(other.Xml.Descendants().First(static node => node.Name.LocalName == "MissingContextValues").Elements()).Value);
        var allowed = desk.Call("SimulateCustomPolicy", ("PolicyInputList.member.1", policy), ("PolicyInputList.member.2", TestIam.Allow("s3:PutObject")), ("ActionNames.member.1", "s3:PutObject"));
        Assert.Empty(allowed.Xml.Descendants().First(static node => node.Name.LocalName == "MissingContextValues").Elements());
    }

    [Theory]
    [InlineData("arn:aws:iam::111122223333:user/simulation/mary", "allowed")]
    [InlineData("arn:aws:iam::111122223333:user/mary", "implicitDeny")]
    public void Knows_a_caller_by_its_ARN(string caller, string decision)
    {
        const string Policy = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Condition":{"StringEquals":{"aws:userid":"arn:aws:iam::111122223333:user/simulation/mary"}}}]}""";
        Assert.Equal(decision, desk.Call("SimulateCustomPolicy", ("PolicyInputList.member.1", Policy), ("CallerArn", caller), ("ActionNames.member.1", "s3:GetObject"))["EvalDecision"]);
    }

    [Fact]
    public void Takes_an_id_that_IAM_does_not_store()
    {
        const string Policy = """{"Version":"2012-10-17","Id":"mine","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}}""";
        Assert.Equal("allowed", desk.Call("SimulateCustomPolicy", ("PolicyInputList.member.1", Policy), ("ActionNames.member.1", "s3:GetObject"))["EvalDecision"]);
        desk.User("ann");
        Assert.Equal("MalformedPolicyDocument", desk.Call("PutUserPolicy", ("UserName", "ann"), ("PolicyName", "own"), ("PolicyDocument", Policy)).Code);
    }

    [Theory]
    [InlineData("PermissionsBoundaryPolicyInputList.member.2", null, "The list of Permissions Boundary policies cannot exceed 1 items.")]
    [InlineData("ActionNames.member.1", "GetObject", "The action is invalid since it is missing names")]
    [InlineData("ResourceArns.member.1", "not-an-arn", "ResourceNames are not in a valid ARN format: not-an-arn.")]
    [InlineData("ResourceArns.member.1", "arn:aws:s3", "ResourceNames are not in a valid ARN format: arn:aws:s3.")]
    [InlineData("ContextEntries.member.1.ContextKeyValues.member.2", "b", "Context key string expected a single value, but received 2.")]
    [InlineData("ContextEntries.member.1.ContextKeyType", "numeric", "Invalid context value for key stack:test: expected numeric format.")]
    public void Refuses_in_AWSs_words(string name, string? value, string message)
    {
        var parameters = new Dictionary<string, string>
        {
            ["PolicyInputList.member.1"] = TestIam.Allow("s3:GetObject"), ["PermissionsBoundaryPolicyInputList.member.1"] = TestIam.Allow("s3:GetObject"), ["ActionNames.member.1"] = "s3:GetObject",
            ["ContextEntries.member.1.ContextKeyName"] = "stack:test", ["ContextEntries.member.1.ContextKeyValues.member.1"] = "NaN", ["ContextEntries.member.1.ContextKeyType"] = "string",
        };
        Assert.Equal(200, desk.Call("SimulateCustomPolicy", parameters.Select(static pair => (pair.Key, pair.Value))).Status);
        parameters[name] = value ?? TestIam.Allow("s3:GetObject");
        var refused = desk.Call("SimulateCustomPolicy", parameters.Select(static pair => (pair.Key, pair.Value)));
        Assert.Equal((400, "InvalidInput", message), (refused.Status, refused.Code, refused.Message));
    }

    [Fact]
    public void Comes_page_by_page()
    {
        (string, string)[] call = [("PolicyInputList.member.1", TestIam.Allow("s3:*")), .. Enumerable.Range(1, 5).Select(static i => ($"ActionNames.member.{i}", $"s3:Action{i}"))];
        var first = desk.Call("SimulateCustomPolicy", [.. call, ("MaxItems", "3")]);
        var second = desk.Call("SimulateCustomPolicy", [.. call, ("MaxItems", "3"), ("Marker", first["Marker"])]);
        Assert.Equal(["s3:Action1", "s3:Action2", "s3:Action3"], first.All("EvalActionName"));
        Assert.Equal(["s3:Action4", "s3:Action5"], second.All("EvalActionName"));
    }

    [Theory]
    [InlineData("arn:aws:iam::111122223333:user/nobody", 404, "NoSuchEntity", "Unable to retrieve specified IAM entity.")]
    [InlineData("arn:aws:iam::111122223333:root", 400, "InvalidInput", "Invalid ARN provided in the request: arn:aws:iam::111122223333:root")]
    [InlineData("arn:aws:iam::999999999999:user/mary", 400, "InvalidInput", "Invalid Policy Source Arn: caller's account 111122223333 does not have access to policies in account 999999999999.")]
    [InlineData("arn:aws:s3:::some-bucket-name", 400, "InvalidInput", "Invalid ARN provided in the request: arn:aws:s3:::some-bucket-name")]
    public void Needs_somebody_whose_policies_to_ask(string source, int status, string code, string message)
    {
        var refused = desk.Call("SimulatePrincipalPolicy", ("PolicySourceArn", source), ("ActionNames.member.1", "s3:GetObject"));
        Assert.Equal((status, code, message), (refused.Status, refused.Code, refused.Message));
    }

    /// <summary>What the simulator says of a user and what the gate does with the user's own signature are one.</summary>
    [Fact]
    public void Says_what_the_gate_does()
    {
        var user = desk.User("ann");
        var name = OneOf("s3:Get", "s3:GetObject", "s3:*", "s3:Put?", "*", "sqs:SendMessage");
        var resource = OneOf("*", "arn:aws:s3:::a/*", "arn:aws:s3:::${aws:username}/*", "arn:aws:s3:::${aws:PrincipalTag/team}/*", "arn:aws:s3:::a/x");
        var condition = OneOf("", """,{"StringEquals":{"aws:username":"ann"}}""", """,{"StringNotEquals":{"aws:username":"ann"}}""", """,{"StringLike":{"aws:PrincipalArn":"arn:aws:iam::*:user/a*"}}""", """,{"Null":{"aws:PrincipalTag/team":"false"}}""");
        var statement = Gen.Select(Gen.Bool, name, resource, condition, static (deny, action, on, when) =>
            $$"""{"Effect":"{{(deny ? "Deny" : "Allow")}}","Action":"{{action}}","Resource":"{{on}}"{{(when.Length == 0 ? "" : $",\"Condition\":{when[1..]}")}}}""");
        var policy = statement.Array[1, 3].Select(static statements => $$"""{"Version":"2012-10-17","Statement":[{{string.Join(',', statements)}}]}""");
        Gen.Select(policy, policy, Gen.Bool, OneOf("s3:Get", "s3:GetObject", "s3:Put1", "sqs:SendMessage"), OneOf("arn:aws:s3:::a/x", "arn:aws:s3:::ann/x", "arn:aws:s3:::shop/y")).Sample(
            (own, boundary, bounded, action, on) =>
            {
                Assert.Equal(200, desk.Call("PutUserPolicy", ("UserName", "ann"), ("PolicyName", "own"), ("PolicyDocument", own)).Status);
                if (bounded)
                {
                    desk.Call("CreatePolicy", ("PolicyName", "B"), ("PolicyDocument", boundary));
                    desk.Call("PutUserPermissionsBoundary", ("UserName", "ann"), ("PermissionsBoundary", "arn:aws:iam::111122223333:policy/B"));
                }

                var said = desk.Call("SimulatePrincipalPolicy", ("PolicySourceArn", "arn:aws:iam::111122223333:user/ann"), ("ActionNames.member.1", action), ("ResourceArns.member.1", on));
                var done = desk.Decide(desk.Again(user), action, on);
                if (bounded)
                {
                    desk.Call("DeleteUserPermissionsBoundary", ("UserName", "ann"));
                    desk.Call("DeletePolicy", ("PolicyArn", "arn:aws:iam::111122223333:policy/B"));
                }

                return said["EvalDecision"] == (done switch { Verdict.Allow => "allowed", Verdict.ExplicitDeny => "explicitDeny", _ => "implicitDeny" });
            },
            iter: 150, threads: 1);
    }

    private static Gen<string> OneOf(params string[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static (string, string)[] Entry(int number, string key, string value, string type) =>
        [($"ContextEntries.member.{number}.ContextKeyName", key), ($"ContextEntries.member.{number}.ContextKeyValues.member.1", value), ($"ContextEntries.member.{number}.ContextKeyType", type)];
}
