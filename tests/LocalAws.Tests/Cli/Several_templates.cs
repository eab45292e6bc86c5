using System.CommandLine;
using System.Text.Json.Nodes;
using Emulation;
using Tool.Cli;

namespace Tool.Tests.Cli;

/// <summary>All of them are served and proved: a matrix that lacks an API proves too much.</summary>
public sealed class Several_templates : IDisposable
{
    private const string Shop = """
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Function:
            Type: AWS::Serverless::Function
            Properties:
              CodeUri: .
              Handler: x
              Runtime: dotnet10
              Events:
                Get: { Type: Api, Properties: { Method: GET, Path: /shop } }
        """;

    private static readonly string Signed = Shop.Replace("Path: /shop", "Path: /shop, Auth: { Authorizer: AWS_IAM, InvokeRole: NONE }", StringComparison.Ordinal);

    private const string Partner = """
        Resources:
          PartnerRole:
            Type: AWS::IAM::Role
            Properties:
              RoleName: PartnerRole
              AssumeRolePolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: "sts:AssumeRole" }] }
        """;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("templates-");

    [Fact]
    public async Task Of_one_account_are_listed_together()
    {
        var (exitCode, output) = await CommandLineRun.OutputOfAsync("routes", "--format", "json", "-t", Write("first.yaml", Shop), "-t", Write("second.yaml", Shop.Replace("/shop", "/stock", StringComparison.Ordinal)));

        Assert.Equal(CommandLine.Done, exitCode);
        Assert.Equal(
            [("first", "/shop"), ("second", "/stock")],
            JsonNode.Parse(output)!.AsArray().Select(static route => ((string)route!["stack"]!, (string)route["path"]!)));
    }

    [Fact]
    public async Task In_folders_are_counted_each()
    {
        Directory.CreateDirectory(Path.Combine(folder.FullName, "services", "shop"));
        Directory.CreateDirectory(Path.Combine(folder.FullName, "services", "stock"));
        Write("services/shop/template.yaml", Shop);
        Write("services/stock/template.json", """{"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}}""");
        var (exitCode, output) = await CommandLineRun.OutputOfAsync("validate", "-t", Path.Combine(folder.FullName, "services"));

        Assert.Equal(CommandLine.Done, exitCode);
        Assert.Contains("stack shop of account 111122223333", output, StringComparison.Ordinal);
        Assert.Contains(": 1 route, 1 function, 1 role; no errors.", output, StringComparison.Ordinal);
        Assert.Contains("stack stock of account 111122223333", output, StringComparison.Ordinal);
        Assert.Contains(": 0 routes, 0 functions, 0 roles; no errors.", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("first/ServerlessRestApi", "FunctionRole", "'FunctionRole' is the name of several: say which, first/FunctionRole or second/FunctionRole.")]
    [InlineData("ServerlessRestApi", "first/FunctionRole", "'ServerlessRestApi' is the API of several stacks: say which, first/ServerlessRestApi or second/ServerlessRestApi.")]
    [InlineData(null, "first/FunctionRole", "GET /shop is a route of first/ServerlessRestApi and second/ServerlessRestApi: choose one with --api.")]
    public async Task Say_what_is_ambiguous(string? api, string principal, string words)
    {
        var (exitCode, errors) = await CommandLineRun.OfAsync(
            ["explain", "--as", principal, "GET", "/shop", .. api is null ? [] : (string[])["--api", api], "-t", Write("first.yaml", Signed), "-t", Write("second.yaml", Signed)]);

        Assert.Equal(CommandLine.BadInput, exitCode);
        Assert.Contains(words, errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_one_name_are_refused_with_both()
    {
        var (exitCode, errors) = await CommandLineRun.OfAsync("routes", "-t", $"shop={Write("first.yaml", Shop)}", "-t", $"shop={Write("second.yaml", Shop)}");

        Assert.Equal(CommandLine.BadInput, exitCode);
        Assert.Contains("are both stack shop of account 111122223333: give one of them another name", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Have_one_matrix_that_can_be_kept()
    {
        string[] templates = ["-t", Write("first.yaml", Signed), "-t", Write("second.yaml", Signed)];
        var kept = Path.Combine(folder.FullName, "matrix.md");
        Assert.Equal(CommandLine.Done, (await CommandLineRun.OutputOfAsync(["matrix", "--format", "markdown", "-o", kept, .. templates])).ExitCode);
        Assert.Contains("## second/ServerlessRestApi", await File.ReadAllTextAsync(kept, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(CommandLine.Done, (await CommandLineRun.OutputOfAsync(["matrix", "--check", kept, .. templates])).ExitCode);

        Write("second.yaml", Shop);
        var (exitCode, output) = await CommandLineRun.OutputOfAsync(["matrix", "--check", kept, .. templates]);
        Assert.Equal(CommandLine.DoesNotHold, exitCode);
        Assert.Contains("anonymous gained GET /shop of second/ServerlessRestApi", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_two_accounts_count_wherever_the_accounts_own_stands()
    {
        var (main, partner) = (Write("template.yaml", Shop), Write("partner.yaml", Partner));
        foreach (var stacks in (LoadedStacks[])[LoadedStacks.Load(Options("-t", main, "-t", $"{partner}@444455556666")), LoadedStacks.Load(Options("-t", $"{partner}@444455556666", "-t", main))])
        {
            Assert.Equal(main, stacks.Main.TemplatePath);
            Assert.Equal(["111122223333", "444455556666"], stacks.All.Select(static stack => stack.AccountId.ToString()));
            Assert.Empty(stacks.Notices);
        }
    }

    [Fact]
    public void Tell_events_that_nothing_delivers()
    {
        var stacks = LoadedStacks.Load(Options("-t", Write("template.yaml", $"{Shop}\n        Nightly: {{ Type: Schedule, Properties: {{ Schedule: rate(1 day) }} }}\n")));

        Assert.EndsWith("template.yaml:11 Function: LocalAws does not deliver Nightly (Schedule): nothing here calls the function for it. Call the function with 'aws lambda invoke', or through an API.", Assert.Single(stacks.Notices), StringComparison.Ordinal);
    }

    public void Dispose() => folder.Delete(recursive: true);

    private string Write(string name, string text)
    {
        var path = Path.Combine(folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }

    private static EmulatorOptions Options(params string[] arguments)
    {
        var stack = new StackArguments();
        var command = new RootCommand();
        stack.AddTo(command);
        return stack.Read(command.Parse(arguments));
    }
}
