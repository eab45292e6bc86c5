using Sam.Tests.Templates;

namespace Sam.Tests.Serverless;

/// <summary>A function's URL, declared by itself or with the function, and who is permitted to call it.</summary>
public class Function_urls
{
    [Theory]
    [InlineData("AutoPublishAlias: live", "live")]
    [InlineData("Timeout: 3", null)]
    public void Of_a_serverless_function_call_its_alias_where_it_has_one(string property, string? qualifier)
    {
        var stack = Given.Stack(Given.Function("FunctionUrlConfig: {AuthType: NONE, InvokeMode: RESPONSE_STREAM, Cors: {AllowOrigins: ['*'], MaxAge: 5}}", property));
        var url = Assert.Single(stack.FunctionUrls);

        Assert.Equal(("FunctionUrl", "Function", qualifier, false, true, 5), (url.LogicalId, url.FunctionLogicalId, url.Qualifier, url.IsSigned, url.IsStreamed, url.Cors?.MaxAgeSeconds));
        Assert.Matches("^[a-z0-9]{32}$", url.UrlId);
        Assert.Equal(["lambda:InvokeFunctionUrl", "lambda:InvokeFunction"], ActionsOf(stack.Functions[0], qualifier));
    }

    [Fact]
    public void Are_what_an_output_says()
    {
        var stack = Given.Stack(Given.Function("FunctionUrlConfig: {AuthType: AWS_IAM}") + "\nOutputs: {Url: {Value: !GetAtt FunctionUrl.FunctionUrl}}\n");

        Assert.Equal($"https://{stack.FunctionUrls[0].UrlId}.lambda-url.us-east-1.on.aws/", stack.Outputs[0].Value);
    }

    [Theory]
    [InlineData("AWS_IAM", true)]
    [InlineData("!Ref Type", false)]
    [InlineData("!If [Open, NONE, AWS_IAM]", false)]
    public void Get_no_permission_unless_none_is_written_out(string type, bool isSigned)
    {
        var stack = Given.Stack(Given.Function($"FunctionUrlConfig: {{AuthType: {type}}}") + "\nParameters: {Type: {Type: String, Default: NONE}}\nConditions: {Open: !Equals [a, a]}\n");

        Assert.Equal(isSigned, Assert.Single(stack.FunctionUrls).IsSigned);
        Assert.Null(stack.Functions[0].ResourcePolicy);
    }

    [Theory]
    [InlineData("!Ref Function", "", null)]
    [InlineData("!GetAtt Function.Arn", ", Qualifier: live", "live")]
    [InlineData("!Ref Alias", "", "live")]
    public void Declared_by_themselves_get_none_at_all(string target, string more, string? qualifier)
    {
        var stack = Given.Stack(Given.Function() + $$$"""
              Alias: {Type: AWS::Lambda::Alias, Properties: {Name: live, FunctionName: !Ref Function, FunctionVersion: '1'}}
              Url: {Type: AWS::Lambda::Url, Properties: {AuthType: NONE, TargetFunctionArn: {{{target}}}{{{more}}}}}

            """);

        Assert.Equal(("Url", "Function", qualifier), stack.FunctionUrls.Select(static url => (url.LogicalId, url.FunctionLogicalId, url.Qualifier)).Single());
        Assert.Null(stack.Functions[0].ResourcePolicy);
        Assert.Equal(["live"], stack.Functions[0].Qualifiers);
    }

    [Fact]
    public void Whose_guard_cannot_be_told_are_closed_and_the_function_is_not()
    {
        var stack = Given.Stack(Given.Function("FunctionUrlConfig: {AuthType: !GetAtt Thing.Type}") + "  Thing: {Type: 'Custom::Thing'}\n");

        Assert.Equal("FunctionUrlConfig.AuthType", Assert.Single(stack.FunctionUrls).Closed?.Property);
        Assert.Null(stack.Functions[0].Closed);
    }

    [Theory]
    [InlineData("{InvokeMode: BUFFERED}", "'AuthType' is required.")]
    [InlineData("{AuthType: JWT}", "AuthType is required to configure function property `FunctionUrlConfig`. Please provide either AWS_IAM or NONE.")]
    [InlineData("{AuthType: NONE, InvokeMode: FAST}", "'FAST' is not an invoke mode.")]
    public void Are_refused_as_the_transform_does(string config, string message) =>
        Assert.Contains(Given.Errors(Given.Function($"FunctionUrlConfig: {config}")), error => error.Contains(message, StringComparison.Ordinal));

    private static IEnumerable<string> ActionsOf(Function function, string? qualifier) =>
        System.Text.Json.Nodes.JsonNode.Parse(function.PolicyOf(qualifier)!.Json)!["Statement"]!.AsArray().Select(static statement => (string)statement!["Action"]!);
}
