using Sam.Tests.Templates;

namespace Sam.Tests.Intrinsics;

/// <summary>What <c>AWS::LanguageExtensions</c> adds.</summary>
public class Language_extensions
{
    private const string Start = """
        Transform: [AWS::LanguageExtensions, AWS::Serverless-2016-10-31]
        Parameters:
          Names: {Type: CommaDelimitedList, Default: 'orders, billing'}
          Nobody: {Type: CommaDelimitedList}
        Mappings:
          Zones:
            eu: {Names: [a, b], Memory: 128}

        """;

    [Theory]
    [InlineData("!Join ['-', [!Length [a, b, c]]]", "3")]
    [InlineData("!Join ['-', [!Length {Ref: Names}]]", "2")]
    [InlineData("!Join ['-', [!Length {'Fn::Split': [':', 'a:b:c:d']}]]", "4")]
    [InlineData("!ToJsonString {a: 1, b: [true, 'x\"y'], c: !Ref Names, d: !Ref AWS::NoValue}", """{"a":1,"b":[true,"x\"y"],"c":["orders","billing"]}""")]
    [InlineData("!ToJsonString [!Sub '${AWS::Region}', <b>]", """["us-east-1","<b>"]""")]
    [InlineData("!FindInMap [Zones, eu, Memory, {DefaultValue: 512}]", "128")]
    [InlineData("!FindInMap [Zones, us, Memory, {DefaultValue: !Sub '${AWS::Region}'}]", "us-east-1")]
    [InlineData("!FindInMap [No, !Select [0, !Ref Names], Memory, {DefaultValue: 64}]", "64")]
    public void Add_functions(string expression, string expected) => Assert.Equal(
        expected,
        Assert.Single(Given.Stack($"{Start}Resources: {{Topic: {{Type: AWS::SNS::Topic}}}}\nOutputs: {{Out: {{Value: {expression}}}}}\n").Outputs).Value);

    [Fact]
    public void Make_functions_and_their_routes_of_a_list()
    {
        var stack = Given.Stack(Start + """
            Resources:
              Fn::ForEach::Services:
                - Service
                - !Ref Names
                - ${Service}Function:
                    Type: AWS::Serverless::Function
                    Properties:
                      Handler: !Sub ${Service}.handler
                      Runtime: nodejs22.x
                      CodeUri: code/${Service}
                      Environment: {Variables: {NAME: !Ref Service}}
                      Events:
                        Fn::ForEach::Verbs:
                          - Verb
                          - [get, post]
                          - Call${Verb}: {Type: Api, Properties: {Path: '/${Service}', Method: !Ref Verb}}
            """);

        Assert.Equal(["ordersFunction", "billingFunction"], stack.Functions.Select(static function => function.LogicalId));
        Assert.Equal("billing", stack.Functions[1].Environment["NAME"]);
        Assert.Equal(
            ["GET /orders", "POST /orders", "GET /billing", "POST /billing"],
            Assert.Single(stack.Apis).Routes.Select(static route => $"{route.Method} {route.Path}"));
    }

    [Fact]
    public void Make_conditions_outputs_and_names_without_other_characters_than_letters()
    {
        var stack = Given.Stack("""
            Transform: AWS::LanguageExtensions
            Mappings: {Cidrs: {All: {List: ['10.0/16', 'x-y']}}}
            Conditions:
              Fn::ForEach::Conditions: [X, [One, Two], {'Is${X}': !Equals [!Ref X, One]}]
            Resources:
              Fn::ForEach::Topics:
                - Name
                - !FindInMap [Cidrs, All, List]
                - Topic&{Name}: {Type: AWS::SNS::Topic, Properties: {DisplayName: 'for ${Name}', TopicName: '&{Name}'}}
            Outputs:
              Fn::ForEach::Outputs: [Name, [10016, xy], {'Out${Name}': {Value: !GetAtt 'Topic${Name}.TopicName'}}]
              First: {Condition: IsOne, Value: yes}
              Second: {Condition: IsTwo, Value: no}
            """);

        Assert.Equal(["Out10016=10016", "Outxy=xy", "First=true"], stack.Outputs.Select(static output => $"{output.Name}={output.Value}"));
    }

    [Fact]
    public void Close_everything_when_a_loop_of_resources_goes_over_a_list_that_nobody_gave()
    {
        var stack = Given.Stack(Start + """
            Resources:
              Fn::ForEach::Topics: [Name, !Ref Nobody, {'Topic${Name}': {Type: AWS::SNS::Topic}}]
              Function:
                Type: AWS::Serverless::Function
                Properties: {Handler: h, Runtime: nodejs22.x, CodeUri: c, Events: {Call: {Type: Api, Properties: {Path: /, Method: get}}}}
            """);

        var closed = Assert.IsType<ClosedAuthorizer>(Assert.Single(Assert.Single(stack.Apis).Routes).Authorizer);
        Assert.Equal("Give one with --parameter Nobody=VALUE, or add a Default.", closed.Closure.Remedy);
        Assert.Equal(9, closed.Closure.At.Line);
    }

    [Theory]
    [InlineData("{'Fn::ForEach::L': [X, [a], {'T${X}': {Type: AWS::SNS::Topic}}]}", "", "template.yaml:1 Resources: 'Fn::ForEach::L' needs the transform AWS::LanguageExtensions.")]
    [InlineData("{'Fn::ForEach::L': [X, [a, b], {T: {Type: AWS::SNS::Topic}}]}", "Transform: AWS::LanguageExtensions", "template.yaml:1 Resources: The loop makes the key 'T' a second time. Put ${X} into the key.")]
    [InlineData("{'Fn::ForEach::L': [X, [a, b]]}", "Transform: AWS::LanguageExtensions", "template.yaml:1 Resources: Fn::ForEach::L takes an identifier, a list and a map.")]
    [InlineData("{'Fn::ForEach::L': [X, text, {'T${X}': {Type: AWS::SNS::Topic}}]}", "Transform: AWS::LanguageExtensions", "template.yaml:1 Resources: A loop takes a list, but this is text.")]
    [InlineData("{'Fn::ForEach::L': [X, ['a-b'], {'T${X}': {Type: AWS::SNS::Topic}}]}", "Transform: AWS::LanguageExtensions", "template.yaml:1 Ta-b: 'Ta-b' is not a logical id.")]
    public void Say_what_is_wrong_with_a_loop(string resources, string transform, string error) =>
        Assert.Contains(Given.Errors($"Resources: {resources}\n{transform}\n"), told => told.StartsWith(error, StringComparison.Ordinal));

    [Fact]
    public void Bound_loops_in_loops()
    {
        var list = $"[{string.Join(", ", Enumerable.Range(0, 90).Select(static i => $"v{i}"))}]";
        var loop = "{Type: AWS::SNS::Topic}";
        for (var depth = 0; depth < 5; depth++)
        {
            loop = $"{{'Fn::ForEach::L{depth}': [X{depth}, {list}, {{'K${{X{depth}}}': {loop}}}]}}";
        }

        Assert.Contains(Given.Errors($"Transform: AWS::LanguageExtensions\nResources: {loop}\n"), static error => error.Contains("when its loops are written out", StringComparison.Ordinal));
    }
}
