namespace Notes.Tests;

/// <summary>The whole of it: who may call what.</summary>
public class Access_to_notes(Stack stack)
{
    [Fact]
    public async Task Is_what_the_template_says()
    {
        var aws = stack.Aws;
        (await aws.As("WriterRole").PutAsync("NotesApi", "/notes/1", new { text = "buy tea" })).ShouldBeAllowed(by: "UseNotes");
        (await aws.As("ReaderRole").GetAsync("NotesApi", "/notes/1")).ShouldBeAllowed(by: "UseNotes");
        (await aws.As("ReaderRole").PutAsync("NotesApi", "/notes/1", new { text = "buy milk" })).ShouldBeDenied(by: "OnlyWriterWrites");
        (await aws.AsNobody().GetAsync("NotesApi", "/notes/1")).ShouldBeDenied();
    }

    [Fact]
    public void Is_what_was_agreed() => AccessMatrix.Verify("template.yaml");
}
