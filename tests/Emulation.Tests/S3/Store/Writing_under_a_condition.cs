namespace Emulation.Tests.S3.Store;

/// <summary>Conditions of writes and deletions.</summary>
public class Writing_under_a_condition
{
    private const string Is = "\"781e5e245d69b566979b86e28d23f2c7\"";

    [Fact]
    public async Task Makes_what_is_not_there_once()
    {
        using var store = await StoreUnderTest.WithBucketAsync();
        Assert.Equal("answered", await store.CodeAsync("PutObject", "key", "one", "if-none-match: *"));
        var second = await store.SendAsync("PutObject", "key", "two", "if-none-match: *");
        Assert.Equal((412, "PreconditionFailed", "Condition=If-None-Match"), (second.Status, second.Code, second.Told));
        Assert.Equal("one", await store.GetAsync("key"));
    }

    [Fact]
    public async Task Replaces_what_is_as_it_was_read()
    {
        using var store = await StoreUnderTest.WithObjectAsync();
        Assert.Equal("PreconditionFailed", await store.CodeAsync("PutObject", "key", "x", "if-match: \"another\""));
        Assert.Equal("answered", await store.CodeAsync("PutObject", "key", "x", $"if-match: {Is}"));
        Assert.Equal("PreconditionFailed", await store.CodeAsync("PutObject", "key", "y", $"if-match: {Is}"));
        Assert.Equal("NoSuchKey", await store.CodeAsync("PutObject", "none", "y", $"if-match: {Is}"));
        Assert.Equal("x", await store.GetAsync("key"));
    }

    [Theory]
    [InlineData("if-match: *")]
    [InlineData("if-none-match: \"x\"")]
    public async Task Takes_no_condition_that_S3_does_not(string header)
    {
        using var store = await StoreUnderTest.WithObjectAsync();
        var answered = await store.SendAsync("PutObject", "key", "x", header);
        Assert.Equal((501, "NotImplemented"), (answered.Status, answered.Code));
    }

    [Fact]
    public async Task Finds_nothing_where_an_object_is_marked_deleted()
    {
        using var store = await StoreUnderTest.WithObjectAsync(versioning: "Enabled");
        Assert.Equal("PreconditionFailed", await store.CodeAsync("PutObject", "key", "x", "if-none-match: *"));
        await store.OkAsync("DeleteObject", "key");
        Assert.Equal("NoSuchKey", await store.CodeAsync("PutObject", "key", "x", $"if-match: {Is}"));
        Assert.Equal("answered", await store.CodeAsync("PutObject", "key", "x", "if-none-match: *"));
    }

    [Fact]
    public async Task Deletes_what_is_as_it_was_read()
    {
        using var store = await StoreUnderTest.WithObjectAsync();
        Assert.Equal("PreconditionFailed", await store.CodeAsync("DeleteObject", "key", "", "if-match: \"another\""));
        Assert.Equal("answered", await store.CodeAsync("DeleteObject", "none", "", "if-match: \"another\""));
        Assert.Equal("0123456789", await store.GetAsync("key"));
        Assert.Equal("answered", await store.CodeAsync("DeleteObject", "key", "", $"if-match: {Is}"));
        Assert.Equal("NoSuchKey", await store.GetAsync("key"));
    }
}
