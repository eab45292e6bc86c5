using System.Net;
using System.Text.Json;
using Harness;
using Integration.CommandLine;

namespace Integration.Functions;

/// <summary>
/// A stack of functions in four forms - a C# program, a C# class library, Python, Node.js - that call each other over <c>AWS_IAM</c>, each with a signer of its own world:
/// ours, botocore's, the AWS SDK for JavaScript's. Every function calls every route, and the answers are what the access matrix says.
/// </summary>
[Trait("Stack", "own")]
public sealed class Functions_in_several_languages(MixedStack stack) : IClassFixture<MixedStack>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Executable", "Shop GET /library/{id}", "Shop GET /python/{id}", "Store GET /node/{id}")]
    [InlineData("Library", "Shop GET /node/{id}", "Store GET /executable/{id}", "Store GET /python/{id}")]
    [InlineData("Python", "Shop GET /executable/{id}", "Shop GET /node/{id}", "Store GET /library/{id}")]
    [InlineData("Node", "Shop GET /executable/{id}", "Store GET /executable/{id}", "Store GET /library/{id}", "Store GET /node/{id}")]
    public async Task Reach_what_the_matrix_allows_them_and_nothing_else(string function, params string[] allowed)
    {
        var aws = await stack.StartedAsync();
        var cells = stack.CellsOf($"{function}Role");
        Assert.Equal(12, cells.Count);
        Assert.Equal(allowed, cells.Where(static cell => cell.Decision == "allow").Select(static cell => cell.Route).Order(StringComparer.Ordinal));

        var told = cells.Select(cell => new { method = cell.Method, url = $"{aws.UrlOf(cell.Api)}".TrimEnd('/') + cell.Path.Replace("{id}", "a%20b", StringComparison.Ordinal) });
        var driven = await aws.As("Driver").PostAsync("Desk", $"/{function.ToLowerInvariant()}", told, Cancellation);
        Assert.True(driven.StatusCode == HttpStatusCode.OK, driven.ToString());
        var answers = driven.ReadJson<List<Answered>>()!;

        Assert.Equal(cells.Select(static cell => $"{cell.Route} {(cell.Decision == "allow" ? 200 : 403)}"), cells.Zip(answers, static (cell, answer) => $"{cell.Route} {answer.Status}"));
        Assert.All(cells.Zip(answers), pair => Assert.True(pair.First.Decision == "allow" ? IsOf(function, pair.First, pair.Second) : IsRefused(pair.First, pair.Second), $"{pair.First}: {pair.Second}"));
    }

    [Fact]
    public async Task Are_told_what_to_call_by_nobody_else()
    {
        var aws = await stack.StartedAsync();
        foreach (var function in (string[])["executable", "library", "python", "node"])
        {
            (await aws.AsNobody().PostAsync("Desk", $"/{function}", Array.Empty<string>(), Cancellation)).ShouldBeDenied();
            (await aws.As("Driver").GetAsync("Store", $"/{function}/1", Cancellation)).ShouldBeDenied();
        }
    }

    /// <summary>The function that the route names answered, and saw the caller's own role.</summary>
    private static bool IsOf(string caller, Cell cell, Answered answer)
    {
        var body = JsonDocument.Parse(answer.Body).RootElement;
        return body.GetProperty("function").GetString() == cell.Path.Split('/')[1] && body.GetProperty("caller").GetString()!.Contains($":assumed-role/local-{caller}Role-", StringComparison.Ordinal);
    }

    /// <summary>Refused in API Gateway's words, by the statement that the matrix names or for the lack of one.</summary>
    private static bool IsRefused(Cell cell, Answered answer) =>
        JsonDocument.Parse(answer.Body).RootElement.EnumerateObject().Any(static field => field.NameEquals("message") || field.NameEquals("Message"))
        && answer.Reason is { } reason && reason.Contains(cell.Statement?.Sid ?? "execute-api:Invoke", StringComparison.Ordinal);

    private sealed record Answered(int Status, string? Reason, string Body);

    /// <summary>A cell of <c>localaws matrix --format json</c>.</summary>
    public sealed record Cell(string Principal, string Api, string Method, string Path, string Decision, Statement? Statement)
    {
        public string Route => $"{Api} {Method} {Path}";
    }

    /// <summary>The statement that decides a cell.</summary>
    public sealed record Statement(string? Sid);
}

/// <summary>The stack in the folder <c>Mixed</c>, started once, and its access matrix.</summary>
public sealed class MixedStack : IAsyncLifetime
{
    private static readonly string Folder = Path.Combine(StackFixture.Root, "tests", "Integration", "Functions", "Mixed");

    private readonly DirectoryInfo data = Directory.CreateTempSubdirectory("localaws-mixed-");
    private LocalAws? aws;
    private string? lacks;
    private List<Functions_in_several_languages.Cell> cells = [];

    public async ValueTask InitializeAsync()
    {
        lacks = await LackAsync();
        if (lacks is null)
        {
            var template = Path.Combine(Folder, "template.yaml");
            aws = await LocalAws.StartAsync(
                new LocalAwsOptions { Template = template, DataFolder = Path.Combine(data.FullName, "data"), BuildFolder = Path.Combine(data.FullName, "build") },
                TestContext.Current.CancellationToken);
            var matrix = await Cli.RunAsync("matrix", "--format", "json", "--template", template);
            Assert.True(matrix.ExitCode == 0, matrix.Error);
            cells = JsonDocument.Parse(matrix.Output).RootElement.GetProperty("cells").Deserialize<List<Functions_in_several_languages.Cell>>(JsonSerializerOptions.Web)!;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (aws is not null)
        {
            await aws.DisposeAsync();
        }

        data.Delete(recursive: true);
    }

    internal Task<LocalAws> StartedAsync()
    {
        Assert.SkipWhen(lacks is not null, lacks ?? "");
        return Task.FromResult(aws!);
    }

    internal List<Functions_in_several_languages.Cell> CellsOf(string principal) => [.. cells.Where(cell => cell.Principal == principal)];

    private static async Task<string?> LackAsync()
    {
        if (new[] { "python3", "node" }.FirstOrDefault(static program => !ExternalTool.Has(program)) is { } program)
        {
            return $"'{program}' is not on the PATH";
        }

        return !Directory.Exists(Path.Combine(Folder, "node", "node_modules"))
            ? "the npm packages are not installed: npm install --prefix tests/Integration/Functions/Mixed/node"
            : (await ExternalTool.RunAsync("python3", ["-c", "import botocore"])).ExitCode == 0 ? null : "botocore is not installed for python3";
    }
}
