using System.Diagnostics;
using System.Globalization;
using System.Text;
using Emulation;
using Emulation.Access;

namespace Benchmarks.Ratios;

/// <summary>
/// The access matrix of 200 roles by 1,000 routes: every role may call five routes, one of them by a wildcard and one under a condition; the
/// resource policy guards every tenth route.
/// </summary>
internal sealed class MatrixSample
{
    private const int Roles = 200;
    private const int Routes = 1000;
    private readonly LoadedStacks stacks;

    public MatrixSample()
    {
        var folder = Directory.CreateTempSubdirectory("localaws-matrix-").FullName;
        var file = Path.Combine(folder, "template.yaml");
        File.WriteAllText(file, Template());
        stacks = LoadedStacks.Load(new EmulatorOptions { Templates = [new TemplateSource(file, EmulatorOptions.DefaultAccount)] });
        Directory.Delete(folder, recursive: true);
    }

    /// <returns>The median of five, in milliseconds.</returns>
    public double Milliseconds()
    {
        var times = new List<double>();
        for (var i = 0; i < 6; i++)
        {
            var started = Stopwatch.GetTimestamp();
            var matrix = AccessMatrix.Of(stacks);
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            if (matrix.Cells.Count < Roles * Routes)
            {
                throw new InvalidOperationException("The sample matrix lacks cells.");
            }
        }

        return times.Skip(1).Order().ElementAt(2);
    }

    private static string Template()
    {
        var text = new StringBuilder("Transform: AWS::Serverless-2016-10-31\nResources:\n");
        text.Append("  Api:\n    Type: AWS::Serverless::Api\n    Properties:\n      StageName: v1\n      Auth:\n        DefaultAuthorizer: AWS_IAM\n        InvokeRole: NONE\n        ResourcePolicy:\n          CustomStatements:\n");
        for (var i = 0; i < Routes; i += 10)
        {
            text.Append(CultureInfo.InvariantCulture, $"            - {{ Effect: Deny, Principal: '*', Action: execute-api:Invoke, Resource: 'execute-api:/v1/GET/things{i}/*', Condition: {{ ArnNotEquals: {{ 'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/Role{i % Roles}' }} }} }}\n");
        }

        text.Append("  Function:\n    Type: AWS::Serverless::Function\n    Properties:\n      CodeUri: .\n      Handler: x\n      Runtime: dotnet10\n      Events:\n");
        for (var i = 0; i < Routes; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"        E{i}: {{ Type: Api, Properties: {{ RestApiId: !Ref Api, Method: GET, Path: '/things{i}/{{id}}' }} }}\n");
        }

        for (var i = 0; i < Roles; i++)
        {
            const string arn = "arn:aws:execute-api:*:*:*/v1/GET";
            text.Append(CultureInfo.InvariantCulture, $$"""
                  Role{{i}}:
                    Type: AWS::IAM::Role
                    Properties:
                      RoleName: Role{{i}}
                      AssumeRolePolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: Allow, Principal: { AWS: "111122223333" }, Action: "sts:AssumeRole" }] }
                      Policies:
                        - PolicyName: Calls
                          PolicyDocument:
                            Version: "2012-10-17"
                            Statement:
                              - { Effect: Allow, Action: "execute-api:Invoke", Resource: ["{{arn}}/things{{i}}/*", "{{arn}}/things{{i + 200}}/*", "{{arn}}/things{{i + 400}}/public"] }
                              - { Effect: Allow, Action: "execute-api:Invoke", Resource: "{{arn}}/things*{{i}}/*" }
                              - { Effect: Allow, Action: "execute-api:Invoke", Resource: "{{arn}}/things{{i + 600}}/*", Condition: { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } } }

                """);
        }

        return text.ToString();
    }
}
