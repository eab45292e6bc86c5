using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using Emulation;
using Tool.Cli;
using Tool.Revisions;

namespace Tool.Tests.Cli;

/// <summary><c>diff</c>: two revisions of git, or two files.</summary>
public sealed class Access_since_a_revision : IDisposable
{
    private const string Template = """
        Resources:
          Work: { Type: AWS::SQS::Queue }
          Worker:
            Type: AWS::IAM::Role
            Properties:
              AssumeRolePolicyDocument: { Statement: [{ Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: "sts:AssumeRole" }] }
              Policies: [{ PolicyName: P, PolicyDocument: { Statement: [{ Sid: Send, Effect: Allow, Action: "sqs:SendMessage", Resource: !GetAtt Work.Arn }] } }]
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("localaws-tests-").FullName;

    private string Now => Path.Combine(folder, "infra", "template.yaml");

    public Access_since_a_revision()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Now)!);
        File.WriteAllText(Now, Template);
    }

    public void Dispose()
    {
        // Git's objects are read-only, which Windows keeps.
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            File.SetAttributes(file, FileAttributes.Normal);
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Is_told_of_a_revision_and_the_template_as_it_is()
    {
        Commit();
        await File.WriteAllTextAsync(Now, Template.Replace("\"sqs:SendMessage\"", "[\"sqs:SendMessage\", \"sqs:PurgeQueue\"]", StringComparison.Ordinal), TestContext.Current.CancellationToken);

        var (exitCode, output) = await CommandLineRun.OutputOfAsync("diff", "HEAD", "-t", Now);

        Assert.Equal(CommandLine.DoesNotHold, exitCode);
        Assert.Equal("+ Worker gained sqs:PurgeQueue on Work. Allowed by statement 'Send' of the identity policy P (template.yaml:7).", output.Trim());
    }

    [Fact]
    public async Task Is_told_by_the_console_too()
    {
        Commit();
        await File.WriteAllTextAsync(Now, Template.Replace("\"sqs:SendMessage\"", "[\"sqs:SendMessage\", \"sqs:PurgeQueue\"]", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        var given = new EmulatorOptions { Templates = [TemplateSource.Parse(Now)], Port = 0 };
        var options = given with { AtRevision = (revision, cancellation) => RevisionStacks.LoadAsync(given, revision, cancellation) };
        await using var emulator = await Emulator.StartAsync(options, LoadedStacks.Load(options), TestContext.Current.CancellationToken);
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        http.DefaultRequestHeaders.TryAddWithoutValidation("Accept", "text/html");

        var page = await http.GetStringAsync(new Uri($"{emulator.EndpointUrl}/_localaws/matrix?against=HEAD"), TestContext.Current.CancellationToken);
        var none = await http.GetStringAsync(new Uri($"{emulator.EndpointUrl}/_localaws/matrix?against=nosuch"), TestContext.Current.CancellationToken);

        Assert.Contains("<b>gained</b> Worker gained sqs:PurgeQueue on Work. Allowed by statement &#39;Send&#39; of the identity policy P (template.yaml:7).", page, StringComparison.Ordinal);
        Assert.Contains("nor a revision of git", none, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ends_well_where_nobody_gained()
    {
        Commit();
        await File.WriteAllTextAsync(Now, Template.Replace("\"sqs:SendMessage\"", "\"sqs:GetQueueUrl\"", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        Git("commit", "-qam", "less");
        await File.WriteAllTextAsync(Now, Template, TestContext.Current.CancellationToken);

        Assert.Equal((CommandLine.Done, "Everybody may do what they could.\n"), await CommandLineRun.OutputOfAsync("diff", "HEAD~1", "-t", Now));
        Assert.Equal(CommandLine.DoesNotHold, (await CommandLineRun.OutputOfAsync("diff", "HEAD~1", "HEAD", "-t", Now)).ExitCode);
    }

    [Theory]
    [InlineData("nosuch", "'nosuch' is neither a file, a folder nor a revision of git. Say a branch, a tag, a commit, or another template.")]
    [InlineData("--upload-pack=x", "--upload-pack")]
    public async Task Says_what_is_no_revision(string revision, string error)
    {
        Commit();
        var (exitCode, errors) = await CommandLineRun.OfAsync("diff", revision, "-t", Now);

        Assert.Equal(CommandLine.BadInput, exitCode);
        Assert.Contains(error, errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_what_a_revision_has_not()
    {
        Commit();
        var other = Path.Combine(folder, "other.yaml");
        await File.WriteAllTextAsync(other, Template, TestContext.Current.CancellationToken);

        var (_, errors) = await CommandLineRun.OfAsync("diff", "HEAD", "-t", other);

        Assert.Contains("other.yaml is not in revision HEAD.", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_told_of_two_files_for_programs_and_for_a_pull_request()
    {
        var other = Path.Combine(folder, "other.yaml");
        await File.WriteAllTextAsync(other, Template.Replace("sqs:SendMessage", "sqs:*", StringComparison.Ordinal), TestContext.Current.CancellationToken);

        var (_, output) = await CommandLineRun.OutputOfAsync("diff", other, Now, "--format", "json");
        using var json = JsonDocument.Parse(output);
        Assert.Equal("lost", json.RootElement.GetProperty("changes")[0].GetProperty("kind").GetString());
        Assert.StartsWith("**Lost**\n\n- Worker lost sqs:AddPermission, ", (await CommandLineRun.OutputOfAsync("diff", other, Now, "--format", "markdown")).Output, StringComparison.Ordinal);
        Assert.StartsWith("**Gained**\n", (await CommandLineRun.OutputOfAsync("diff", Now, other, "--format", "markdown")).Output, StringComparison.Ordinal);
    }

    private void Commit()
    {
        Git("init", "-q");
        Git("add", ".");
        Git("commit", "-qm", "first");
    }

    private void Git(params string[] arguments)
    {
        try
        {
            using var git = Process.Start(new ProcessStartInfo("git", ["-c", "user.name=Test", "-c", "user.email=test@example.com", .. arguments]) { WorkingDirectory = folder })!;
            git.WaitForExit();
            Assert.Equal(0, git.ExitCode);
        }
        catch (Win32Exception)
        {
            Assert.Skip("There is no git on the PATH.");
        }
    }
}
