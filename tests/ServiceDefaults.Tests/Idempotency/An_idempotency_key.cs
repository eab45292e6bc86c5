namespace ServiceDefaults.Tests.Idempotency;

public sealed class An_idempotency_key : IAsyncLifetime
{
    private NoteService service = null!;

    public async ValueTask InitializeAsync() => service = await NoteService.StartAsync();

    [Theory]
    [InlineData("k")]
    [InlineData("a key: ~!")]
    [InlineData(128)]
    public async Task Is_up_to_128_printable_characters(object key)
    {
        var text = TextOf(key);

        Assert.Equal($"read {text}", (await KeyAsync("/keys", text)).Text);
        Assert.Equal($"read {text}", (await KeyAsync("/required-keys", text)).Text);
    }

    [Theory]
    [InlineData("a\tb")]
    [InlineData("\u007f")]
    [InlineData(129)]
    public async Task Is_refused_if_it_is_anything_else(object key)
    {
        Says(await KeyAsync("/keys", TextOf(key)), "must be one value of 1 to 128 printable ASCII characters.");
        Says(await KeyAsync("/required-keys", TextOf(key)), "must be one value of 1 to 128 printable ASCII characters.");
    }

    [Fact]
    public async Task Is_refused_if_there_are_two() =>
        Says(await service.GetAsync("/keys", (IdempotencyKey.Header, ["a", "b"])), "must be one value of 1 to 128 printable ASCII characters.");

    [Fact]
    public async Task May_be_missing_where_it_is_not_required()
    {
        Assert.Equal("read nothing", (await service.GetAsync("/keys")).Text);

        Says(await service.GetAsync("/required-keys"), "is required, so that a note is taken once.");
    }

    public ValueTask DisposeAsync() => service.DisposeAsync();

    private Task<Answer> KeyAsync(string path, string key) => service.GetAsync(path, (IdempotencyKey.Header, [key]));

    // A number stands for a text of that length.
    private static string TextOf(object key) => key as string ?? new string('x', (int)key);

    private static void Says(Answer answer, string message)
    {
        answer.IsProblem(400);
        Assert.Equal("urn:notes:problem:invalid-request", answer["type"]);
        Assert.Equal(message, (string?)answer.Json["errors"]![IdempotencyKey.Header]![0]);
    }
}
