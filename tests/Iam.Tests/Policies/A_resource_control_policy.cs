namespace Iam.Tests.Policies;

/// <summary>What AWS Organizations stores and what not (captured: testdata/aws/iam/resource_controls.json of radkawar/stackd), and which services it is about.</summary>
public class A_resource_control_policy
{
    private const string Queue = "arn:aws:sqs:us-east-1:222222222222:queue";

    [Theory]
    [InlineData("Deny", "\"*\"", "\"Action\":\"sqs:SendMessage\"", true)]
    [InlineData("Deny", """{"AWS":"*"}""", "\"Action\":\"sqs:SendMessage\"", true)]
    [InlineData("Deny", "\"*\"", "\"Action\":\"SQS:SendMessage\"", true)]
    [InlineData("Deny", "\"*\"", "\"Action\":\"sqs:Probe\"", true)]
    [InlineData("Deny", "\"*\"", "\"Action\":[\"sqs:*\",\"kms:*\",\"sts:AssumeRole*\"]", true)]
    [InlineData("Deny", "\"*\"", "\"Action\":\"*\"", false)]
    [InlineData("Deny", "\"*\"", "\"Action\":\"*:SendMessage\"", false)]
    [InlineData("Deny", "\"*\"", "\"Action\":\"probe:Read\"", false)]
    [InlineData("Deny", "\"*\"", "\"Action\":\"iam:CreateUser\"", false)]
    [InlineData("Deny", "\"*\"", "\"Action\":[\"sqs:*\",\"lambda:*\"]", false)]
    [InlineData("Deny", "\"*\"", "\"NotAction\":\"sqs:SendMessage\"", false)]
    [InlineData("Deny", "[\"*\"]", "\"Action\":\"sqs:SendMessage\"", false)]
    [InlineData("Deny", """{"AWS":"arn:aws:iam::222222222222:root"}""", "\"Action\":\"sqs:SendMessage\"", false)]
    [InlineData("Deny", """{"AWS":"*","Service":"sqs.amazonaws.com"}""", "\"Action\":\"sqs:SendMessage\"", false)]
    [InlineData("Allow", "\"*\"", "\"Action\":\"sqs:SendMessage\"", false)]
    public void Denies_everybody_actions_of_services_that_are_covered(string effect, string principal, string action, bool isStored)
    {
        var errors = Policy.Parse(
            $$$"""{"Version":"2012-10-17","Statement":{"Effect":"{{{effect}}}","Principal":{{{principal}}},{{{action}}},"Resource":"{{{Queue}}}"}}""", PolicyKind.ResourceControl, new PolicyOrigin("test")).Errors;
        Assert.Equal(isStored ? null : "The provided policy document does not meet the requirements of the specified policy type.", errors.FirstOrDefault()?.Message);
    }

    [Theory]
    [InlineData("""{"Effect":"Deny","NotPrincipal":"*","Action":"sqs:SendMessage","Resource":"*"}""", false)]
    [InlineData("""{"Effect":"Deny","Principal":"*","Action":"sqs:SendMessage","NotResource":"arn:aws:sqs:us-east-1:222222222222:queue"}""", true)]
    [InlineData("""{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}""", true)]
    public void Has_the_elements_that_it_may_have(string statement, bool isStored)
    {
        foreach (var version in (string[])["\"Version\":\"2012-10-17\",", "\"Version\":\"2008-10-17\",", ""])
        {
            Assert.Equal(isStored, Policy.Parse($$"""{{{version}}"Statement":{{statement}}}""", PolicyKind.ResourceControl, new PolicyOrigin("test")).Errors.IsEmpty);
        }
    }

    [Theory]
    [InlineData("dynamodb:GetItem", true)]
    [InlineData("cognito-idp:AdminGetUser", true)]
    [InlineData("cognito-identity:GetId", true)]
    [InlineData("STS:AssumeRole", true)]
    [InlineData("sqs:ListQueues", true)]
    [InlineData("kms:Decrypt", true)]
    [InlineData("kms:RetireGrant", false)]
    [InlineData("execute-api:Invoke", false)]
    [InlineData("lambda:InvokeFunction", false)]
    [InlineData("es:ESHttpGet", false)]
    [InlineData("iam:CreateUser", false)]
    [InlineData("dynamodb", false)]
    public void Is_asked_about_the_services_that_AWS_lists(string action, bool isAsked) => Assert.Equal(isAsked, ResourceControlServices.Cover(action));
}
