using System.Collections.Immutable;

namespace Emulation.Tests;

/// <summary>What one stack exports others import, and what one writes into the Parameter Store others read, in whatever order the templates are named.</summary>
public sealed class What_stacks_share
{
    private const string Role = """
        Resources:
          Role:
            Type: AWS::IAM::Role
            Properties:
              AssumeRolePolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: Allow, Principal: { AWS: !Ref AWS::AccountId }, Action: "sts:AssumeRole" }] }
              Policies:
                - PolicyName: Reads
                  PolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: Allow, Action: "s3:GetObject", Resource: RESOURCE }] }
        """;

    private const string Topic = "Resources: { Topic: { Type: AWS::SNS::Topic } }\n";

    private static readonly EmulatorOptions Options = new() { Templates = [] };

    private static string Exports(string name, string value) => $"{Topic}Outputs: {{ Shared: {{ Value: {value}, Export: {{ Name: {name} }} }} }}\n";

    [Fact]
    public void Are_exports_by_names_with_pseudo_parameters()
    {
        var exporting = Exports("!Sub '${AWS::StackName}-bucket'", "!Sub 'arn:aws:s3:::${AWS::AccountId}-data/*'");
        var importing = Role.Replace("RESOURCE", "!ImportValue platform-bucket", StringComparison.Ordinal);

        Assert.Equal("arn:aws:s3:::111122223333-data/*", Resource(Given.Stacks(Options, ("service", importing), ("platform", exporting))));
        Assert.Equal("arn:aws:s3:::111122223333-data/*", Resource(Given.Stacks(Options, ("platform", exporting), ("service", importing))));
    }

    [Fact]
    public void Go_through_as_many_stacks_as_there_are()
    {
        var stacks = Given.Stacks(
            Options,
            ("d", Role.Replace("RESOURCE", "!ImportValue c", StringComparison.Ordinal)),
            ("c", Exports("c", "!Sub ['${it}/*', { it: !ImportValue b }]")),
            ("b", Exports("b", "!Join ['', ['arn:aws:s3:::', !ImportValue a]]")),
            ("a", Exports("a", "data")));

        Assert.Equal("arn:aws:s3:::data/*", Resource(stacks));
    }

    [Fact]
    public void Stay_within_an_account()
    {
        var stacks = Given.Stacks(Options, ("service", Role.Replace("RESOURCE", "!ImportValue a", StringComparison.Ordinal)), ("platform@444455556666", Exports("a", "'arn:aws:s3:::data'")));

        Assert.DoesNotContain("arn:aws:s3:::data", Texts(stacks));
        Assert.Contains(stacks.Closures, static closure => closure.Remedy.Contains("--import", StringComparison.Ordinal));
    }

    [Fact]
    public void Are_unknown_in_a_circle()
    {
        var stacks = Given.Stacks(
            Options, ("service", Role.Replace("RESOURCE", "!ImportValue a", StringComparison.Ordinal)), ("one", Exports("a", "!ImportValue b")), ("other", Exports("b", "!ImportValue a")));

        Assert.DoesNotContain(stacks.All, static stack => stack.Outputs.Any(static output => output.ExportName is not null));
        Assert.Contains(stacks.Closures, static closure => closure.Resource == "Role");
    }

    [Fact]
    public void Are_what_somebody_gave_before_what_a_stack_exports()
    {
        var options = Options with { Imports = ImmutableDictionary.CreateRange([KeyValuePair.Create("a", "arn:aws:s3:::given")]) };
        var importing = Role.Replace("RESOURCE", "!ImportValue a", StringComparison.Ordinal);

        Assert.Equal("arn:aws:s3:::given", Resource(Given.Stacks(options, ("service", importing))));
        Assert.Equal("arn:aws:s3:::given", Resource(Given.Stacks(options, ("service", importing), ("platform", Exports("a", "'arn:aws:s3:::data'")))));
    }

    [Fact]
    public void Are_exports_of_one_stack_alone()
    {
        var refusal = Assert.Throws<TemplateException>(static () => Given.Stacks(Options, ("one", Exports("a", "x")), ("other", Exports("a", "y"))));

        Assert.Contains("other.yaml:1 Outputs.Shared: Stack one (", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("already exports a.", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Parameters: { Bucket: { Type: 'AWS::SSM::Parameter::Value<String>', Default: /shared/bucket } }\n", "!Ref Bucket")]
    [InlineData("", "'{{resolve:ssm:/shared/bucket}}'")]
    public void Are_SSM_parameters(string parameters, string value)
    {
        const string Writing = "Resources: { Bucket: { Type: AWS::SSM::Parameter, Properties: { Name: /shared/bucket, Type: String, Value: 'arn:aws:s3:::data' } } }\n";
        var reading = parameters + Role.Replace("RESOURCE", value, StringComparison.Ordinal);

        Assert.Equal("arn:aws:s3:::data", Resource(Given.Stacks(Options, ("service", reading), ("platform", Writing))));
        Assert.DoesNotContain("arn:aws:s3:::data", Texts(Given.Stacks(Options, ("service", reading), ("platform@444455556666", Writing))));
    }

    private static string Resource(LoadedStacks stacks) => Texts(stacks).Single();

    private static IEnumerable<string> Texts(LoadedStacks stacks) =>
        stacks.All.SelectMany(static stack => stack.Roles).SelectMany(static role => role.Policies).SelectMany(static policy => policy.Statements).SelectMany(static statement => statement.ResourceTexts);
}
