using System.Net;

namespace Notes.Tests;

public sealed class Access_to_notes
{
    [Test]
    public async Task Is_allowed_to_a_reader_by_its_statement() =>
        (await Stack.Aws.As("ReaderRole").GetAsync("NotesApi", "/notes/1")).ShouldBeAllowed(by: "ReadNotes").ShouldHaveStatus(HttpStatusCode.OK);

    [Test]
    public async Task Is_denied_to_a_visitor_by_its_statement() =>
        (await Stack.Aws.As("VisitorRole").GetAsync("NotesApi", "/notes/1")).ShouldBeDenied(by: "NotTheNotes");

    [Test]
    public async Task Is_denied_to_nobody_in_particular() =>
        (await Stack.Aws.AsNobody().GetAsync("NotesApi", "/notes/1")).ShouldBeDenied().ShouldHaveStatus(HttpStatusCode.Forbidden);
}

/// <summary>Time concerns everybody who shares a LocalAws: these tests start their own.</summary>
public sealed class A_session_that_has_expired
{
    [Test]
    public async Task Is_refused_where_a_fresh_one_is_not()
    {
        await using var aws = await Stack.StartAsync();
        var reader = aws.As("ReaderRole");
        (await reader.GetAsync("NotesApi", "/notes/1")).ShouldBeAllowed();
        aws.Time.Advance(TimeSpan.FromHours(2));
        (await reader.GetAsync("NotesApi", "/notes/1")).ShouldBeDenied();
        (await aws.As("ReaderRole").GetAsync("NotesApi", "/notes/1")).ShouldBeAllowed();
    }
}
