using Harness;

namespace Integration.InProcess;

[Trait("Stack", "own")]
public class A_kept_matrix
{
    private static string Template => Path.Combine(StackFixture.Root, "template.yaml");

    [Fact]
    public void Holds_while_access_stays_as_it_is() => AccessMatrix.Verify(file: Path.Combine(StackFixture.Root, "docs", "access-matrix.md"));

    [Fact]
    public void Says_who_gained_and_lost_what()
    {
        // The first statement of the orders API is the one about POST /orders.
        using var changed = new TemporaryTemplate(File.ReadAllText(Template), ":role/StorefrontRole", ":role/AuditorRole");
        var file = Path.Combine(changed.Folder, "access-matrix.md");
        var received = Path.Combine(changed.Folder, "access-matrix.received.md");
        AccessMatrix.Verify(Template, file, accept: true);
        var lost = Assert.Throws<AccessAssertionException>(() => AccessMatrix.Verify(changed.Path, file)).Message;
        Assert.Contains("StorefrontRole lost POST /orders of OrdersApi", lost, StringComparison.Ordinal);
        Assert.DoesNotContain(" gained ", lost, StringComparison.Ordinal);
        Assert.True(File.Exists(received));

        AccessMatrix.Verify(Template, file);
        Assert.False(File.Exists(received));

        AccessMatrix.Verify(changed.Path, file, accept: true);
        Assert.Contains("StorefrontRole gained POST /orders of OrdersApi", Assert.Throws<AccessAssertionException>(() => AccessMatrix.Verify(Template, file)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Is_made_only_when_somebody_accepts_it()
    {
        using var folder = new TemporaryTemplate(File.ReadAllText(Template), "Timeout: 29", "Timeout: 28");
        var file = Path.Combine(folder.Folder, "new.md");
        Assert.Contains("It is not there yet.", Assert.Throws<AccessAssertionException>(() => AccessMatrix.Verify(Template, file)).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(file));
        AccessMatrix.Verify(Template, file, accept: true);
        AccessMatrix.Verify(Template, file);
    }
}
