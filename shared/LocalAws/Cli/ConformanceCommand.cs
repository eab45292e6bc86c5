using System.Collections.Immutable;
using System.CommandLine;
using Emulation;
using Emulation.State;
using Emulation.Wire;
using SigV4;
using Spectre.Console;
using Tool.Calling;
using Tool.Conformance;

namespace Tool.Cli;

/// <summary><c>localaws conformance</c>: tries on a server that answers as AWS does what AWS was seen to answer.</summary>
internal static class ConformanceCommand
{
    private const string EndpointVariable = "AWS_ENDPOINT_URL";

    /// <summary>How long AWS takes until what IAM made is known everywhere.</summary>
    private const int SecondsOfAws = 15;

    public static Command Create()
    {
        var endpoint = new Option<string?>("--endpoint") { Description = $"The server that is tried, or 'aws' for AWS itself. Default: {EndpointVariable}.", HelpName = "URL" };
        var only = new Option<string?>("--only") { Description = "The rows whose name begins so, such as iam-trust or sts/duration.", HelpName = "NAME" };
        var rows = new Option<string?>("--rows") { Description = "A folder of rows in the place of those that come with the tool.", HelpName = "FOLDER" };
        var profile = new Option<string?>("--profile")
        {
            Description = "Whose keys sign, of the AWS credentials file. Default: the AWS_ variables of the environment, else 'default'.", HelpName = "NAME",
        };
        var region = new Option<string?>("--region") { Description = "The region. Default: AWS_REGION, else us-east-1." };
        var wait = new Option<int?>("--wait") { Description = $"Seconds until what was made is known everywhere. Default: 0, of AWS itself {SecondsOfAws}.", HelpName = "SECONDS" };
        var output = new OutputOptions(new OutputFormat("table"), new OutputFormat("json", ".json"));
        var command = new Command(
            "conformance",
            "Try what AWS was seen to answer on any server that answers as AWS does, with an administrator's credentials: exit code 1 when it answers otherwise. It makes roles, "
                + "users and the like of names that begin with conformance-, and removes them.") { endpoint, only, rows, profile, region, wait };
        only.CompletionSources.Add(static _ => RowSets.Names);
        output.AddTo(command);
        command.SetAction((parsed, cancellation) => Guard.RunAsync(async () =>
        {
            var server = RowEndpoint.Parse(parsed.GetValue(endpoint) ?? Environment.GetEnvironmentVariable(EndpointVariable)
                ?? throw new UsageException(
                    $"Say which server is tried, with --endpoint URL or {EndpointVariable}; 'localaws exec -- localaws conformance' tries the LocalAws that is up."));
            var results = await RunAsync(
                server,
                RowSets.Only(RowSets.Load(parsed.GetValue(rows)), parsed.GetValue(only)),
                SharedKeys.Find(parsed.GetValue(profile), Environment.GetEnvironmentVariable),
                parsed.GetValue(region) ?? Environment.GetEnvironmentVariable("AWS_REGION") ?? EmulatorOptions.DefaultRegion,
                TimeSpan.FromSeconds(parsed.GetValue(wait) ?? (server.IsAws ? SecondsOfAws : 0)),
                cancellation).ConfigureAwait(false);
            await output.WriteAsync(
                parsed, () => Json(server, results), () => ConformanceView.Print(AnsiConsole.Console, server.ToString(), results), cancellation).ConfigureAwait(false);
            return results.All(static result => result.IsSame) ? CommandLine.Done : CommandLine.DoesNotHold;
        }));
        return command;
    }

    private static async Task<ImmutableArray<RowResult>> RunAsync(
        RowEndpoint server, ImmutableArray<RowSet> sets, AwsCredentials credentials, string region, TimeSpan wait, CancellationToken cancellation)
    {
        // AWS is behind the proxy that a shell names; a server for tests is on this machine or as near.
        using var handler = new SocketsHttpHandler { UseProxy = server.IsAws, AllowAutoRedirect = false };
        using var http = new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(30) };
        var client = new RowClient(server, region, credentials, http, TimeProvider.System);
        var run = IdSource.SystemRandom.Text("abcdefghijklmnopqrstuvwxyz0123456789", 8);
        try
        {
            return await new ConformanceRun(client, run, region, wait, TimeProvider.System).TryAsync(sets, static _ => { }, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is HttpRequestException || (e is TaskCanceledException && !cancellation.IsCancellationRequested))
        {
            throw new UsageException($"{server} does not answer: {e.Message}");
        }
    }

    private static string Json(RowEndpoint server, ImmutableArray<RowResult> results) => JsonText.Document(json =>
    {
        json.WriteString("endpoint", server.ToString());
        json.WriteNumber("rows", results.Length);
        json.WriteNumber("same", results.Count(static result => result.IsSame));
        json.WriteNumber("sameVerdict", results.Count(static result => result.HasVerdict));
        json.WriteObjects("results", results, static (json, result) =>
        {
            json.WriteString("name", result.Name);
            json.WriteString("source", result.Row.Source);
            json.WriteBoolean("same", result.IsSame);
            json.WriteObjects("differences", result.Differences, static (json, one) =>
            {
                json.WriteString("what", one.What);
                json.WriteString("aws", one.Aws);
                json.WriteString("here", one.Here);
            });
        });
    });
}
