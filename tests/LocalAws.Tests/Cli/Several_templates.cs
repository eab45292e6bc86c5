using System.CommandLine;
using Emulation;
using Tool.Cli;

namespace Tool.Tests.Cli;

/// <summary>One template of an account is served. Another one's APIs would be missing from routes and matrix, and a matrix that lacks an API proves too much.</summary>
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
    public void Of_one_account_are_refused_with_both_names()
    {
        var (first, second) = (Write("first.yaml", Shop), Write("second.yaml", Shop));
        var refusal = Assert.Throws<UsageException>(() => LoadedStacks.Load(Options("-t", first, "-t", second))).Message;

        Assert.StartsWith($"{first} and {second} are both of account 111122223333, and LocalAws serves one template of an account: the APIs of {second} would be missing", refusal, StringComparison.Ordinal);
        Assert.Throws<UsageException>(() => LoadedStacks.Load(Options("-t", $"{first}@444455556666", "-t", $"{second}@444455556666") with
        {
            Templates = [new TemplateSource(first, "444455556666"), new TemplateSource(second, "444455556666")],
        }));
    }

    [Theory]
    [InlineData("up")]
    [InlineData("validate")]
    [InlineData("routes")]
    [InlineData("lint")]
    [InlineData("matrix")]
    [InlineData("demo")]
    [InlineData("explain", "--as", "anonymous", "GET", "/shop")]
    [InlineData("publish", "--output", "functions")]
    public async Task Of_one_account_are_refused_by_every_verb(params string[] verb)
    {
        var (exitCode, errors) = await CommandLineRun.OfAsync([.. verb, "-t", Write("first.yaml", Shop), "-t", Write("second.yaml", Shop)]);
        Assert.Equal(CommandLine.BadInput, exitCode);
        Assert.Contains("are both of account 111122223333", errors, StringComparison.Ordinal);
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
    public void Of_another_account_with_APIs_are_said_not_to_be_served()
    {
        var stacks = LoadedStacks.Load(Options("-t", Write("template.yaml", Shop), "-t", $"{Write("other.yaml", Shop)}@444455556666"));

        Assert.Contains("LocalAws does not serve the APIs of account 444455556666", Assert.Single(stacks.Notices), StringComparison.Ordinal);
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
