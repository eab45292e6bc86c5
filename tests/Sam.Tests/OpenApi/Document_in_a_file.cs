namespace Sam.Tests.OpenApi;

public sealed class Document_in_a_file : IDisposable
{
    private const string Operation =
        "{x-amazon-apigateway-integration: {type: aws_proxy, httpMethod: POST, uri: 'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:111122223333:function:worker/invocations'}";

    private readonly string folder = Directory.CreateTempSubdirectory("localaws-").FullName;

    public void Dispose() => Directory.Delete(folder, true);

    [Theory]
    [InlineData("api.yaml", "swagger: '2.0'\npaths:\n  /items:\n    get: " + Operation + "}\n", 4)]
    [InlineData("api.json", "{\"swagger\": \"2.0\",\n\"paths\": {\"/items\":\n{\"get\": {\"x-amazon-apigateway-integration\": {\"type\": \"aws_proxy\", \"uri\": \"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:111122223333:function:worker/invocations\"}}}}}", 3)]
    public void Has_routes_with_lines_of_its_own(string name, string text, int line)
    {
        var route = Assert.Single(Load(name, text).Stack!.Apis[0].Routes);

        Assert.Equal(("GET", "/items", "Function"), (route.Method, route.Path, route.FunctionLogicalId));
        Assert.Equal((name, line), (Path.GetFileName(route.Line.File), route.Line.Line));
        Assert.Null(route.Closed);
    }

    [Fact]
    public void Knows_no_functions_of_cloudformation()
    {
        var closure = Assert.Single(Load("api.yaml", "swagger: '2.0'\npaths:\n  /items:\n    get: {x-amazon-apigateway-integration: {type: aws_proxy, uri: !Sub '${Function.Arn}'}}\n").Stack!.Apis[0].Routes).Closed!;

        Assert.Equal(("api.yaml", 4), (Path.GetFileName(closure.At.File), closure.At.Line));
        Assert.Equal("CloudFormation evaluates no functions in a file that is a document of its own, and this is Fn::Sub.", closure.Message);
    }

    [Fact]
    public void Is_told_with_its_own_name_where_it_is_wrong()
    {
        var error = Assert.Single(Load("api.yaml", "swagger: '2.0'\npaths: {/items: {get: ").Errors);

        Assert.Equal("api.yaml", Path.GetFileName(error.At.File));
    }

    [Fact]
    public void Is_refused_where_it_is_not() => Assert.StartsWith("The document cannot be read: ", Assert.Single(Load(null, "").Errors).Message, StringComparison.Ordinal);

    [Fact]
    public void Takes_nothing_of_the_transforms_that_would_change_it() => Assert.Equal(
        "The transform takes Auth only of an API whose document stands in the template.",
        Assert.Single(Load("api.yaml", "swagger: '2.0'\npaths: {}\n", "\n      Auth: {DefaultAuthorizer: AWS_IAM}").Errors).Message);

    private LoadResult Load(string? name, string text, string properties = "")
    {
        var template = Path.Combine(folder, "template.yaml");
        File.WriteAllText(template, $"""
            Transform: AWS::Serverless-2016-10-31
            Resources:
              Api:
                Type: AWS::Serverless::Api
                Properties:
                  StageName: v1
                  DefinitionUri: {name ?? "nothing.yaml"}{properties}
              Function:
                Type: AWS::Serverless::Function
                Properties: {"{FunctionName: worker, CodeUri: code, Handler: Handler, Runtime: dotnet10}"}
            """);
        if (name is not null)
        {
            File.WriteAllText(Path.Combine(folder, name), text);
        }

        return TemplateLoader.Load(template, new StackOptions());
    }
}
