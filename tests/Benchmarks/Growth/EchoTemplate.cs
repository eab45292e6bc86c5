using System.Globalization;
using System.Text;

namespace Benchmarks.Growth;

/// <summary>A template of signed routes to the handler that answers what it gets, in a temporary folder that goes with this.</summary>
internal sealed class EchoTemplate : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("localaws-template-").FullName;

    private EchoTemplate(string text) => File.WriteAllText(Path, text);

    public string Path => System.IO.Path.Combine(folder, "template.yaml");

    /// <param name="routes">How many routes the first function has, <c>/r0</c> and so on.</param>
    /// <param name="functions">How many functions there are.</param>
    public static EchoTemplate Of(int routes, int functions = 1)
    {
        var text = new StringBuilder("""
            Transform: AWS::Serverless-2016-10-31
            Resources:
              Api: { Type: AWS::Serverless::Api, Properties: { StageName: prod, Auth: { DefaultAuthorizer: AWS_IAM, InvokeRole: NONE } } }

            """);
        for (var function = 0; function < functions; function++)
        {
            text.Append(CultureInfo.InvariantCulture, $$"""
                  Function{{function}}:
                    Type: AWS::Serverless::Function
                    Properties:
                      CodeUri: {{AppContext.BaseDirectory}}
                      Handler: Benchmarks
                      Runtime: dotnet10
                      Timeout: 29
                      MemorySize: 512
                      Events:

                """);
            for (var i = 0; i < (function == 0 ? routes : 1); i++)
            {
                text.Append(CultureInfo.InvariantCulture, $"        E{i}: {{ Type: Api, Properties: {{ RestApiId: !Ref Api, Method: POST, Path: /{(function == 0 ? "r" : $"f{function}r")}{i} }} }}\n");
            }
        }

        return new EchoTemplate(text.ToString());
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
