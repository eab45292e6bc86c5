using CsCheck;
using Sam.Tests.Templates;

namespace Sam.Tests.Documents;

/// <summary>A template is somebody's input: whatever it holds, the loader answers with a stack or with errors.</summary>
public class Any_text
{
    private static readonly Gen<string> Key = Gen.OneOf(
        "Resources", "Parameters", "Conditions", "Outputs", "Globals", "Mappings", "Transform", "Type", "Properties", "Ref", "Fn::Sub", "Fn::If",
        "Fn::GetAtt", "Fn::Join", "Fn::Select", "Fn::Equals", "Fn::Not", "Condition", "DependsOn", "Function", "Api", "Auth", "Events",
        "Policies", "ResourcePolicy", "CustomStatements", "Role", "Path", "Method", "StageName", "Environment", "Variables", "Statement",
        "PolicyDocument", "AssumeRolePolicyDocument", "Default", "AllowedPattern", "Value", "<<", "A", "B", "");

    private static readonly Gen<string> Scalar = Gen.OneOf(
        Gen.OneOf(
            "AWS::Serverless::Function", "AWS::Serverless::Api", "AWS::IAM::Role", "AWS::IAM::User", "AWS::IAM::Policy", "AWS::Lambda::Permission",
            "AWS::DynamoDB::Table", "AWS::Serverless-2016-10-31", "!Ref A", "!Sub '${A}${B.C}'", "!GetAtt A.Arn", "!If [A, B, A]", "!Ref AWS::NoValue",
            "Api", "AWS_IAM", "NONE", "/a/{b}", "String", "*", "&x y", "*x", "~", "true", "-1", "1e999", "9999999999999999999", "'", "\"", "[", "!", "(a"),
        Gen.String[Gen.Char, 0, 8]);

    private static readonly Gen<string> Document = Gen.Recursive<string>((depth, self) => depth >= 5
        ? Scalar
        : Gen.OneOf(
            Scalar,
            self.List[0, 4].Select(static items => $"[{string.Join(", ", items)}]"),
            Gen.Select(Key, self).List[0, 5].Select(static entries => $"{{{string.Join(", ", entries.Select(static e => $"'{e.Item1}': {e.Item2}"))}}}")));

    // A document that reaches the resources, so that what lies behind the sections is tried too.
    private static readonly Gen<string> Template = Gen.Select(Document, Document, Document, Scalar).Select(static (first, second, globals, type) =>
        $$$"""
        Transform: AWS::Serverless-2016-10-31
        Globals: {Function: {{{globals}}} }
        Resources:
          A: {Type: {{{type}}}, Properties: {{{first}}} }
          B: {Type: {{{type}}}, Properties: {{{second}}} }
        """);

    [Fact]
    public void Is_answered_and_never_throws() =>
        Gen.OneOf(Document, Template, Gen.String).Sample(
            static text =>
            {
                var result = TemplateLoader.Parse(text, "template.yaml", Given.Options);
                return (result.Stack is null) == !result.Errors.IsEmpty && result.Errors.All(static e => e.At.Line >= 1 && e.Message.Length > 0);
            },
            iter: 20_000);

    [Fact]
    public void Is_answered_the_same_each_time() =>
        Template.Sample(
            static text => TemplateLoader.Parse(text, "t", Given.Options).Errors.SequenceEqual(TemplateLoader.Parse(text, "t", Given.Options).Errors),
            iter: 2_000);

    [Theory]
    [InlineData("", "template.yaml:1: The template is empty. Declare at least one resource under 'Resources'.")]
    [InlineData("- a", "template.yaml:1: A template is a map of sections, but this is a list. Start with 'Resources:'.")]
    [InlineData("Resources: {}\n---\nb: 1", "template.yaml:2: A template is one YAML document; here a second one starts. Remove the '---' and what follows it.")]
    [InlineData("Resources:\n  A: *b", "template.yaml:2: This is not valid YAML: no value is anchored as '&b' above. Correct the syntax at this line.")]
    [InlineData(" : +vfp5Z+~0\\-6=S>oT", "template.yaml:1: This is not valid YAML: a value is missing here. Correct the syntax at this line.")]
    [InlineData("a: {b: l?t.m\\`: }", "template.yaml:1: This is not valid YAML: while parsing a flow mapping, did not find expected ',' or '}'. Correct the syntax at this line.")]
    [InlineData("Resources: {}", "template.yaml:1 Resources: The template declares no resources. Declare at least one resource under 'Resources'.")]
    [InlineData("AWSTemplateFormatVersion: 2011-01-01\nResources: {}", "template.yaml:1 AWSTemplateFormatVersion: The only version there is, is '2010-09-09'. Write '2010-09-09'.")]
    public void That_is_no_template_says_why(string text, string expected) => Assert.Contains(expected, Given.Errors(text));

    [Fact]
    public void With_aliases_of_aliases_is_refused_before_it_is_written_out()
    {
        var levels = string.Concat(Enumerable.Range(1, 30).Select(static i => $"  L{i}: &l{i} [*l{i - 1}, *l{i - 1}]\n"));

        Assert.Contains(
            "template.yaml:1: The template holds more than 500000 values when its aliases are written out. Remove aliases of aliases.",
            Given.Errors($"Metadata:\n  L0: &l0 [a]\n{levels}Resources: {{}}\n"));
    }

    [Fact]
    public void Nested_beyond_reason_is_refused() =>
        Assert.Contains(Given.Errors(new string('[', 5000)), static error => error.Contains("nested more than 64 deep", StringComparison.Ordinal));

    [Fact]
    public void In_json_is_a_template_too() => Assert.Equal(
        "work",
        Given.Stack("""{"Resources": {"Q": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "work"}}}, "Outputs": {"O": {"Value": {"Fn::GetAtt": ["Q", "QueueName"]}}}}""").Outputs.Single().Value);

    [Fact]
    public void With_anchors_and_merge_keys_is_read_as_written_out()
    {
        var stack = Given.Stack(
            """
            Transform: AWS::Serverless-2016-10-31
            Metadata:
              Common: &common {CodeUri: code, Handler: Common, Runtime: dotnet10}
            Resources:
              One:
                Type: AWS::Serverless::Function
                Properties: {<<: *common, Handler: Own}
              Two:
                Type: AWS::Serverless::Function
                Properties: *common
            """);

        Assert.Equal(["Own", "Common"], stack.Functions.Select(static function => function.Handler));
    }

    [Theory]
    [InlineData("Resources:\n  A:\n    Type: AWS::SQS::Queue\n\tfoo: [1\n", 4)]
    [InlineData("Resources:\n  A:\n    Type: AWS::SQS::Queue\n    Properties:\n\t\tQueueName: q\n", 5)]
    [InlineData("Resources:\n\tA: {Type: AWS::SQS::Queue}\n", 2)]
    public void With_a_tab_in_the_indentation_is_told_at_that_line(string text, int line) =>
        Assert.StartsWith($"template.yaml:{line}: This is not valid YAML", Given.Errors(text).First(), StringComparison.Ordinal);
}
