namespace Sam.Tests.Templates;

/// <summary>Stacks that a template makes of other templates beside it.</summary>
public sealed class Nested_stacks : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("nested").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private LoadResult Load(string template, string child = "", StackOptions? options = null)
    {
        File.WriteAllText(Path.Combine(folder, "child.yaml"), child.Length > 0 ? child : """
            Parameters: {Stage: {Type: String}, Names: {Type: CommaDelimitedList, Default: 'x, y'}, Unknown: {Type: String, Default: d}}
            Resources:
              Table: {Type: AWS::DynamoDB::Table, Properties: {TableName: !Sub '${Stage}-table', KeySchema: [{AttributeName: id, KeyType: HASH}], AttributeDefinitions: [{AttributeName: id, AttributeType: S}], BillingMode: PAY_PER_REQUEST}}
            Outputs:
              Name: {Value: !Select [1, !Split ['/', !Select [1, !Split [':table', !GetAtt Table.Arn]]]]}
              Second: {Value: !Select [1, !Ref Names]}
              Lost: {Value: !Ref Unknown}
            """);
        var file = Path.Combine(folder, "template.yaml");
        File.WriteAllText(file, template);
        return TemplateLoader.Load(file, options ?? new StackOptions());
    }

    private static string Outputs(LoadResult result)
    {
        Assert.Equal([], result.Errors.Select(static error => error.ToString()));
        return string.Join(' ', result.Stack!.Outputs.Select(static output => $"{output.Name}={output.Value}"));
    }

    [Theory]
    [InlineData("Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: child.yaml, Parameters: {Stage: !Ref Stage, Names: [a, !Sub 'b-${Stage}']}}")]
    [InlineData("Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: !Sub './child.yaml', Parameters: {Stage: !Ref Stage, Names: 'a,b-dev'}}")]
    [InlineData("Type: AWS::CloudFormation::Stack, Metadata: {'aws:asset:path': child.yaml, 'aws:asset:property': TemplateURL}, Properties: {TemplateURL: !Sub 'https://s3.${AWS::URLSuffix}/b/x.json', Parameters: {Stage: !Ref Stage, Names: 'a,b-dev'}}")]
    [InlineData("Type: AWS::Serverless::Application, Properties: {Location: child.yaml, Parameters: {Stage: !Ref Stage, Names: 'a,b-dev'}}")]
    public void Take_parameters_and_give_outputs(string nested)
    {
        var result = Load($"Transform: AWS::Serverless-2016-10-31\nParameters: {{Stage: {{Type: String, Default: dev}}}}\nResources: {{Data: {{{nested}}}}}\nOutputs: {{Table: {{Value: !GetAtt Data.Outputs.Name}}, Both: {{Value: !Sub '${{Data.Outputs.Second}}-${{Data.Outputs.Lost}}'}}}}\n");

        Assert.Equal("Table=dev-table Both=b-dev-d", Outputs(result));
        var child = Assert.Single(result.Stack!.Nested);
        Assert.Matches("^microservices-Data-[0-9A-Z]{12}$", child.Name);
        Assert.Equal("dev-table", Assert.Single(child.Tables).TableName);
        Assert.Equal((result.Stack!.Region, result.Stack.AccountId), (child.Region, child.AccountId));
    }

    [Fact]
    public void Know_what_others_of_the_template_say_and_what_nobody_does()
    {
        var result = Load("""
            Parameters: {Nobody: {Type: String}}
            Resources:
              First: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: child.yaml, Parameters: {Stage: one, Unknown: !Ref Nobody}}}
              Second: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: child.yaml, Parameters: {Stage: !GetAtt First.Outputs.Name}}}
              Elsewhere: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: 'https://s3.amazonaws.com/bucket/x.yaml'}}
              Asset: {Type: AWS::CloudFormation::Stack, Metadata: {'aws:asset:path': lost.json}, Properties: {TemplateURL: 'https://s3.amazonaws.com/bucket/y.yaml'}}
            Outputs: {Name: {Value: !GetAtt Second.Outputs.Name}, Lost: {Value: !GetAtt First.Outputs.Lost}, Other: {Value: !GetAtt Elsewhere.Outputs.X}, Arn: {Value: !Ref Elsewhere}}
            """);

        Assert.StartsWith("Name=one-table-table Arn=arn:aws:cloudformation:us-east-1:111122223333:stack/microservices-Elsewhere-", Outputs(result), StringComparison.Ordinal);
        Assert.Equal(2, result.Stack!.Nested.Length);
        Assert.Equal(result.Stack.Nested[0].Id, result.Stack.References.First(static one => one is { LogicalId: "First", Attribute: null }).Value);
    }

    [Theory]
    [InlineData("child.yaml", "Stage: x, Stge: y", "", "A value was given for 'Stge', but the template has no such parameter.")]
    [InlineData("child.yaml", "Stage: x", "Resources: []", "child.yaml:1 Resources: A section is a map from names to declarations")]
    [InlineData("none.yaml", "Stage: x", "", "Nested.TemplateURL: There is no template 'none.yaml'.")]
    [InlineData("template.yaml", "A: x", "", "The template nests itself: template.yaml.")]
    public void Are_told_with_their_errors(string location, string parameters, string child, string error) => Assert.Contains(
        Load($"Resources: {{Nested: {{Type: AWS::CloudFormation::Stack, Properties: {{TemplateURL: {location}, Parameters: {{{parameters}}}}}}}}}\n", child).Errors,
        told => told.ToString().Contains(error, StringComparison.Ordinal));

    [Fact]
    public void Have_no_outputs_that_they_do_not_declare() => Assert.Contains(
        "has no output 'Nam'. Did you mean 'Name'?",
        Assert.Single(Load("Resources: {N: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: child.yaml, Parameters: {Stage: x}}}}\nOutputs: {O: {Value: !GetAtt N.Outputs.Nam}}\n").Errors).ToString(),
        StringComparison.Ordinal);

    [Fact]
    public void Are_not_there_when_their_condition_is_false() => Assert.Empty(Load(
        "Conditions: {Never: !Equals [a, b]}\nResources: {N: {Type: AWS::CloudFormation::Stack, Condition: Never, Properties: {TemplateURL: child.yaml}}, T: {Type: AWS::SNS::Topic}}\n").Stack!.Nested);
}
