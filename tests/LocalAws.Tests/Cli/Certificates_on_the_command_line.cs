namespace Tool.Tests.Cli;

/// <summary>What is wrong with a certificate is said before anything is built.</summary>
public sealed class Certificates_on_the_command_line : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("certificates").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("--certificate-key shop.key", "localaws: --certificate-key shop.key: name its certificate too, with --certificate FILE.")]
    [InlineData("--certificate nowhere/shop.pem", "localaws: --certificate nowhere/shop.pem: there is no such file.")]
    [InlineData("--https --certificate nowhere/shop.pem", "localaws: --certificate nowhere/shop.pem: there is no such file.")]
    public async Task Are_refused_with_the_cause_and_what_to_do(string options, string expected)
    {
        var template = Path.Combine(folder, "template.yaml");
        await File.WriteAllTextAsync(template, "Resources: {}", TestContext.Current.CancellationToken);
        var (exit, errors) = await CommandLineRun.OfAsync(["up", "--port", "0", "--template", template, .. options.Split(' ')]);
        Assert.Equal((2, expected), (exit, errors.Trim()));
        Assert.Equal([template], Directory.EnumerateFileSystemEntries(folder));
    }
}
