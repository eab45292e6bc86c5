using Emulation.S3.Store;

namespace Emulation.Tests.S3.Store;

/// <summary>What is on the disk at each step of a write, opened as after <c>kill -9</c>: the object is as before or as after, and whole.</summary>
public sealed class An_end_at_any_moment : IDisposable
{
    private readonly List<string> copies = [];

    [Theory]
    [InlineData("PutObject", 5)]
    [InlineData("PutObject", 200_000)]
    [InlineData("DeleteObject", 0)]
    [InlineData("CopyObject", 0)]
    public async Task Leaves_an_old_object_or_a_new_one(string operation, int size)
    {
        var old = new string('o', 150_000);
        var steps = new List<StoreStep>();
        StoreUnderTest? watched = null;
        using var store = await StoreUnderTest.WithBucketAsync(null, step => Snapshot(watched, step, steps));
        await store.PutAsync("key", old);
        await store.PutAsync("other", new string('c', 100_000));
        watched = store;
        await store.OkAsync(operation, "key", new string('n', size), operation == "CopyObject" ? ["x-amz-copy-source: a-bucket/other"] : []);
        watched = null;
        var after = await store.GetAsync("key");
        Assert.NotEqual(old, after);

        // Another end, and another beginning: what nobody refers to is gone, what was acknowledged is there.
        var seen = new List<string>();
        foreach (var copy in copies)
        {
            using var reopened = new StoreUnderTest(folder: copy);
            var text = await reopened.GetAsync("key");
            seen.Add(text == old ? "old" : text == after ? "new" : "half");
            Assert.Equal(1 + (text.Length > 65536 ? 1 : 0), Directory.GetFiles(reopened.Bodies).Length);
            await reopened.PutAsync("key", "written after");
            Assert.Equal("written after", await reopened.GetAsync("key"));
        }

        Assert.Equal(steps.Select(static step => step is StoreStep.Committed or StoreStep.Removed ? "new" : "old"), seen);
        Assert.Contains(StoreStep.BeforeCommit, steps);
        Assert.Contains(StoreStep.Removed, steps);
        Assert.Equal(size > 65536 || operation == "CopyObject", steps.Contains(StoreStep.BodyFlushed));
    }

    [Fact]
    public async Task Leaves_an_upload_or_its_object()
    {
        var steps = new List<StoreStep>();
        StoreUnderTest? watched = null;
        using var store = await StoreUnderTest.WithBucketAsync(null, step => Snapshot(watched, step, steps));
        var (id, etags) = await store.UploadAsync("key", [new string('a', 5 << 20), "b", "not taken"]);
        watched = store;
        await store.OkAsync("CompleteMultipartUpload", "key", StoreUnderTest.Manifest(etags[..2]), $"uploadId={id}");
        watched = null;
        foreach (var (copy, step) in copies.Zip(steps))
        {
            using var reopened = new StoreUnderTest(folder: copy);
            var isThere = step is StoreStep.Committed or StoreStep.Removed;
            Assert.Equal(isThere ? "answered" : "NoSuchKey", await reopened.CodeAsync("HeadObject", "key"));
            Assert.Equal(isThere ? "NoSuchUpload" : "answered", await reopened.CodeAsync("ListParts", "key", "", $"uploadId={id}"));
            Assert.Equal(isThere ? 2 : 3, Directory.GetFiles(reopened.Bodies).Length);

            // Who learned of no answer completes it again, and has the object.
            Assert.Equal("answered", await reopened.CodeAsync("CompleteMultipartUpload", "key", StoreUnderTest.Manifest(etags[..2]), $"uploadId={id}"));
            Assert.Equal((5 << 20) + 1, (await reopened.GetAsync("key")).Length);
        }

        Assert.Contains(StoreStep.BeforeCommit, steps);
        Assert.Contains(StoreStep.Committed, steps);
    }

    [Fact]
    public async Task Makes_nothing_of_a_database_that_is_none()
    {
        string folder;
        using (var store = await StoreUnderTest.WithObjectAsync())
        {
            folder = Copy(store.Folder);
        }

        await File.WriteAllTextAsync(Path.Combine(folder, "s3", "objects.db"), "this is no database, and it is longer than a hundred bytes so that it has the whole of a header to be wrong in, and more", TestContext.Current.CancellationToken);
        File.Delete(Path.Combine(folder, "s3", "objects.db-wal"));
        var refused = Assert.Throws<Emulation.State.StateFolderException>(() => new StoreUnderTest(folder: folder));
        Assert.Contains("objects.db cannot be opened", refused.Message, StringComparison.Ordinal);
    }

    public void Dispose() => copies.ForEach(static copy =>
    {
        if (Directory.Exists(copy))
        {
            Directory.Delete(copy, recursive: true);
        }
    });

    private void Snapshot(StoreUnderTest? store, StoreStep step, List<StoreStep> steps)
    {
        if (store is not null && !(step == StoreStep.BodyBegun && steps.LastOrDefault() == step))
        {
            Copy(store.Folder);
            steps.Add(step);
        }
    }

    private string Copy(string folder)
    {
        var copy = Directory.CreateTempSubdirectory("localaws-s3-end-").FullName;
        copies.Add(copy);
        foreach (var directory in Directory.EnumerateDirectories(folder, "*", SearchOption.AllDirectories))
        {
            Directory.CreateDirectory(Path.Combine(copy, Path.GetRelativePath(folder, directory)));
        }

        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            File.Copy(file, Path.Combine(copy, Path.GetRelativePath(folder, file)));
        }

        return copy;
    }
}
