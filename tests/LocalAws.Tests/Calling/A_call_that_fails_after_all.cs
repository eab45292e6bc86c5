using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Emulation;
using Emulation.Lambda;
using Tool.Tests.Cli;

namespace Tool.Tests.Calling;

/// <summary>Policies let it pass, and its function fails: then that is the reason, here and where it is explained, and no policy is to be changed.</summary>
public sealed class A_call_that_fails_after_all : IAsyncLifetime
{
    private const string Failure = "Fn failed (Unhandled); its log has the cause.";

    private const string Template = """
        Transform: AWS::Serverless-2016-10-31
        Globals: { Function: { CodeUri: ./, Handler: F, Runtime: dotnet10 } }
        Resources:
          Api: { Type: AWS::Serverless::Api, Properties: { StageName: v1 } }
          Signed: { Type: AWS::Serverless::Api, Properties: { StageName: v1, Auth: { DefaultAuthorizer: AWS_IAM } } }
          Fn:
            Type: AWS::Serverless::Function
            Properties:
              Events:
                Open: { Type: Api, Properties: { RestApiId: !Ref Api, Path: /open, Method: get } }
                Closed: { Type: Api, Properties: { RestApiId: !Ref Signed, Path: /signed, Method: get } }
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("failing").FullName;
    private Emulator emulator = null!;

    public async ValueTask InitializeAsync()
    {
        var template = Path.Combine(folder, "template.yaml");
        await File.WriteAllTextAsync(template, Template, TestContext.Current.CancellationToken);
        var options = new EmulatorOptions
        {
            Templates = [TemplateSource.Parse(template)],
            Port = 0,
            StandIns = new FunctionStandIns(ImmutableDictionary<string, FunctionStandIn>.Empty.Add("Fn", static (_, _) => Task.FromResult(InvocationResult.Failed("t", "m")))),
        };
        emulator = await Emulator.StartAsync(options, LoadedStacks.Load(options), TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await emulator.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("Api/open", "nobody")]
    [InlineData("Signed/signed", "admin")]
    public async Task Says_what_failed(string target, string who)
    {
        var (exit, said) = await CommandLineRun.OfAsync(["call", "--profile-dir", Path.Combine(folder, ".localaws"), "--as", who, "GET", target]);

        Assert.Equal(1, exit);
        Assert.Contains("502", said, StringComparison.Ordinal);
        Assert.Contains($"Why{Environment.NewLine}  {Failure}", said, StringComparison.Ordinal);
        Assert.DoesNotContain("The smallest change", said, StringComparison.Ordinal);
        var explain = said.Split('\n').Single(static line => line.StartsWith("More: localaws explain ", StringComparison.Ordinal)).Trim().Split(' ')[2..];

        var (_, text) = await CommandLineRun.OutputOfAsync([.. explain]);
        Assert.Contains("ALLOWED by policies, but failed (502)\n\n" + Failure, text, StringComparison.Ordinal);
        Assert.Contains("How it was decided", text, StringComparison.Ordinal);
        var (_, json) = await CommandLineRun.OutputOfAsync([.. explain, "--format", "json"]);
        var page = JsonNode.Parse(json)!;
        Assert.Equal(("allow", "failed", 502, Failure), ((string?)page["decision"], (string?)page["ended"]!["outcome"], (int)page["ended"]!["status"]!, (string?)page["ended"]!["reason"]));
    }

    /// <summary>Its twin: of a refusal by policies nothing but them is told.</summary>
    [Fact]
    public async Task Is_told_apart_from_one_that_policies_refuse()
    {
        var (exit, said) = await CommandLineRun.OfAsync(["call", "--profile-dir", Path.Combine(folder, ".localaws"), "GET", "Signed/signed"]);

        Assert.Equal(1, exit);
        Assert.Contains("403", said, StringComparison.Ordinal);
        Assert.DoesNotContain("failed", said, StringComparison.Ordinal);
    }

    /// <summary>A supervisor in a container, and a shell behind a company's proxy, ask LocalAws all the same.</summary>
    [Fact]
    public async Task Is_explained_past_a_proxy()
    {
        await CommandLineRun.OutputOfAsync("explain", Guid.NewGuid().ToString(), "--port", new Uri(emulator.EndpointUrl).Port.ToString(System.Globalization.CultureInfo.InvariantCulture));
        var (exit, _) = await CommandLineRun.OutputOfAsync("health", "--url", emulator.EndpointUrl);

        Assert.Equal(0, exit);
        Assert.False(AskedProxy.WasAskedFor(new Uri(emulator.EndpointUrl)));
    }
}
