namespace ServiceDefaults.Tests.Requests;

public sealed class A_JSON_body : IAsyncLifetime
{
    private const string Small = """{"text":"tea"}""";

    private NoteService service = null!;

    public async ValueTask InitializeAsync() => service = await NoteService.StartAsync();

    [Theory]
    [InlineData("application/json")]
    [InlineData("Application/JSON; charset=utf-8")]
    [InlineData("application/json; charset=\"UTF-8\"")]
    public async Task Is_read_if_it_is_sent_as_JSON(string contentType) =>
        Assert.Equal("read tea", (await service.NoteAsync(Small, contentType)).Text);

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/problem+json")]
    [InlineData("application/json; charset=iso-8859-1")]
    [InlineData(null)]
    public async Task Is_refused_if_it_is_sent_as_something_else(string? contentType) =>
        IsProblem(await service.NoteAsync(Small, contentType), 415, "urn:notes:problem:unsupported-media-type");

    [Fact]
    public async Task Is_refused_with_each_violation_under_its_field()
    {
        var answer = await service.NoteAsync("""{"text":"two words"}""");

        IsProblem(answer, 400, "urn:notes:problem:invalid-request");
        Assert.Equal("""{"text":["must be a word."]}""", answer.Json["errors"]!.ToJsonString());
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("7")]
    public async Task Is_refused_if_it_is_no_object(string body) => Assert.Equal(["body"], (await service.NoteAsync(body)).ErrorPaths);

    [Theory]
    [InlineData("", "It breaks off or goes wrong in line 1, after 0 bytes.")]
    [InlineData("{\n\"text\":}", "It breaks off or goes wrong in line 2, after 7 bytes.")]
    [InlineData("{} {}", "It breaks off or goes wrong in line 1, after 3 bytes.")]
    [InlineData("""{"text":"a","text":"b"}""", "Its text is not Unicode, or it names a property twice.")]
    [InlineData("""{"text":"\uD800"}""", "Its text is not Unicode, or it names a property twice.")]
    public async Task Is_told_where_it_is_none(string body, string detail)
    {
        var answer = await service.NoteAsync(body);

        IsProblem(answer, 400, "urn:notes:problem:malformed-json");
        Assert.Equal(detail, answer["detail"]);
    }

    [Fact]
    public async Task Is_refused_if_it_is_not_UTF_8() =>
        IsProblem(await service.NoteAsync([.. "{\"text\":\""u8, 0xFF, .. "\"}"u8]), 400, "urn:notes:problem:malformed-json");

    [Fact]
    public async Task May_be_as_long_as_the_limit_and_no_longer()
    {
        Assert.Equal("read tea", (await service.NoteAsync(Small.PadRight(JsonBody.MaxBytes))).Text);

        IsProblem(await service.NoteAsync(Small.PadRight(JsonBody.MaxBytes + 1)), 413, "urn:notes:problem:body-too-large");
    }

    [Theory]
    [InlineData(0, 200)]
    [InlineData(1, 413)]
    public async Task Has_the_same_limit_if_it_does_not_say_its_length(int over, int status)
    {
        using var content = new StreamContent(new Unseekable(System.Text.Encoding.UTF8.GetBytes(Small.PadRight(JsonBody.MaxBytes + over))));
        content.Headers.ContentType = new("application/json");

        Assert.Equal(status, (await service.NoteAsync(content)).Status);
    }

    public ValueTask DisposeAsync() => service.DisposeAsync();

    private static void IsProblem(Answer answer, int status, string type)
    {
        answer.IsProblem(status);
        Assert.Equal(type, answer["type"]);
    }

    private sealed class Unseekable(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
