using Tool.Tests.Cli;

namespace Tool.Tests.Calling;

/// <summary>A file that came with somebody's repository does not say which machine gets a token.</summary>
public sealed class A_LocalAws_elsewhere : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("elsewhere").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("call", "GET", "/notes", "--token", "secret")]
    [InlineData("call", "GET", "/notes", "--as", "admin")]
    [InlineData("exec", "--", "true")]
    [InlineData("exec", "--export", "env")]
    public async Task Is_asked_only_where_a_person_names_it(params string[] arguments)
    {
        await WriteAsync("http://localaws.invalid:4566");
        var (exit, said) = await CommandLineRun.OfAsync([arguments[0], "--profile-dir", folder, .. arguments[1..]]);
        Assert.Equal(2, exit);
        Assert.Contains("names a LocalAws at localaws.invalid:4566, which is not on this machine. If that is the one you mean, say so: --endpoint-url http://localaws.invalid:4566", said, StringComparison.Ordinal);

        (exit, said) = await CommandLineRun.OfAsync([arguments[0], "--profile-dir", folder, "--endpoint-url", "http://localaws.invalid:4566", .. arguments[1..]]);
        Assert.Equal(2, exit);
        Assert.Contains("Nothing answers at http://localaws.invalid:4566", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://127.0.0.1@localaws.invalid/", "names a LocalAws at localaws.invalid, which is not on this machine.")]
    [InlineData("file:///etc", "names the endpoint_url file:///etc, which is no address of a server")]
    [InlineData("nowhere", "names the endpoint_url nowhere, which is no address of a server")]
    public async Task Is_no_LocalAws_where_the_address_is_none(string address, string said)
    {
        await WriteAsync(address);

        Assert.Contains(said, (await CommandLineRun.OfAsync("call", "--profile-dir", folder, "GET", "/notes")).Errors, StringComparison.Ordinal);
    }

    private async Task WriteAsync(string address)
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "config"), $"[profile admin]\nregion = us-east-1\nendpoint_url = {address}\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            Path.Combine(folder, "credentials"), "[admin]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = secret\n", TestContext.Current.CancellationToken);
    }
}
