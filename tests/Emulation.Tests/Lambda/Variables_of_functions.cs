using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Emulation.Lambda;

namespace Emulation.Tests.Lambda;

/// <summary>Values that somebody gives for functions' variables, as <c>sam local</c> takes them, and addresses of other services.</summary>
public sealed class Variables_of_functions
{
    private const string Template = """
        Transform: AWS::Serverless-2016-10-31
        Resources:
          First: { Type: AWS::Serverless::Function, Properties: { FunctionName: one, CodeUri: ./, Handler: F, Runtime: provided.al2023, Environment: { Variables: { STAGE: template, TABLE: template, KEPT: template } } } }
          Second: { Type: AWS::Serverless::Function, Properties: { FunctionName: two, CodeUri: ./, Handler: F, Runtime: provided.al2023, Environment: { Variables: { STAGE: template, AWS_ENDPOINT_URL_SQS: "http://own" } } } }
        """;

    private static readonly ImmutableDictionary<string, ImmutableDictionary<string, string>> Given = ImmutableDictionary<string, ImmutableDictionary<string, string>>.Empty
        .Add("Parameters", Values(("STAGE", "all"), ("TABLE", "all"), ("NEW", "all")))
        .Add("First", Values(("TABLE", "first"), ("NEW", "first")))
        .Add("two", Values(("STAGE", "two")));

    [Theory]
    [InlineData("First", "KEPT=template STAGE=all TABLE=first")]
    [InlineData("Second", "STAGE=two")]
    public async Task Are_those_that_are_given_where_the_template_declares_them(string function, string seen) =>
        Assert.Equal(seen, string.Join(' ', (await EnvironmentOfAsync(function, new() { Templates = [], FunctionVariables = Given })).Where(static line => line.StartsWith("STAGE=", StringComparison.Ordinal)
            || line.StartsWith("TABLE=", StringComparison.Ordinal) || line.StartsWith("KEPT=", StringComparison.Ordinal) || line.StartsWith("NEW=", StringComparison.Ordinal))));

    [Fact]
    public async Task Have_addresses_of_services_that_are_not_here()
    {
        var read = ServiceEndpoints.Read(new Dictionary<string, string>
        {
            ["AWS_ENDPOINT_URL_KMS"] = "http://127.0.0.1:9000", ["AWS_ENDPOINT_URL_S3"] = "http://evil.example", ["AWS_ENDPOINT_URL_SQS"] = "http://127.0.0.1:9324", ["AWS_ENDPOINT_URL_STS"] = "http://evil.example", ["AWS_ENDPOINT_URL_LAMBDA"] = "http://evil.example",
            ["AWS_ENDPOINT_URL_SNS"] = "no address", ["AWS_ENDPOINT_URL"] = "http://127.0.0.1:1", ["AWS_ENDPOINT_URL_DYNAMODB"] = "http://127.0.0.1:8000", ["S3"] = "http://127.0.0.1:9000",
        });
        var seen = await EnvironmentOfAsync("Second", new() { Templates = [], ServiceEndpoints = read });
        Assert.Equal(
            ["AWS_ENDPOINT_URL_DYNAMODB=http://127.0.0.1:8000", "AWS_ENDPOINT_URL_KMS=http://127.0.0.1:9000", "AWS_ENDPOINT_URL_SQS=http://own"],
            seen.Where(static line => line.StartsWith("AWS_ENDPOINT_URL_", StringComparison.Ordinal)));
        Assert.DoesNotContain("AWS_ENDPOINT_URL=http://127.0.0.1:1", seen);
        var behind = new EmulatorOptions { Templates = [], ServiceEndpoints = read, Upstreams = ImmutableDictionary<string, UpstreamEndpoint>.Empty.Add("dynamodb", null!) };
        Assert.DoesNotContain(ServiceEndpoints.Told(behind), static told => told.Key == "AWS_ENDPOINT_URL_DYNAMODB");
    }

    private static ImmutableDictionary<string, string> Values(params (string Name, string Value)[] values) => values.ToImmutableDictionary(static one => one.Name, static one => one.Value);

    /// <summary>What a process of the function is started with, in order.</summary>
    private static async Task<string[]> EnvironmentOfAsync(string function, EmulatorOptions options)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the functions of this test are shell scripts");
        var folder = Directory.CreateTempSubdirectory("localaws-tests-").FullName;
        try
        {
            var script = Path.Combine(folder, "bootstrap");
            await File.WriteAllTextAsync(script, """
                #!/bin/sh
                api=http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime
                id=$(curl -sS -D - -o /dev/null "$api/invocation/next" | sed -n 's/^Lambda-Runtime-Aws-Request-Id: \([^\r]*\).*/\1/p')
                curl -sS -o /dev/null -d "\"$(env | sort | base64 | tr -d '\n')\"" "$api/invocation/$id/response"
                """);
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }

            await File.WriteAllTextAsync(Path.Combine(folder, "template.yaml"), Template);
            options = options with { Templates = [new TemplateSource(Path.Combine(folder, "template.yaml"), EmulatorOptions.DefaultAccount)], Port = 0 };
            await using var emulator = await Emulator.StartAsync(options, LoadedStacks.Load(options), TestContext.Current.CancellationToken);
            var result = await emulator.Functions.InvokeAsync(new FunctionCall(emulator.Stacks.Main.Functions.Single(one => one.LogicalId == function), "{}"u8.ToArray()));
            return Encoding.UTF8.GetString(Convert.FromBase64String((string)JsonNode.Parse(result.Payload.Span)!)).Split('\n').Order(StringComparer.Ordinal).ToArray();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
