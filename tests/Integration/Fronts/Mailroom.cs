using System.Collections.Immutable;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Harness;

namespace Integration.Fronts;

/// <summary>
/// The stack in the folder <c>Mailroom</c>, started once, with moto behind its queue and its secret; the bucket is LocalAws's own. Its template is deployed anew with a
/// statement less, while the functions' processes go on.
/// </summary>
public sealed partial class Mailroom : IAsyncLifetime
{
    private static readonly string Folder = Path.Combine(StackFixture.Root, "tests", "Integration", "Fronts", "Mailroom");

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("localaws-mailroom-");
    private readonly LoggedLines log = new();
    private string? lacks;
    private string text = "";
    private ListeningProgram? moto;
    private LocalAws? aws;

    /// <summary>The statements of the template that say who may do what, by their Sids.</summary>
    public ImmutableArray<string> Statements => [.. StatementLine().Matches(text).Select(static line => line.Groups["sid"].Value)];

    public string QueueArn => aws!.OutputOf("Queue");

    public string SecretArn => aws!.OutputOf("Secret");

    public string BucketArn => aws!.OutputOf("Bucket");

    public int Port => aws!.EndpointUrl.Port;

    private string Template => Path.Combine(folder.FullName, "template.yaml");

    public async ValueTask InitializeAsync()
    {
        lacks = await LackAsync();
        if (lacks is not null)
        {
            return;
        }

        text = await File.ReadAllTextAsync(Path.Combine(Folder, "template.yaml"), TestContext.Current.CancellationToken);

        // A statement that is written otherwise would be one that no test takes away. A role's trust has none.
        Assert.Equal(Regex.Count(text, "Effect:"), Statements.Length + Regex.Count(text, "AssumeRolePolicyDocument:"));
        text = text.Replace("CodeUri: ", $"CodeUri: {Folder}/", StringComparison.Ordinal);
        await File.WriteAllTextAsync(Template, text, TestContext.Current.CancellationToken);
        moto = await MotoProgram.StartAsync();
        aws = await LocalAws.StartAsync(
            new LocalAwsOptions
            {
                Template = Template,
                DataFolder = Path.Combine(folder.FullName, "data"),
                BuildFolder = Path.Combine(Folder, ".localaws", "build"),
                Upstreams = new Dictionary<string, Uri> { ["sqs"] = moto.Url, ["secretsmanager"] = moto.Url },
                Log = log.Add,
            },
            TestContext.Current.CancellationToken);

        // What the calls find: a message and an object of each.
        foreach (var function in (string[])["csharp", "python", "node"])
        {
            foreach (var call in (string[])["send", "put"])
            {
                (await aws.AsNobody().GetAsync("Desk", $"/{function}/{call}", TestContext.Current.CancellationToken)).ShouldBeAllowed();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (aws is not null)
        {
            await aws.DisposeAsync();
        }

        if (moto is not null)
        {
            await moto.DisposeAsync();
        }

        folder.Delete(recursive: true);
    }

    /// <summary>Skips the test where a program is missing.</summary>
    internal Task<LocalAws> StartedAsync()
    {
        Assert.SkipWhen(lacks is not null, lacks ?? "");
        return Task.FromResult(aws!);
    }

    /// <summary>Deploys the template without one of its statements, or whole.</summary>
    internal async Task DeployAsync(string? without)
    {
        var running = await StartedAsync();
        var changed = without is null ? text : StatementLine().Replace(text, line => line.Groups["sid"].Value == without ? "" : line.Value);
        Assert.Equal(without is null ? 0 : 1, text.Split('\n').Length - changed.Split('\n').Length);
        await File.WriteAllTextAsync(Template, changed, TestContext.Current.CancellationToken);
        await running.DeployAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Makes calls: the answer of each route, and what was decided of the services that they call. Functions do not wait for each other.</summary>
    internal async Task<(IReadOnlyDictionary<string, Answer> Answers, IReadOnlyList<AccessDecision> Decisions)> CallAllAsync(IEnumerable<string> routes)
    {
        HashSet<string> seen = [.. aws!.Decisions.All.Select(static decision => decision.Id)];
        var answers = await Task.WhenAll(routes.GroupBy(static route => route.Split('/')[0]).Select(CallInTurnAsync));
        return (
            answers.SelectMany(static one => one).ToDictionary(static one => one.Key, static one => one.Value),
            [.. aws.Decisions.All.Where(decision => !seen.Contains(decision.Id) && decision.Target is "sqs" or "secretsmanager" or "s3")]);
    }

    /// <summary>Waits for a line of the functions' logs.</summary>
    internal Task LoggedAsync(string part) => log.WithAsync(part, TestContext.Current.CancellationToken);

    /// <summary>What <c>localaws explain ID</c> prints.</summary>
    internal async Task<string> ExplainAsync(string id)
    {
        using var http = new HttpClient();
        return await http.GetStringAsync(new Uri(aws!.EndpointUrl, $"/_localaws/decisions/{id}?format=text"), TestContext.Current.CancellationToken);
    }

    private async Task<IReadOnlyList<KeyValuePair<string, Answer>>> CallInTurnAsync(IEnumerable<string> routes)
    {
        var answers = new List<KeyValuePair<string, Answer>>();
        foreach (var route in routes)
        {
            var response = await aws!.AsNobody().GetAsync("Desk", $"/{route}", TestContext.Current.CancellationToken);
            answers.Add(new(route, new Answer((int)response.StatusCode, JsonNode.Parse(response.Body)!)));
        }

        return answers;
    }

    private static async Task<string?> LackAsync()
    {
        if (MotoProgram.Absent is { } absent)
        {
            return absent;
        }

        if (new[] { "python3", "node" }.FirstOrDefault(static program => !ExternalTool.Has(program)) is { } program)
        {
            return $"'{program}' is not on the PATH";
        }

        return !Directory.Exists(Path.Combine(Folder, "node", "node_modules"))
            ? "the npm packages are not installed: npm install --prefix tests/Integration/Fronts/Mailroom/node"
            : (await ExternalTool.RunAsync("python3", ["-c", "import boto3"])).ExitCode == 0 ? null : "boto3 is not installed for python3";
    }

    [GeneratedRegex(@"^ +- \{ Sid: (?<sid>\w+), Effect: .*\n", RegexOptions.Multiline)]
    private static partial Regex StatementLine();

    /// <summary>What a route answered.</summary>
    internal sealed record Answer(int Status, JsonNode Body);

    /// <summary>What was logged, for who waits for it.</summary>
    private sealed class LoggedLines
    {
        private readonly Lock gate = new();
        private readonly List<string> lines = [];
        private TaskCompletionSource more = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Add(string line)
        {
            lock (gate)
            {
                lines.Add(line);
                more.TrySetResult();
                more = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }

        public async Task WithAsync(string part, CancellationToken cancellation)
        {
            while (true)
            {
                Task changed;
                lock (gate)
                {
                    if (lines.Any(line => line.Contains(part, StringComparison.Ordinal)))
                    {
                        return;
                    }

                    changed = more.Task;
                }

                await changed.WaitAsync(TimeSpan.FromSeconds(20), cancellation);
            }
        }
    }
}
