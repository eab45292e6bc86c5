namespace Sam.Tests.Templates;

/// <summary><c>AWS::Include</c> from files beside the template, and macros, which LocalAws does not run.</summary>
public sealed class Included_files : IDisposable
{
    private const string Function = "Type: AWS::Serverless::Function, Properties: {Handler: h, Runtime: nodejs22.x, CodeUri: c, Events: {Call: {Type: Api, Properties: {Path: /, Method: get}}}}";

    private readonly string folder = Directory.CreateTempSubdirectory("include").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private LoadResult Load(string template)
    {
        File.WriteAllText(Path.Combine(folder, "topic.yaml"), "Type: AWS::SNS::Topic\nProperties:\n  TopicName: !Sub 'included-${AWS::Region}'\n");
        File.WriteAllText(Path.Combine(folder, "names.json"), """{"TopicName": "json", "DisplayName": "one"}""");
        File.WriteAllText(Path.Combine(folder, "display.json"), """{"DisplayName": "two", "KmsMasterKeyId": "k"}""");
        File.WriteAllText(Path.Combine(folder, "whole.yaml"), "Mappings: {M: {a: {b: mapped}}}\nResources: {Second: {Type: AWS::SNS::Topic, Properties: {TopicName: second}}}\n");
        File.WriteAllText(Path.Combine(folder, "list.yaml"), "[x, y]\n");
        File.WriteAllText(Path.Combine(folder, "nested.yaml"), "TopicName: {'Fn::Transform': {Name: AWS::Include, Parameters: {Location: list.yaml}}}\n");
        File.WriteAllText(Path.Combine(folder, "broken.yaml"), "a:\n  - [\n");
        var file = Path.Combine(folder, "template.yaml");
        File.WriteAllText(file, template);
        return TemplateLoader.Load(file, new StackOptions());
    }

    private static string Include(string location) => $"'Fn::Transform': {{Name: AWS::Include, Parameters: {{Location: {location}}}}}";

    [Theory]
    [InlineData("Resources: {T: {", "topic.yaml", "}}", "!GetAtt T.TopicName", "included-us-east-1")]
    [InlineData("Resources: {T: {Type: AWS::SNS::Topic, Properties: {", "./names.json", "}}}", "!GetAtt T.TopicName", "json")]
    [InlineData("Resources: {T: {Type: AWS::SNS::Topic, Properties: {TopicName: own, ", "names.json", "}}}", "!GetAtt T.TopicName", "own")]
    [InlineData("Resources: {T: {Type: AWS::SNS::Topic, Properties: {TopicName: !Select [1, {", "list.yaml", "}]}}}", "!GetAtt T.TopicName", "y")]
    public void Take_the_place_of_the_call(string before, string location, string after, string output, string expected)
    {
        var result = Load($"{before}{Include(location)}{after}\nOutputs: {{Out: {{Value: {output}}}}}\n");

        Assert.Equal([], result.Errors.Select(static error => error.ToString()));
        Assert.Equal(expected, Assert.Single(result.Stack!.Outputs).Value);
        Assert.Empty(result.Stack!.Closures);
    }

    [Theory]
    [InlineData("Transform: {Name: AWS::Include, Parameters: {Location: whole.yaml}}")]
    [InlineData("Transform: [AWS::LanguageExtensions, {Name: AWS::Include, Parameters: {Location: whole.yaml}}]")]
    public void Are_merged_into_the_template_from_its_section_of_transforms(string transform)
    {
        var result = Load($"{transform}\nResources: {{T: {{Type: AWS::SNS::Topic}}}}\nOutputs: {{Out: {{Value: !Sub ['${{Second.TopicName}}-${{x}}', {{x: !FindInMap [M, a, b]}}]}}}}\n");

        Assert.Equal([], result.Errors.Select(static error => error.ToString()));
        Assert.Equal("second-mapped", Assert.Single(result.Stack!.Outputs).Value);
    }

    [Fact]
    public void May_be_several_of_which_the_first_goes_before()
    {
        var result = Load("Resources: {T: {Type: AWS::SNS::Topic, Properties: {'Fn::Transform': [{Name: AWS::Include, Parameters: {Location: names.json}}, {Name: AWS::Include, Parameters: {Location: display.json}}]}}}\nOutputs: {Out: {Value: !GetAtt T.TopicName}}\n");

        Assert.Equal("json", Assert.Single(result.Stack!.Outputs).Value);
    }

    [Theory]
    [InlineData("missing.yaml", "AWS::Include: missing.yaml:1: The template cannot be read: Could not find")]
    [InlineData("broken.yaml", "AWS::Include: broken.yaml:")]
    [InlineData(".", "AWS::Include: .:1: The template cannot be read: it is a folder.")]
    public void Are_errors_at_the_call_when_they_cannot_be_read(string location, string error) => Assert.Contains(
        Load($"Resources:\n  T:\n    {Include(location)}\n").Errors,
        told => told.At.Line == 3 && told.ToString().Contains(error, StringComparison.Ordinal));

    [Theory]
    [InlineData($$$$"""Resources: {'Fn::Transform': {Name: Everything}, F: {{{{{Function}}}}}}""", "The macro 'Everything' makes this value")]
    [InlineData($$$$"""Resources: {G: {'Fn::Transform': Mine}, F: {{{{{Function}}}}}}""", "A macro makes this value")]
    [InlineData($$$$"""Resources: {F: {'Fn::Transform': {Name: Mine}, {{{{Function}}}}}}""", "The macro 'Mine' makes this value")]
    [InlineData($$$$"""Resources: {F: {{{{{Function}}}}}, P: {Type: AWS::SNS::Topic}, 'Fn::Transform': {Name: AWS::Include, Parameters: {Location: 's3://bucket/x.yaml'}}}""", "What AWS::Include puts here is in a file that LocalAws does not read.")]
    [InlineData("""Resources: {F: {Type: AWS::Serverless::Function, Properties: {Handler: h, Runtime: nodejs22.x, CodeUri: c, 'Fn::Transform': {Name: Mine}, Events: {Call: {Type: Api, Properties: {Path: /, Method: get}}}}}}""", "The macro 'Mine'")]
    [InlineData("""Resources: {F: {Type: AWS::Serverless::Function, Properties: {Handler: h, Runtime: nodejs22.x, CodeUri: c, Events: {Call: {Type: Api, Properties: {Path: /, Method: get, Auth: !Transform {Name: Mine}}}}}}}""", "The macro 'Mine'")]
    public void And_macros_close_what_they_may_change(string resources, string reason)
    {
        var result = Load($"Transform: AWS::Serverless-2016-10-31\n{resources}\n");

        Assert.Equal([], result.Errors.Select(static error => error.ToString()));
        var route = Assert.Single(Assert.Single(result.Stack!.Apis).Routes);
        Assert.StartsWith(reason, Assert.IsType<ClosedAuthorizer>(route.Authorizer).Closure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Include_no_further_ones() => Assert.StartsWith(
        "microservices-T-", Load($"Resources: {{T: {{Type: AWS::SNS::Topic, Properties: {{{Include("nested.yaml")}}}}}}}\nOutputs: {{Out: {{Value: !GetAtt T.TopicName}}}}\n").Stack!.Outputs[0].Value,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("[Company::Guard, AWS::Serverless-2016-10-31]", true)]
    [InlineData("[{Name: Company::Guard, Parameters: {a: b}}, AWS::Serverless-2016-10-31]", true)]
    [InlineData("[AWS::SecretsManager-2024-09-16, AWS::Serverless-2016-10-31, AWS::CodeDeployBlueGreen]", false)]
    [InlineData("[AWS::LanguageExtensions, AWS::Serverless-2016-10-31]", false)]
    public void And_macros_of_the_whole_template_close_all_of_it(string transform, bool closed)
    {
        var result = Load($"Transform: {transform}\nResources: {{F: {{{Function}}}}}\n");

        Assert.Equal([], result.Errors.Select(static error => error.ToString()));
        Assert.Equal(closed, Assert.Single(Assert.Single(result.Stack!.Apis).Routes).Authorizer is ClosedAuthorizer);
        Assert.Equal(closed, result.Stack!.Functions[0].Closed is not null);
    }

    [Theory]
    [InlineData("AWS::Serverless-2016-10-13", "There is no transform 'AWS::Serverless-2016-10-13'. Did you mean 'AWS::Serverless-2016-10-31'?")]
    [InlineData("AWS::LanguageExtension", "There is no transform 'AWS::LanguageExtension'. Did you mean 'AWS::LanguageExtensions'?")]
    [InlineData("[[x]]", "A transform is a name, or a map with Name and Parameters, but this is a list.")]
    public void And_misspelled_transforms_are_errors(string transform, string error) => Assert.Contains(
        Load($"Transform: {transform}\nResources: {{T: {{Type: AWS::SNS::Topic}}}}\n").Errors, told => told.ToString().Contains(error, StringComparison.Ordinal));
}
