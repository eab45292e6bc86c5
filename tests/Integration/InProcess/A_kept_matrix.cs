using Harness;

namespace Integration.InProcess;

public class A_kept_matrix
{
    private static string Template => Path.Combine(StackFixture.Root, "template.yaml");

    [Fact]
    public void Holds_while_access_stays_as_it_is() => AccessMatrix.Verify(file: Path.Combine(StackFixture.Root, "docs", "access-matrix.md"));

    [Fact]
    public void Says_who_gained_and_lost_what()
    {
        using var kept = Kept();
        using var changed = new TemporaryTemplate(File.ReadAllText(Template), "Resource: execute-api:/prod/POST/orders\n", "Resource: execute-api:/prod/POST/nothing\n");
        var file = Path.Combine(kept.Folder, "access-matrix.md");
        var failure = Assert.Throws<AccessAssertionException>(() => AccessMatrix.Verify(changed.Path, file)).Message;

        Assert.Contains("POST /orders", failure, StringComparison.Ordinal);
        Assert.Contains(" gained ", failure, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(kept.Folder, "access-matrix.received.md")));
        AccessMatrix.Verify(Template, file);
        Assert.False(File.Exists(Path.Combine(kept.Folder, "access-matrix.received.md")));
    }

    [Fact]
    public void Is_made_only_when_somebody_accepts_it()
    {
        using var folder = Kept();
        var file = Path.Combine(folder.Folder, "new.md");
        Assert.Contains("It is not there yet.", Assert.Throws<AccessAssertionException>(() => AccessMatrix.Verify(Template, file)).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(file));
        AccessMatrix.Verify(Template, file, accept: true);
        AccessMatrix.Verify(Template, file);
    }

    private static TemporaryTemplate Kept()
    {
        var folder = new TemporaryTemplate(File.ReadAllText(Template), "Timeout: 29", "Timeout: 28");
        AccessMatrix.Verify(Template, Path.Combine(folder.Folder, "access-matrix.md"), accept: true);
        return folder;
    }
}
