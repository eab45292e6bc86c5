namespace ServiceDefaults.Tests.Problems;

public sealed class Problems_of_a_service : IAsyncLifetime
{
    private NoteService service = null!;

    public async ValueTask InitializeAsync() => service = await NoteService.StartAsync();

    [Fact]
    public async Task Have_types_that_begin_with_the_prefix_of_the_service() => Assert.Equal(
        """{"type":"urn:notes:problem:not-found","title":"There is no such note.","status":404,"detail":"No note has this id."}""",
        (await service.GetAsync("/missing")).Text);

    [Fact]
    public async Task Have_members_of_their_own_and_say_when_to_come_back()
    {
        using var response = await service.SendAsync(new(HttpMethod.Get, "/busy"));

        Assert.Equal(["7"], response.Headers.GetValues("Retry-After"));
        Assert.Equal(
            """{"type":"urn:notes:problem:busy","title":"Too many notes.","status":503,"detail":"Come back.","noteId":"note-1"}""",
            (await Answer.OfAsync(response)).Text);
    }

    [Fact]
    public async Task Say_nothing_of_coming_back_unless_they_pass()
    {
        using var response = await service.SendAsync(new(HttpMethod.Get, "/missing"));

        Assert.False(response.Headers.Contains("Retry-After"));
    }

    [Theory]
    [InlineData("GET", "/nothing", 404)]
    [InlineData("PUT", "/notes", 405)]
    [InlineData("GET", "/unreadable", 408)]
    [InlineData("GET", "/faulty", 500)]
    public async Task Stand_for_a_status_that_has_no_more_to_say(string method, string path, int status)
    {
        using var response = await service.SendAsync(new(new HttpMethod(method), path));
        var answer = await Answer.OfAsync(response);

        answer.IsProblem(status);
        Assert.Equal("about:blank", answer["type"]);
        Assert.DoesNotContain("secret", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("traceId", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Are_answered_to_a_caller_who_does_not_take_JSON() =>
        (await service.GetAsync("/nothing", ("Accept", ["text/html"]))).IsProblem(404);

    [Fact]
    public async Task Are_none_where_all_is_well() => Assert.Equal(200, (await service.GetAsync("/health")).Status);

    public ValueTask DisposeAsync() => service.DisposeAsync();
}
