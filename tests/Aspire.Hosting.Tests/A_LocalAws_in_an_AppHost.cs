using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Tests;

public sealed class A_LocalAws_in_an_AppHost
{
    [Fact]
    public async Task Serves_its_templates_at_the_address_that_it_is_given()
    {
        var builder = AppHostModel.Create();
        var secret = builder.AddParameter("secret", "s3cret");
        var upstream = builder.AddExecutable("moto", "moto_server", ".").WithHttpEndpoint(name: "http").WithEndpoint(
            "http", static endpoint => endpoint.AllocatedEndpoint = new AllocatedEndpoint(endpoint, "localhost", 5000));
        var aws = builder.AddLocalAws("aws", AppHostModel.Template).At(new Uri("http://localhost:4566")).WithTool("/opt/localaws/LocalAws.dll")
            .WithTemplate("partner=docs/samples/partner.yaml@444455556666").WithParameter("Stage", "dev").WithParameter("Key", secret).WithRegion("eu-central-1")
            .WithOrganization("organization.json").WithUpstream("dynamodb", upstream.GetEndpoint("http")).WithDataFolder("state");

        Assert.Equal("dotnet", aws.Resource.Command);
        Assert.Equal(
            [
                "exec", "/opt/localaws/LocalAws.dll", "up", "--template", AppHostModel.Template, "--data", Path.Combine(AppHostModel.Root, "state"),
                "--port", "4567", "--endpoint-url", "http://localhost:4566",
                "--template", $"partner={Path.Combine(AppHostModel.Root, "docs/samples/partner.yaml")}@444455556666", "--parameter", "Stage=dev", "--parameter", "Key=s3cret",
                "--region", "eu-central-1", "--organization", Path.Combine(AppHostModel.Root, "organization.json"), "--upstream", "dynamodb=http://localhost:5000",
            ],
            await aws.ArgumentsAsync());
        Assert.Contains(aws.Resource.Annotations.OfType<WaitAnnotation>(), wait => wait.Resource == upstream.Resource);
    }

    [Fact]
    public void Is_ready_when_its_own_page_says_so_and_is_deployed_nowhere()
    {
        var aws = AppHostModel.Create().AddLocalAws("aws", AppHostModel.Template);
        Assert.Contains("/_localaws/health", Assert.Single(aws.Resource.Annotations.OfType<HealthCheckAnnotation>()).Key, StringComparison.Ordinal);
        Assert.Contains(ManifestPublishingCallbackAnnotation.Ignore, aws.Resource.Annotations);
        Assert.Equal(Path.Combine(Path.GetDirectoryName(AppHostModel.Template)!, ".localaws"), aws.Resource.DataFolder);
    }

    [Fact]
    public async Task Shows_its_pages_for_people()
    {
        var builder = AppHostModel.Create();
        var aws = builder.AddLocalAws("aws", AppHostModel.Template).At(new Uri("http://localhost:4566"));
        var urls = new List<ResourceUrlAnnotation> { new() { Url = "http://localhost:4566", Endpoint = aws.Resource.Endpoint } };
        var context = new ResourceUrlsCallbackContext(builder.ExecutionContext, aws.Resource, urls, TestContext.Current.CancellationToken);
        foreach (var callback in aws.Resource.Annotations.OfType<ResourceUrlsCallbackAnnotation>())
        {
            await callback.Callback(context);
        }

        Assert.Equal(
            [("LocalAws", "http://localhost:4566"), ("Decisions", "http://localhost:4566/_localaws/decisions"), ("Outbox", "http://localhost:4566/_localaws/outbox")],
            urls.Select(static url => (url.DisplayText, url.Url)));
    }

    [Fact]
    public void Says_at_once_that_there_is_no_such_template()
    {
        var error = Assert.Throws<DistributedApplicationException>(static () => AppHostModel.Create().AddLocalAws("aws", "tempalte.yaml"));
        Assert.Contains($"there is no {Path.Combine(AppHostModel.Root, "tempalte.yaml")}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Is_run_by_the_tool_that_is_installed_or_else_by_the_package_of_this_version()
    {
        var folder = Directory.CreateTempSubdirectory("localaws-tool-").FullName;
        try
        {
            Assert.Equal("dotnet", LocalAwsTool.Find(folder, null).Program);
            Assert.Matches(@"^tool exec LocalAws@\d+\.\d+\.\d+\S* --yes --$", string.Join(' ', LocalAwsTool.Find(folder, null).Arguments));
            var tool = Path.Combine(folder, OperatingSystem.IsWindows() ? "localaws.exe" : "localaws");
            File.WriteAllText(tool, "");
            Assert.Equal((tool, 0), (LocalAwsTool.Find(folder, null).Program, LocalAwsTool.Find(folder, null).Arguments.Count));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Shows_the_lines_that_a_function_prints_from_now_on()
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, "of an earlier run\n", TestContext.Current.CancellationToken);
            var lines = new Lines();
            var follower = new LogFollower(file, new FileInfo(file).Length, lines);
            await File.AppendAllTextAsync(file, "one\ntwo\nhal", TestContext.Current.CancellationToken);
            await follower.ReadAsync(TestContext.Current.CancellationToken);
            Assert.Equal(["one", "two"], lines);
            await File.AppendAllTextAsync(file, "f\n", TestContext.Current.CancellationToken);
            await follower.ReadAsync(TestContext.Current.CancellationToken);
            Assert.Equal(["one", "two", "half"], lines);
            await File.WriteAllTextAsync(file, "anew\n", TestContext.Current.CancellationToken);
            await follower.ReadAsync(TestContext.Current.CancellationToken);
            Assert.Equal(["one", "two", "half", "anew"], lines);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private sealed class Lines : List<string>, ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Add(formatter(state, exception));
    }
}
