using Harness;

namespace Integration.InProcess;

[Trait("Stack", "own")]
public class Starting
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Action: execute-api:Invoke", "Action: execute-api:Invoke\n              Conditoin: {}", "Conditoin")]
    [InlineData("DefaultAuthorizer: AWS_IAM", "DefaultAuthorizer: AWS_IAN", "AWS_IAN")]
    [InlineData("Resources:\n", "Resources: [\n", "template.yaml:")]
    public async Task With_a_broken_template_fails_with_its_errors_and_leaves_nothing(string part, string broken, string words)
    {
        using var template = new TemporaryTemplate(await File.ReadAllTextAsync(Path.Combine(StackFixture.Root, "template.yaml"), Cancellation), part, broken);
        var failure = await Assert.ThrowsAsync<LocalAwsStartException>(() => LocalAws.StartAsync(template.Path, Cancellation));

        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
        Assert.Contains("template.yaml:", failure.Message, StringComparison.Ordinal);
        Assert.Single(Directory.EnumerateFileSystemEntries(template.Folder));
    }

    [Fact]
    public async Task Without_a_template_says_where_it_looked()
    {
        var failure = await Assert.ThrowsAsync<FileNotFoundException>(() => LocalAws.StartAsync("no-such-template.yaml", Cancellation));
        Assert.Contains(AppContext.BaseDirectory, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_a_stand_in_for_a_function_that_is_not_there_says_which_are()
    {
        var options = new LocalAwsOptions { Functions = { ["OrderFunction"] = ProxyFunction.Of(static _ => ProxyAnswer.Json("")) } };
        Assert.Contains("Did you mean 'OrdersFunction'? There are: OrdersFunction,", (await Assert.ThrowsAsync<ArgumentException>(() => LocalAws.StartAsync(options, Cancellation))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_at_once_gives_each_a_port_and_a_state_of_its_own()
    {
        var all = await Task.WhenAll(Enumerable.Range(0, 8).Select(static _ => Stand_in_stack.StartAsync()));
        var administrator = all.Select(static aws => aws.Administrator()).ToList();

        Assert.Equal(8, all.Select(static aws => aws.EndpointUrl).Distinct().Count());
        Assert.Equal(8, administrator.Select(static keys => keys.SecretAccessKey).Distinct().Count());
        var folders = all.Select(static aws => Path.GetDirectoryName(aws.ConfigFile)!).ToList();
        foreach (var aws in all)
        {
            await aws.DisposeAsync();
        }

        Assert.DoesNotContain(folders, Directory.Exists);
    }

    [Fact]
    public async Task Deletes_what_a_killed_run_left_and_nothing_that_is_in_use()
    {
        await using var inUse = await Stand_in_stack.StartAsync();
        var left = Directory.CreateTempSubdirectory("localaws-run-").FullName;
        await File.WriteAllTextAsync(Path.Combine(left, "owner"), "", Cancellation);
        await using var next = await Stand_in_stack.StartAsync();

        Assert.False(Directory.Exists(left));
        Assert.True(File.Exists(inUse.ConfigFile));
        (await inUse.As("AuditorRole").GetAsync("OrdersApi", "/orders", Cancellation)).ShouldBeAllowed();
    }
}
