using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Emulation;
using SigV4;
using Tool.Cli;
using Tool.Conformance;
using Tool.Tests.Cli;

namespace Tool.Tests.Conformance;

/// <summary>What becomes of a row on a server that answers as AWS does, and on one that does not; and what the rows of docs/conformance are.</summary>
public sealed partial class Rows_that_are_tried : IAsyncLifetime
{
    private static readonly ImmutableArray<RowSet> Rows = RowSets.Load(null);

    private readonly string folder = Directory.CreateTempSubdirectory("localaws-tests-").FullName;
    private readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false });
    private Emulator emulator = null!;

    public async ValueTask InitializeAsync()
    {
        var template = Path.Combine(folder, "template.yaml");
        await File.WriteAllTextAsync(template, "Resources: { Nobody: { Type: AWS::IAM::User, Properties: { UserName: nobody } } }", TestContext.Current.CancellationToken);
        var options = new EmulatorOptions { Templates = [new TemplateSource(template, EmulatorOptions.DefaultAccount)], Port = 0, DataFolder = Path.Combine(folder, "state") };
        emulator = await Emulator.StartAsync(options, LoadedStacks.Load(options), TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await emulator.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Agree_and_leave_nothing_behind()
    {
        var results = await TryAsync(RowSets.Only(Rows, "iam-refusals"));

        Assert.Empty(results.Where(static result => !result.IsSame));
        Assert.DoesNotContain(emulator.Accounts.Users, static user => user.Name.StartsWith("conformance-", StringComparison.Ordinal));
        Assert.DoesNotContain(emulator.Accounts.Roles, static role => role.Role.Name.StartsWith("conformance-", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{ "verdict": "deny" }""", "verdict")]
    [InlineData("""{ "verdict": "allow", "status": 201 }""", "status")]
    [InlineData("""{ "verdict": "allow", "values": { "Account": "444455556666" } }""", "Account")]
    [InlineData("""{ "verdict": "allow", "status": 200, "values": { "Account": "{account}" } }""", null)]
    public async Task Tell_what_is_otherwise(string expected, string? difference)
    {
        var result = Assert.Single(await TryAsync(OwnRows($$"""{ "service": "sts", "action": "GetCallerIdentity" }""", expected)));

        Assert.Equal(difference is null ? [] : [difference], result.Differences.Select(static one => one.What));
    }

    [Theory]
    [InlineData("none", "MissingAuthenticationToken")]
    [InlineData("unknownKey", "InvalidClientTokenId")]
    [InlineData("wrongSecret", "SignatureDoesNotMatch")]
    [InlineData("old", "SignatureDoesNotMatch")]
    public async Task Are_signed_as_they_say(string signature, string code)
    {
        var sets = OwnRows($$"""{ "service": "sts", "action": "GetCallerIdentity", "signature": "{{signature}}" }""", $$"""{ "verdict": "refuse", "code": "{{code}}" }""");

        Assert.Empty(Assert.Single(await TryAsync(sets)).Differences);
    }

    [Fact]
    public async Task Say_that_what_they_need_could_not_be_made()
    {
        var sets = OwnRows(
            """{ "service": "sts", "action": "GetCallerIdentity" }""", """{ "verdict": "allow" }""", """{ "service": "iam", "action": "GetUser", "parameters": { "UserName": "conformance-none" } }""");
        var difference = Assert.Single(Assert.Single(await TryAsync(sets)).Differences);

        Assert.Equal("setup", difference.What);
        Assert.StartsWith("GetUser is refused (404 NoSuchEntity)", difference.Here, StringComparison.Ordinal);
    }

    [Fact]
    public void Have_a_source_a_name_of_their_own_and_nobodys_account()
    {
        var all = Rows.SelectMany(static set => set.File.Rows.Select(row => (Name: $"{set.Name}/{row.Name}", Row: row))).ToList();

        Assert.InRange(all.Count, 500, int.MaxValue);
        Assert.Equal(all.Count, all.Select(static one => one.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(all, static one => Assert.NotEmpty(one.Row.Source));
        Assert.Contains(all, static one => one.Row.Expect.Verdict == RowVerdict.Allow);
        Assert.Contains(all, static one => one.Row.Expect.Verdict == RowVerdict.Deny);
        var numbers = Directory.GetFiles(Path.Combine(Root(), "docs", "conformance"), "*.json")
            .SelectMany(static file => Twelve().Matches(File.ReadAllText(file)).Select(static match => match.Value)).Distinct();
        Assert.All(numbers, static number => Assert.Contains(number, (string[])["123456789012", "111122223333", "444455556666"]));
    }

    [Theory]
    [InlineData("conformance --endpoint nowhere")]
    [InlineData("conformance --endpoint http://127.0.0.1:1 --only nothing-like-it")]
    [InlineData("conformance --endpoint http://127.0.0.1:1 --rows no-such-folder")]
    public async Task Are_none_where_nobody_can_tell_which_or_where(string words) =>
        Assert.Equal(CommandLine.BadInput, (await CommandLineRun.OutputOfAsync(words.Split(' '))).ExitCode);

    [Theory]
    [InlineData("iam", "https://iam.amazonaws.com/")]
    [InlineData("sts", "https://sts.eu-west-1.amazonaws.com/")]
    public void Know_where_AWS_is(string service, string address) => Assert.Equal(address, RowEndpoint.Parse("aws").Of(service, "eu-west-1").ToString());

    [Theory]
    [InlineData("arn:aws:iam::{account}:user/${aws:username}", "arn:aws:iam::111122223333:user/${aws:username}")]
    [InlineData("{\"a\":{\"b\":\"{run}\"}}", "{\"a\":{\"b\":\"x1\"}}")]
    [InlineData("${run} {unknown}", "${run} {unknown}")]
    public void Fill_in_what_is_known(string text, string filled)
    {
        var values = new RunValues();
        values.Set("account", "111122223333");
        values.Set("run", "x1");

        Assert.Equal(filled, values.Fill(text));
    }

    private ImmutableArray<RowSet> OwnRows(string request, string expected, string? given = null)
    {
        var own = Directory.CreateDirectory(Path.Combine(folder, "rows")).FullName;
        File.WriteAllText(Path.Combine(own, "own.json"), $$"""
            { "about": "one", "rows": [{ "name": "one", "source": "this test", "given": [{{given}}], "request": {{request}}, "expect": {{expected}} }] }
            """);
        return RowSets.Load(own);
    }

    private async Task<ImmutableArray<RowResult>> TryAsync(ImmutableArray<RowSet> sets)
    {
        var key = emulator.Accounts.Users.First(static user => user.Name == "admin").AccessKeyIds[0];
        var client = new RowClient(RowEndpoint.Parse(emulator.LoopbackUrl), "us-east-1", new AwsCredentials(key, emulator.SecretOf(key)), http, TimeProvider.System);
        return await new ConformanceRun(client, "t1", "us-east-1", TimeSpan.Zero, TimeProvider.System).TryAsync(sets, static _ => { }, TestContext.Current.CancellationToken);
    }

    private static string Root()
    {
        var found = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(found.FullName, "template.yaml")))
        {
            found = found.Parent!;
        }

        return found.FullName;
    }

    [GeneratedRegex(@"\b[0-9]{12}\b")]
    private static partial Regex Twelve();
}
