using System.Text.Json.Nodes;
using Iam;
using Sam.Tests.Templates;

namespace Sam.Tests.Serverless;

/// <summary>AddPermission's fields become a statement each in its own way, for the function or for the alias that is named.</summary>
public class Permissions_to_call_a_function
{
    [Theory]
    [InlineData("Principal: '*'", """{"Effect":"Allow","Principal":"*","Action":"lambda:InvokeFunction","Resource":"ARN","Sid":"Permission"}""")]
    [InlineData("Principal: '444455556666'", """{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::444455556666:root"},"Action":"lambda:InvokeFunction","Resource":"ARN","Sid":"Permission"}""")]
    [InlineData("Principal: 'arn:aws:iam::444455556666:role/x'", """{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::444455556666:role/x"},"Action":"lambda:InvokeFunction","Resource":"ARN","Sid":"Permission"}""")]
    [InlineData("Principal: s3.amazonaws.com, SourceAccount: '111122223333', SourceArn: 'arn:aws:s3:::b'", """{"Effect":"Allow","Principal":{"Service":"s3.amazonaws.com"},"Action":"lambda:InvokeFunction","Resource":"ARN","Sid":"Permission","Condition":{"ArnLike":{"AWS:SourceArn":"arn:aws:s3:::b"},"StringEquals":{"AWS:SourceAccount":"111122223333"}}}""")]
    [InlineData("Principal: alexa-appkit.amazon.com, EventSourceToken: amzn1", """{"Effect":"Allow","Principal":{"Service":"alexa-appkit.amazon.com"},"Action":"lambda:InvokeFunction","Resource":"ARN","Sid":"Permission","Condition":{"StringEquals":{"lambda:EventSourceToken":"amzn1"}}}""")]
    [InlineData("Principal: '*', PrincipalOrgID: o-abc", """{"Effect":"Allow","Principal":"*","Action":"lambda:InvokeFunction","Resource":"ARN","Sid":"Permission","Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-abc"}}}""")]
    [InlineData("Principal: '*', InvokedViaFunctionUrl: true", """{"Effect":"Allow","Principal":"*","Action":"lambda:InvokeFunction","Resource":"ARN","Sid":"Permission","Condition":{"Bool":{"lambda:InvokedViaFunctionUrl":"true"}}}""")]
    public void Are_written_as_lambda_keeps_them(string fields, string expected)
    {
        var function = Function($"{{FunctionName: !Ref Function, Action: 'lambda:InvokeFunction', {fields}}}");

        Assert.Equal(expected.Replace("ARN", function.Arn.ToString(), StringComparison.Ordinal), Assert.Single(StatementsOf(function.ResourcePolicy)).ToJsonString());
    }

    [Theory]
    [InlineData("!Ref Function", null)]
    [InlineData("!GetAtt Function.Arn", null)]
    [InlineData("!Sub '${AWS::AccountId}:function:${Function}'", null)]
    [InlineData("!Sub '${Function.Arn}:$LATEST'", null)]
    [InlineData("!Sub '${Function}:live'", "live")]
    [InlineData("!Sub '${Function.Arn}:live'", "live")]
    [InlineData("!Ref FunctionAliaslive", "live")]
    public void Are_for_what_is_named_and_for_nothing_else(string name, string? qualifier)
    {
        var function = Function($"{{FunctionName: {name}, Action: 'lambda:InvokeFunction', Principal: '*'}}", "AutoPublishAlias: live");

        Assert.Equal(function.ArnOf(qualifier).ToString(), (string?)Assert.Single(StatementsOf(function.PolicyOf(qualifier)))["Resource"]);
        Assert.Null(function.PolicyOf(qualifier is null ? "live" : null));
    }

    [Theory]
    [InlineData("elsewhere")]
    [InlineData("arn:aws:lambda:us-east-1:444455556666:function:worker")]
    [InlineData("arn:aws:lambda:eu-west-1:111122223333:function:worker")]
    public void For_somebody_elses_function_are_no_business_of_the_template(string name)
    {
        var stack = Given.Stack(Template($"{{FunctionName: '{name}', Action: 'lambda:InvokeFunction', Principal: '*'}}", "FunctionName: worker"));

        Assert.Null(stack.Functions[0].ResourcePolicy);
        Assert.Empty(stack.Closures);
    }

    [Theory]
    [InlineData("FunctionName: !Ref Function, Principal: '*', SourceArn: !GetAtt Thing.Arn")]
    [InlineData("FunctionName: !Ref Function, Principal: '*', SourceAccount: !GetAtt Thing.Account")]
    [InlineData("FunctionName: !Ref Function, Principal: '*', InvokedViaFunctionUrl: !GetAtt Thing.Flag")]
    [InlineData("FunctionName: !GetAtt Thing.Name, Principal: '*'")]
    public void With_an_unknown_let_nobody_in(string fields)
    {
        var stack = Given.Stack(Template($"{{Action: 'lambda:InvokeFunction', {fields}}}"));

        Assert.Null(stack.Functions[0].ResourcePolicy);
        Assert.Equal("Permission", Assert.Single(stack.Closures).Resource);
    }

    [Fact]
    public void May_be_a_document_that_denies_and_later_permissions_are_added_to_it()
    {
        const string document = "{Version: '2012-10-17', Statement: [{Effect: Deny, Principal: '*', Action: 'lambda:InvokeFunction', Resource: '*'}]}";
        var yaml = Template("{FunctionName: !Ref Function, Action: 'lambda:InvokeFunction', Principal: '*'}", "AutoPublishAlias: live")
            + $"  Document: {{Type: AWS::Lambda::ResourcePolicy, Properties: {{ResourceArn: !GetAtt Function.Arn, PolicyDocument: {document}}}}}\n";

        var function = Given.Stack(yaml).Functions[0];

        Assert.Equal(["Deny", "Allow"], StatementsOf(function.ResourcePolicy).Select(static statement => (string?)statement["Effect"]));
        Assert.Null(function.PolicyOf("live"));
    }

    [Fact]
    public void For_a_function_that_cannot_be_told_may_deny_on_any_of_them()
    {
        const string document = "{Version: '2012-10-17', Statement: [{Effect: Deny, Principal: '*', Action: 'lambda:*', Resource: '*'}]}";
        var yaml = Template("{FunctionName: !Ref Function, Action: 'lambda:InvokeFunction', Principal: '*'}")
            + $"  Document: {{Type: AWS::Lambda::ResourcePolicy, Properties: {{ResourceArn: !GetAtt Thing.Arn, PolicyDocument: {document}}}}}\n";

        var function = Given.Stack(yaml).Functions[0];

        Assert.NotNull(Decide(function).Closed);
        Assert.Equal(Verdict.Allow, Decide(Function("{FunctionName: !Ref Function, Action: 'lambda:InvokeFunction', Principal: '*'}")).Verdict);
    }

    private static Decision Decide(Function function)
    {
        var anybody = new AssumedRole(AccountId.Parse("111122223333"), "/", "Reader", "session", "AROAREADER");
        var request = new AccessRequest(anybody, "lambda:InvokeFunction", function.Arn.ToString(), AccountId.Parse("111122223333"), new ConditionContext(anybody));
        return DecisionRule.Access.Decide(request, PrincipalPolicies.None, function.ResourcePolicy);
    }

    private static Function Function(string permission, string property = "Timeout: 3") => Given.Stack(Template(permission, property)).Functions[0];

    private static string Template(string permission, string property = "Timeout: 3") =>
        Given.Function(property) + $"  Thing: {{Type: 'Custom::Thing'}}\n  Permission: {{Type: AWS::Lambda::Permission, Properties: {permission}}}\n";

    private static List<JsonNode> StatementsOf(Policy? policy) => [.. JsonNode.Parse(policy!.Json)!["Statement"]!.AsArray().OfType<JsonNode>()];
}
