namespace Emulation.Tests.S3.Store;

/// <summary>Readers and writers of one object at the same time.</summary>
public class Many_at_once
{
    [Theory]
    [InlineData(1_000)]
    [InlineData(300_000)]
    public async Task Read_one_version_each(int size)
    {
        using var store = await StoreUnderTest.WithBucketAsync();
        await store.PutAsync("key", new string('0', size));
        var isDone = false;
        var readers = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            var versions = 0;
            do
            {
                var got = await store.OkAsync("GetObject", "key");
                Assert.Equal(size, got.Body.Length);
                Assert.False(got.Body.AsSpan().ContainsAnyExcept(got.Body[0]));
                versions++;
            }
            while (!Volatile.Read(ref isDone));

            return versions;
        })).ToArray();
        for (var i = 1; i <= 60; i++)
        {
            await store.PutAsync("key", new string((char)('0' + (i % 10)), size));
        }

        Volatile.Write(ref isDone, true);
        Assert.All(await Task.WhenAll(readers), static versions => Assert.True(versions > 0));
        Assert.Equal(size > 65536 ? 1 : 0, Directory.GetFiles(store.Bodies).Length);
    }

    [Fact]
    public async Task Read_what_was_there_when_they_began()
    {
        using var store = await StoreUnderTest.WithBucketAsync();
        await store.PutAsync("key", new string('o', 100_000));
        var begun = await store.Objects.AnswerAsync(StoreUnderTest.Call("GetObject", "key"));
        await store.PutAsync("key", new string('n', 100_000));
        await store.OkAsync("DeleteObject", "key");
        Assert.Single(Directory.GetFiles(store.Bodies));
        var body = new MemoryStream();
        await begun.WriteAsync!(body, TestContext.Current.CancellationToken);
        Assert.True(body.ToArray().AsSpan().IndexOfAnyExcept((byte)'o') < 0 && body.Length == 100_000);
        Assert.Empty(Directory.GetFiles(store.Bodies));
    }

    [Fact]
    public async Task Make_an_object_that_must_be_new_once()
    {
        using var store = await StoreUnderTest.WithBucketAsync();
        var codes = await Task.WhenAll(Enumerable.Range(0, 32).Select(i => Task.Run(() => store.CodeAsync("PutObject", "key", $"{i}", "if-none-match: *"))));
        Assert.Single(codes, "answered");
        Assert.Equal(31, codes.Count(static code => code == "PreconditionFailed"));
    }

    [Fact]
    public async Task Write_each_its_own()
    {
        using var store = await StoreUnderTest.WithBucketAsync("Enabled");
        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(() => store.PutAsync($"key-{i % 20}", $"{i}"))));
        Assert.Equal(200, (await store.OkAsync("ListObjectVersions")).Elements("VersionId").Distinct().Count());
        Assert.Equal(20, (await store.OkAsync("ListObjectVersions")).Elements("IsLatest").Count(static one => one == "true"));
        store.Restart();
        Assert.Equal(20, (await store.OkAsync("ListObjectsV2")).Elements("Key").Length);
    }
}
