namespace Iam.Tests.Documented;

/// <summary>The choices of docs/aws-fidelity.md, a test for each row that a policy can show.</summary>
public class Where_the_documentation_leaves_a_choice
{
    private const string Allow = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""";
    private const string Silent = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sqs:*","Resource":"*"}]}""";
    private const string User = "arn:aws:iam::111122223333:user/ann";
    private const string Session = "arn:aws:sts::111122223333:assumed-role/Reader/s";
    private const string Bob = "arn:aws:sts::111122223333:federated-user/bob";

    [Theory]
    [InlineData("\"ForAllValues:StringNotLike\":{\"aws:TagKeys\":[\"x*\"]}", "{}", "allow")]
    [InlineData("\"ForAllValues:StringNotLike\":{\"aws:TagKeys\":[\"x*\"]}", "{\"aws:TagKeys\":[\"x1\",\"y\"]}", "implicitDeny")]
    [InlineData("\"ForAllValues:ArnLike\":{\"aws:PrincipalArn\":[\"arn:aws:iam::*:user/*\"]}", "{}", "allow")]
    [InlineData("\"ForAnyValue:StringEqualsIfExists\":{\"aws:TagKeys\":[\"x\"]}", "{}", "implicitDeny")]
    [InlineData("\"ForAnyValue:StringEquals\":{\"aws:TagKeys\":[\"\"]}", "{\"aws:TagKeys\":[\"\"]}", "allow")]
    [InlineData("\"StringEquals\":{\"aws:x\":[]}", "{\"aws:x\":[\"1\"]}", "implicitDeny")]
    [InlineData("\"ForAnyValue:StringNotEquals\":{\"aws:TagKeys\":[\"x\"]}", "{\"aws:TagKeys\":[]}", "implicitDeny")]
    [InlineData("\"Null\":{\"aws:TagKeys\":\"true\"}", "{\"aws:TagKeys\":[]}", "allow")]
    [InlineData("\"Bool\":{\"aws:x\":\"${aws:username}\"}", "{}", "malformed")]
    [InlineData("\"stringequals\":{\"aws:x\":\"1\"}", "{\"aws:x\":[\"1\"]}", "malformed")]
    [InlineData("\"StringLike\":{\"aws:x\":\"${aws:PrincipalTag/t}\"}", "{\"aws:x\":[\"ab\"],\"aws:PrincipalTag/t\":[\"*\"]}", "implicitDeny")]
    public void In_a_condition(string condition, string context, string expected) => Assert.Equal(
        expected, Decide($$$"""{"principal":"{{{User}}}","action":"s3:Get","resource":"arn:aws:s3:::a","context":{{{context}}},"identityPolicies":[{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*","Condition":{ {{{condition}}} }}]}]}"""));

    [Theory]
    [InlineData("arn:aws:iam::111122223333:user/ANN", "arn:aws:iam::111122223333:user/ann", "implicitDeny")]
    [InlineData("arn:aws:execute-api:us-*:1111*", "arn:aws:execute-api:us-east-1:111122223333:api/GET", "allow")]
    [InlineData("arn:aws:execute-api:us*east:111122223333:api/GET", "arn:aws:execute-api:us:x:east:111122223333:api/GET", "implicitDeny")]
    public void In_a_resource(string pattern, string resource, string expected) => Assert.Equal(
        expected, Decide($$"""{"principal":"{{User}}","action":"iam:Get","resource":"{{resource}}","identityPolicies":[{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"{{pattern}}"}]}]}"""));

    [Theory]
    [InlineData(Bob, "", "implicitDeny")]
    [InlineData(Bob, "\"sessionPolicies\":[" + Allow + "],", "allow")]
    [InlineData(Session, "\"serviceControlPolicies\":[[" + Silent + "]],", "implicitDeny")]
    [InlineData(Session, "\"serviceControlPolicies\":[[]],", "implicitDeny")]
    [InlineData(Session, "\"resourceControlPolicies\":[[]],", "allow")]
    [InlineData(Session, "\"permissionBoundaries\":[" + Silent + "," + Allow + "],", "allow")]
    [InlineData("arn:aws:iam::111122223333:root", "\"identityPolicies\":[],", "allow")]
    public void In_the_evaluation(string principal, string policies, string expected) => Assert.Equal(
        expected, Decide($$"""{"principal":"{{principal}}",{{policies}}"action":"s3:Get","resource":"arn:aws:s3:::a","resourceAccount":"111122223333"{{(policies.Contains("identity", StringComparison.Ordinal) ? "" : $",\"identityPolicies\":[{Allow}]")}}}"""));

    [Theory]
    [InlineData("\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"arn:aws:iam::111122223333:role/Reader\"}", Session, Silent, "implicitDeny")]
    [InlineData("\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"arn:aws:sts::111122223333:assumed-role/Reader/s\"}", Session, Silent, "allow")]
    [InlineData("\"Effect\":\"Allow\",\"NotPrincipal\":{\"AWS\":\"arn:aws:iam::111122223333:user/bob\"}", User, "", "allow")]
    [InlineData("\"Effect\":\"Deny\",\"NotPrincipal\":{\"AWS\":[\"arn:aws:iam::111122223333:user/ann\",\"111122223333\"]}", User, Allow, "explicitDeny")]
    [InlineData("\"Effect\":\"Allow\",\"Principal\":{\"CanonicalUser\":\"79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be\"}", User, "", "implicitDeny")]
    public void In_a_resource_policy(string element, string principal, string boundary, string expected) => Assert.Equal(
        expected, Decide($$$"""{"principal":"{{{principal}}}","action":"s3:Get","resource":"arn:aws:s3:::a","resourceAccount":"111122223333","permissionBoundaries":[{{{boundary}}}],"resourcePolicy":{"Version":"2012-10-17","Statement":[{ {{{element}}},"Action":"*","Resource":"*"}]}}"""));

    [Theory]
    [InlineData("""{"Version":"2012-10-17","Id":"x","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""", "allow")]
    [InlineData("""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"arn:aws:${aws:PrincipalTag/service}:::a"}]}""", "allow")]
    [InlineData("""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"${aws:PrincipalTag/bucket}"}]}""", "allow")]
    [InlineData("""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"arn:aws:${aws:PrincipalTag/service}"}]}""", "implicitDeny")]
    [InlineData("""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"ForAllValues:Null":{"aws:x":"true"}}}]}""", "malformed")]
    public void What_the_simulator_takes_and_a_template_must_not_have(string policy, string simulated)
    {
        Assert.Equal(simulated, Decide($$$"""{"principal":"{{{User}}}","action":"s3:Get","resource":"arn:aws:s3:::a","context":{"aws:PrincipalTag/service":"s3","aws:PrincipalTag/bucket":"arn:aws:s3:::a"},"identityPolicies":[{{{policy}}}]}"""));
        Assert.NotEmpty(Iam.Policy.Parse(policy, PolicyKind.Identity, new PolicyOrigin("stored")).Errors);
    }

    [Fact]
    public void An_allow_of_a_service_control_policy_may_name_resources_and_conditions() => Assert.Equal(
        "allow",
        Decide($$$"""{"principal":"{{{User}}}","action":"s3:Get","resource":"arn:aws:s3:::a","resourceAccount":"111122223333","identityPolicies":[{{{Allow}}}],"serviceControlPolicies":[[{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::a","Condition":{"StringEquals":{"aws:PrincipalAccount":"111122223333"} } }]}]]}"""));

    private static string Decide(string json)
    {
        Simulator.Run(System.Text.Encoding.UTF8.GetBytes(json), out var results);
        return results[0].Errors.IsEmpty ? results[0].Decision.Verdict switch { Verdict.Allow => "allow", Verdict.ExplicitDeny => "explicitDeny", _ => "implicitDeny" } : "malformed";
    }
}
