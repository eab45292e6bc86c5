using System.Diagnostics;
using System.Globalization;
using System.Text;
using Sam;

namespace Benchmarks.Ratios;

/// <summary>
/// A template of 2,000 routes, as the transform's events of a function and as CloudFormation's own resources: how long it takes until all of
/// them are read, with who may call them.
/// </summary>
internal static class LoadSample
{
    private const int Routes = 2000;

    /// <returns>The median of five loads, after two that warm up, in milliseconds, of the slower of the two ways to write them.</returns>
    public static double Milliseconds() => Math.Max(Measure(Events()), Measure(Resources()));

    private static double Measure(string template)
    {
        var folder = Directory.CreateTempSubdirectory("localaws-load-").FullName;
        var file = Path.Combine(folder, "template.yaml");
        File.WriteAllText(file, template);
        var times = new List<double>();
        for (var i = 0; i < 7; i++)
        {
            var started = Stopwatch.GetTimestamp();
            var loaded = TemplateLoader.Load(file, new StackOptions());
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            if (loaded.Stack?.Apis.Sum(static api => api.Routes.Length) != Routes)
            {
                throw new InvalidOperationException($"The sample template lacks routes. {string.Join(' ', loaded.Errors.Take(3))}");
            }
        }

        Directory.Delete(folder, recursive: true);
        return times.Skip(2).Order().ElementAt(2);
    }

    private static string Events()
    {
        var text = new StringBuilder("Transform: AWS::Serverless-2016-10-31\nResources:\n");
        text.Append("  Api:\n    Type: AWS::Serverless::Api\n    Properties: { StageName: v1, Auth: { DefaultAuthorizer: AWS_IAM } }\n");
        for (var function = 0; function < 20; function++)
        {
            text.Append(CultureInfo.InvariantCulture, $"  Function{function}:\n    Type: AWS::Serverless::Function\n    Properties:\n")
                .Append("      CodeUri: .\n      Handler: x\n      Runtime: dotnet10\n      Events:\n");
            for (var i = 0; i < Routes / 20; i++)
            {
                text.Append(CultureInfo.InvariantCulture, $"        E{i}: {{ Type: Api, Properties: {{ RestApiId: !Ref Api, Method: GET, Path: '/things{function}/part{i}/{{id}}' }} }}\n");
            }
        }

        return text.ToString();
    }

    private static string Resources()
    {
        var text = new StringBuilder("""
            Resources:
              Role:
                Type: AWS::IAM::Role
                Properties:
                  AssumeRolePolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: "sts:AssumeRole" }] }
              Function:
                Type: AWS::Lambda::Function
                Properties: { Code: { S3Bucket: code, S3Key: function }, Handler: x, Runtime: dotnet10, Role: !GetAtt Role.Arn }
              May:
                Type: AWS::Lambda::Permission
                Properties:
                  FunctionName: !Ref Function
                  Action: lambda:InvokeFunction
                  Principal: apigateway.amazonaws.com
                  SourceArn: !Sub "arn:aws:execute-api:${AWS::Region}:${AWS::AccountId}:${Api}/*"
              Api:
                Type: AWS::ApiGateway::RestApi
                Properties: { Name: Api }
              Deployment:
                Type: AWS::ApiGateway::Deployment
                DependsOn: [Get0]
                Properties: { RestApiId: !Ref Api, StageName: v1 }
              Things:
                Type: AWS::ApiGateway::Resource
                Properties: { RestApiId: !Ref Api, ParentId: !GetAtt Api.RootResourceId, PathPart: things }

            """);
        for (var i = 0; i < Routes; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $$"""
                  Thing{{i}}: { Type: AWS::ApiGateway::Resource, Properties: { RestApiId: !Ref Api, ParentId: !Ref Things, PathPart: thing{{i}} } }
                  Get{{i}}:
                    Type: AWS::ApiGateway::Method
                    Properties:
                      RestApiId: !Ref Api
                      ResourceId: !Ref Thing{{i}}
                      HttpMethod: GET
                      AuthorizationType: AWS_IAM
                      Integration:
                        Type: AWS_PROXY
                        IntegrationHttpMethod: POST
                        Uri: !Sub "arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Function.Arn}/invocations"

                """);
        }

        return text.ToString();
    }
}
