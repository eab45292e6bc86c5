using Sam.Tests.Templates;

namespace Sam.Tests.Serverless;

public class Function_properties
{
    [Fact]
    public void Have_lambdas_defaults()
    {
        var function = Assert.Single(Given.Stack(Given.Function()).Functions);

        Assert.Equal((TimeSpan.FromSeconds(3), 128, null), (function.Timeout, function.MemorySizeMb, function.ReservedConcurrency));
        Assert.Equal(["x86_64"], function.Architectures);
        Assert.Empty(function.Environment);
        Assert.Null(function.ResourcePolicy);
        Assert.Equal(Path.GetFullPath("code"), function.CodeUri);
        Assert.Equal(new SourceLine("template.yaml", 3), function.Line);
    }

    [Fact]
    public void Are_inherited_from_globals_and_merged()
    {
        var yaml = Given.Function("Environment: {Variables: {OWN: '1', BOTH: own}}", "Timeout: 7", "Architectures: [arm64]") +
            """

            Globals:
              Function:
                Timeout: 5
                MemorySize: 256
                Environment: {Variables: {ALL: 2, BOTH: global}}
            """;

        var function = Assert.Single(Given.Stack(yaml).Functions);

        Assert.Equal((TimeSpan.FromSeconds(7), 256), (function.Timeout, function.MemorySizeMb));
        Assert.Equal(["ALL=2", "BOTH=own", "OWN=1"], function.Environment.Select(static v => $"{v.Key}={v.Value}").Order());
        Assert.Equal(["arm64"], function.Architectures);
    }

    [Fact]
    public void Are_not_inherited_when_the_resource_ignores_globals()
    {
        var yaml = Given.Function().Replace("    Properties:", "    IgnoreGlobals: [Timeout]\n    Properties:", StringComparison.Ordinal)
            + "\nGlobals: {Function: {Timeout: 5, MemorySize: 256}}\n";

        var function = Assert.Single(Given.Stack(yaml).Functions);

        Assert.Equal((TimeSpan.FromSeconds(3), 256), (function.Timeout, function.MemorySizeMb));
    }

    [Fact]
    public void Resolve_code_against_the_templates_folder() => Assert.Equal(
        Path.GetFullPath("/srv/shop/code"),
        TemplateLoader.Parse(Given.Function(), "/srv/shop/template.yaml", Given.Options).Stack!.Functions[0].CodeUri);

    [Theory]
    [InlineData("Description: text")]
    [InlineData("Tags: {a: b}")]
    [InlineData("Layers: [arn:aws:lambda:us-east-1:111122223333:layer:x:1]")]
    [InlineData("Layers: [!ImportValue layers]")]
    [InlineData("VpcConfig: !Ref AWS::NoValue")]
    [InlineData("PackageType: Zip")]
    [InlineData("VpcConfig: {SubnetIds: [a]}")]
    [InlineData("CodeSigningConfigArn: arn")]
    public void That_do_not_bear_on_security_are_accepted(string property) => Assert.Null(Assert.Single(Given.Stack(Given.Function(property)).Functions).Closed);

    [Theory]
    [InlineData("TenancyConfig: {TenantIsolationMode: PER_TENANT}", "TenancyConfig")]
    [InlineData("Role: arn:aws:iam::111122223333:role/elsewhere", "Role")]
    [InlineData("Secret: x", "Secret")]
    public void That_bear_on_security_or_are_unknown_close_the_function(string property, string named) => Assert.StartsWith(
        $"template.yaml:9 Function.{named}: ", Assert.Single(Given.Stack(Given.Function(property)).Functions).Closed?.ToString(), StringComparison.Ordinal);

    [Theory]
    [InlineData("DurableConfig: {ExecutionTimeout: 60}")]
    public void That_ask_for_what_cannot_be_run_here_close_the_function_and_not_its_routes(string property)
    {
        var stack = Given.Stack(Given.Function(property, "Events: {Call: {Type: Api, Properties: {Path: /, Method: get}}}"));
        Assert.StartsWith($"template.yaml:9 Function.{property.Split(':')[0]}: ", Assert.Single(stack.Functions).Closed?.ToString(), StringComparison.Ordinal);
        Assert.Null(stack.Apis[0].Routes[0].Closed);
    }

    [Fact]
    public void That_make_another_way_in_close_that_way_alone()
    {
        var stack = Given.Stack(Given.Function("FunctionUrlConfig: {AuthType: NONE, Unheard: of}", "Events: {Call: {Type: Api, Properties: {Path: /, Method: get}}}"));
        Assert.StartsWith("template.yaml:9 Function.FunctionUrlConfig.Unheard: ", Assert.Single(stack.Closures).ToString(), StringComparison.Ordinal);
        Assert.Equal(stack.Closures[0], Assert.Single(stack.FunctionUrls).Closed);
        Assert.Null(stack.Functions[0].Closed);
        Assert.Null(stack.Apis[0].Routes[0].Closed);
    }

    [Fact]
    public void Give_the_function_a_role_when_they_name_none()
    {
        var stack = Given.Stack(Given.Function());

        var role = Assert.Single(stack.Roles);
        Assert.Equal("FunctionRole", role.LogicalId);
        Assert.Equal(role.Arn, stack.Functions[0].RoleArn);
        Assert.Equal(["AWSLambdaBasicExecutionRole"], role.Policies.Select(static policy => policy.Origin.Name));
    }

    [Fact]
    public void May_leave_the_role_to_a_condition()
    {
        var stack = Given.Stack(Given.Function("Role: !If [Own, 'arn:aws:iam::111122223333:role/x', !Ref AWS::NoValue]") + "\nConditions: {Own: !Equals [a, b]}\n");

        Assert.Equal("FunctionRole", Assert.Single(stack.Roles).LogicalId);
    }

    [Fact]
    public void Cannot_generate_a_role_under_a_name_that_is_taken() => Assert.Contains(
        Given.Errors(Given.Function() + "  FunctionRole: {Type: AWS::SQS::Queue}\n"),
        static error => error == "template.yaml:3 Function.Role: The transform generates an execution role 'FunctionRole' for this function, and the template declares another resource of that name. Add 'Role: !GetAtt FunctionRole.Arn', or rename the resource.");

    /// <summary>Tags decide: policies ask for them as <c>aws:ResourceTag</c>.</summary>
    [Fact]
    public void Tag_it_and_the_transform_adds_its_own()
    {
        Assert.Equal(["lambda:createdBy=SAM", "stage=test", "team=shop"], TagsOf(Given.Function("Tags: {team: shop}") + "\nGlobals: {Function: {Tags: {stage: test, team: other}}}\n"));
        Assert.Equal(["lambda:createdBy=SAM"], TagsOf(Given.Function()));
        Assert.Equal(["team=shop"], TagsOf(Plain("Tags: [{Key: team, Value: shop}]")));
        Assert.Empty(TagsOf(Plain("Timeout: 3")));
    }

    [Theory]
    [InlineData("lambda:createdBy")]
    [InlineData("serverlessrepo:applicationId")]
    [InlineData("serverlessrepo:semanticVersion")]
    public void Name_no_tag_that_the_transform_keeps_for_itself(string name) => Assert.Equal(
        [$"template.yaml:9 Function.Tags.{name}: SAM reserves the tag '{name}' for itself. Use another name."], Given.Errors(Given.Function($"Tags: {{'{name}': me}}")));

    [Fact]
    public void Tag_nothing_twice() => Assert.Contains(
        Given.Errors(Plain("Tags: [{Key: team, Value: a}, {Key: team, Value: b}]")), static error => error.Contains("The tag 'team' is given twice.", StringComparison.Ordinal));

    private static IEnumerable<string> TagsOf(string yaml) => Assert.Single(Given.Stack(yaml).Functions).Tags.Select(static tag => $"{tag.Key}={tag.Value}").Order(StringComparer.Ordinal);

    private static string Plain(string property) =>
        $"""
        Resources:
          Function:
            Type: AWS::Lambda::Function
            Properties:
              Code: code
              Handler: Handler
              Runtime: dotnet10
              Role: !GetAtt Role.Arn
              {property}
          Role:
            Type: AWS::IAM::Role
            Properties:
              AssumeRolePolicyDocument:
                Version: '2012-10-17'
                Statement:
                  - Effect: Allow
                    Action: sts:AssumeRole
                    Principal:
                      Service: lambda.amazonaws.com
        """;
}
