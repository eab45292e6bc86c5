using Aspire.Hosting.ApplicationModel;
using Harness;
using SigV4;
using Tool.Tests;

namespace Aspire.Hosting.Tests;

/// <summary>The variables that a resource gets, from a LocalAws that runs in the test's own process, and what it may do with them.</summary>
public sealed class A_project_that_calls_it_as_a_role(A_project_that_calls_it_as_a_role.Notes notes) : IClassFixture<A_project_that_calls_it_as_a_role.Notes>
{
    [Theory]
    [InlineData("WriterRole", true)]
    [InlineData("ReaderRole", false)]
    public async Task May_do_what_the_role_may(string role, bool mayWrite)
    {
        var (builder, aws) = AppHost();
        var desk = builder.AddExecutable("desk", "desk", ".").WithReference(aws, role).WithEnvironment("NOTES_URL", aws.Resource.GetApiUrl("NotesApi"));
        var variables = await desk.VariablesAsync();

        Assert.Equal((notes.Aws.EndpointUrl.AbsoluteUri.TrimEnd('/'), "us-east-1", "us-east-1"), (variables["AWS_ENDPOINT_URL"], variables["AWS_REGION"], variables["AWS_DEFAULT_REGION"]));
        Assert.Equal(notes.Aws.UrlOf("NotesApi").AbsoluteUri.TrimEnd('/'), variables["services__NotesApi__http__0"].TrimEnd('/'));
        Assert.Equal(variables["services__NotesApi__http__0"], variables["NOTES_URL"]);
        var credentials = new AwsCredentials(variables["AWS_ACCESS_KEY_ID"], variables["AWS_SECRET_ACCESS_KEY"], variables["AWS_SESSION_TOKEN"]);
        var answer = await notes.Aws.As(credentials).PutAsync("NotesApi", "/notes/1", new { text = "tea" }, TestContext.Current.CancellationToken);
        if (mayWrite)
        {
            answer.ShouldBeAllowed();
        }
        else
        {
            answer.ShouldBeDenied(by: "OnlyWriterWrites");
        }
    }

    [Fact]
    public void Starts_once_it_is_ready()
    {
        var (builder, aws) = AppHost();
        var desk = builder.AddExecutable("desk", "desk", ".").WithReference(aws, role: "WriterRole");
        var wait = Assert.Single(desk.Resource.Annotations.OfType<WaitAnnotation>());
        Assert.Equal((aws.Resource, WaitType.WaitUntilHealthy), (wait.Resource, wait.WaitType));
    }

    [Fact]
    public async Task Has_a_profile_in_place_of_keys_where_it_asks_for_one()
    {
        var (builder, aws) = AppHost();
        var variables = await builder.AddExecutable("desk", "desk", ".").WithReference(aws, "WriterRole", RoleCredentials.Profile).VariablesAsync();
        Assert.Equal(("WriterRole", notes.Aws.ConfigFile, notes.Aws.CredentialsFile), (variables["AWS_PROFILE"], variables["AWS_CONFIG_FILE"], variables["AWS_SHARED_CREDENTIALS_FILE"]));
        Assert.Equal(("", "", ""), (variables["AWS_ACCESS_KEY_ID"], variables["AWS_SECRET_ACCESS_KEY"], variables["AWS_SESSION_TOKEN"]));
    }

    [Theory]
    [InlineData("WriteRole", "No template has a role 'WriteRole'. There are: ")]
    [InlineData("NotesFunctionRole", "NotesFunctionRole cannot be assumed by 111122223333's administrator: ")]
    public async Task Is_not_started_as_a_role_that_it_cannot_have(string role, string message)
    {
        var (builder, aws) = AppHost();
        var desk = builder.AddExecutable("desk", "desk", ".").WithReference(aws, role);
        var error = await Assert.ThrowsAnyAsync<Exception>(desk.VariablesAsync);
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_asked_for_past_a_proxy()
    {
        var (builder, aws) = AppHost();
        await builder.AddExecutable("desk", "desk", ".").WithReference(aws, role: "WriterRole").VariablesAsync();

        Assert.False(AskedProxy.WasAskedFor(notes.Aws.EndpointUrl));
    }

    [Fact]
    public async Task Gets_nothing_of_it_where_it_is_deployed()
    {
        var builder = AppHostModel.Create("--operation", "publish", "--publisher", "manifest", "--output-path", Path.GetTempPath());
        var aws = builder.AddLocalAws("aws", AppHostModel.Template);
        var desk = builder.AddExecutable("desk", "desk", ".").WithReference(aws, "WriterRole");
        Assert.DoesNotContain((await desk.VariablesAsync()).Keys, static name => name.StartsWith("AWS_", StringComparison.Ordinal));
    }

    private (IDistributedApplicationBuilder Builder, IResourceBuilder<LocalAwsResource> Aws) AppHost()
    {
        var builder = AppHostModel.Create();
        var aws = builder.AddLocalAws("aws", AppHostModel.Template).At(notes.Aws.EndpointUrl).WithDataFolder(Path.GetDirectoryName(notes.Aws.ConfigFile)!);
        return (builder, aws);
    }

    /// <summary>The notes of docs/samples/consumer, whose function a delegate stands in for.</summary>
    public sealed class Notes : IAsyncLifetime
    {
        public LocalAws Aws { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Aws = await LocalAws.StartAsync(new LocalAwsOptions
        {
            Template = AppHostModel.Template,
            Functions = { ["NotesFunction"] = ProxyFunction.Of(static _ => ProxyAnswer.Json(new { })) },
        });

        public ValueTask DisposeAsync() => Aws.DisposeAsync();
    }
}
