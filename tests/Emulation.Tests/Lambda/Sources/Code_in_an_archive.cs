using System.IO.Compression;
using Emulation.Lambda;

namespace Emulation.Tests.Lambda.Sources;

/// <summary>A zip or jar file on this machine is unpacked, and the function runs from there.</summary>
public sealed class Code_in_an_archive : IDisposable
{
    private const int Link = 0xA1FF << 16;
    private const int Program = 0x81ED << 16;
    private const int Plain = 0x81A4 << 16;

    private readonly Project project = new();

    [Fact]
    public async Task Is_unpacked_with_its_folders_programs_and_links()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no modes of files");
        Archive(("bootstrap", "#!/bin/sh", Program), ("lib/data.txt", "text", Plain), ("lib/also.txt", "../lib/data.txt", Link));
        var command = await project.StartAsync(Deployed());

        Assert.Equal(Path.Combine(command.Folder, "bootstrap"), command.Program);
        Assert.True(Project.ModeOf(command.Program).HasFlag(UnixFileMode.UserExecute));
        Assert.False(Project.ModeOf(Path.Combine(command.Folder, "lib/data.txt")).HasFlag(UnixFileMode.UserExecute));
        Assert.Equal("text", await File.ReadAllTextAsync(Path.Combine(command.Folder, "lib/also.txt"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Is_unpacked_anew_when_it_has_changed_and_the_old_files_stay()
    {
        Archive(("bootstrap", "one", Program));
        var first = await project.StartAsync(Deployed());
        Archive(("bootstrap", "another", Program));
        var second = await project.StartAsync(Deployed());

        Assert.Equal(("one", "another"), (await ReadAsync(first.Program), await ReadAsync(second.Program)));
    }

    [Theory]
    [InlineData("../evil")]
    [InlineData("a/../../evil")]
    [InlineData("/tmp/evil-of-localaws")]
    [InlineData("a\\..\\..\\evil")]
    public void Closes_the_function_when_an_entry_leads_out_of_its_folder(string name)
    {
        Archive(("bootstrap", "", Program), (name, "evil", Plain));

        Assert.Contains($"'{name}' leads out of its folder", Closed(), StringComparison.Ordinal);
        Assert.False(File.Exists(project.At("evil")));
    }

    [Theory]
    [InlineData("../../evil", "sub/link")]
    [InlineData("/etc/passwd", "sub/link")]
    [InlineData("a/../../../evil", "sub/link")]
    [InlineData("../..", "sub/./link")]
    [InlineData("../..", "sub//link")]
    [InlineData("../../..", "sub/./././link")]
    [InlineData("..", "./link")]
    [InlineData("x", ".")]
    public async Task Makes_no_link_that_leads_out_of_its_folder(string target, string name)
    {
        Archive(("bootstrap", "", Program), (name, target, Link));

        var refusal = await Assert.ThrowsAsync<FunctionBuildException>(() => project.StartAsync(Deployed()));
        Assert.StartsWith("F: ", refusal.Message, StringComparison.Ordinal);
        Assert.Contains($"the link '{name}' leads out of its folder", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Makes_no_link_through_another_link()
    {
        Archive(("bootstrap", "", Program), ("a/b/file", "", Plain), ("here", ".", Link), ("here/a/out", "../..", Link));

        await Assert.ThrowsAsync<FunctionBuildException>(() => project.StartAsync(Deployed()));
    }

    [Fact]
    public void Closes_the_function_when_it_is_none()
    {
        project.Write("code.zip", "this is no archive");

        Assert.Contains("cannot be read as a zip archive", Closed(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("provided.al2023")]
    [InlineData("dotnet10")]
    public void Closes_the_function_when_it_is_not_built_yet(string runtime) => Assert.Contains("code.zip is not there. Build it first", Closed(runtime), StringComparison.Ordinal);

    [Fact]
    public void Closes_the_function_when_it_is_larger_than_lambda_takes()
    {
        using (var zip = ZipFile.Open(project.At("code.zip"), ZipArchiveMode.Create))
        {
            using var entry = zip.CreateEntry("bootstrap", CompressionLevel.Fastest).Open();
            var zeros = new byte[1024 * 1024];
            for (var i = 0; i <= 250; i++)
            {
                entry.Write(zeros);
            }
        }

        Assert.Contains("larger than 250 MB", Closed(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("provided.al2023", "has no 'bootstrap'")]
    [InlineData("java21", "aws-lambda-java-runtime-interface-client")]
    [InlineData("dotnet10", "has no 'app.dll'")]
    public void Closes_the_function_when_nothing_in_it_can_be_started(string runtime, string why)
    {
        Archive(("readme", "", Plain));

        Assert.Contains(why, Closed(runtime), StringComparison.Ordinal);
    }

    public void Dispose() => project.Dispose();

    private static Task<string> ReadAsync(string path) => File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);

    private DeployedFunction Deployed(string runtime = "provided.al2023") => project.Deployed(Template(runtime));

    private string Closed(string runtime = "provided.al2023") => Assert.Single(project.Load(Template(runtime)).Main.Functions).Closed!.ToString();

    private static string Template(string runtime) => Project.Function.Replace("src", "code.zip", StringComparison.Ordinal).Replace("app.handler", "app", StringComparison.Ordinal)
        .Replace("provided.al2023", runtime, StringComparison.Ordinal);

    private void Archive(params (string Name, string Text, int Kind)[] entries)
    {
        File.Delete(project.At("code.zip"));
        using var zip = ZipFile.Open(project.At("code.zip"), ZipArchiveMode.Create);
        foreach (var (name, text, kind) in entries)
        {
            var entry = zip.CreateEntry(name);
            entry.ExternalAttributes = kind;
            using var writer = new StreamWriter(entry.Open());
            writer.Write(text);
        }
    }
}
