using CsCheck;

namespace Emulation.Tests.S3.Store;

/// <summary>Random histories of a bucket, compared with the plainest model of it: for each key a list of versions, the newest last.</summary>
public class Random_histories
{
    private static readonly string[] Keys = ["a", "a/b", "a/c", "b"];

    private static readonly Gen<(int Operation, string Key, int Value)[]> History = Gen.Select(Gen.Int[0, 99], Gen.Int[0, Keys.Length - 1].Select(static one => Keys[one]), Gen.Int[0, 1000]).Array[1, 40];

    [Fact]
    public async Task Give_what_a_plain_model_gives() => await History.SampleAsync(async history =>
    {
        using var store = await StoreUnderTest.WithBucketAsync();
        var model = new Model();
        foreach (var (operation, key, value) in history)
        {
            await StepAsync(store, model, operation, key, value);
        }

        store.Restart();
        foreach (var key in Keys)
        {
            Assert.Equal(model.Get(key) ?? "NoSuchKey", await store.GetAsync(key));
            foreach (var version in model.Versions(key).Where(static one => one.Body is not null))
            {
                Assert.Equal(version.Body, await store.GetAsync(key, $"versionId={version.Id}"));
            }
        }

        Assert.Equal(model.Objects, (await store.OkAsync("ListObjectsV2")).Elements("Key"));
        var listed = await store.OkAsync("ListObjectVersions");
        Assert.Equal(model.All, listed.Elements("Key").Zip(listed.Elements("VersionId"), listed.Elements("IsLatest")).Select(static one => $"{one.First} {one.Second} {one.Third}"));

        // Bodies that nothing refers to are gone: a value of a multiple of ten is a body in a file.
        Assert.Equal(model.Files, Directory.GetFiles(store.Bodies).Length);
    }, iter: 60);

    private static async Task StepAsync(StoreUnderTest store, Model model, int operation, string key, int value)
    {
        var body = $"{value}".PadRight(value % 10 == 0 ? 70_000 : 1, '.');
        switch (operation)
        {
            case < 45:
                model.Put(key, body, await store.PutAsync(key, body));
                break;
            case < 60:
                model.Delete(key, (await store.OkAsync("DeleteObject", key)).Header("x-amz-version-id"));
                break;
            case < 75 when model.Versions(key) is { Count: > 0 } versions:
                var version = versions[value % versions.Count];
                await store.OkAsync("DeleteObject", key, "", $"versionId={version.Id}");
                versions.Remove(version);
                break;
            case < 85:
                var from = Keys[value % Keys.Length];
                if (from != key && model.Get(from) is { } copied)
                {
                    model.Put(key, copied, (await store.OkAsync("CopyObject", key, "", $"x-amz-copy-source: a-bucket/{from}")).Header("x-amz-version-id"));
                }

                break;
            case < 93:
                model.Status = value % 2 == 0 ? "Enabled" : "Suspended";
                await store.VersioningAsync(model.Status);
                break;
            case < 97:
                store.Restart();
                break;
            default:
                await store.CodeAsync("PutObject", key, body, "content-md5: AAAAAAAAAAAAAAAAAAAAAA==");
                break;
        }
    }

    private sealed class Model
    {
        private readonly SortedDictionary<string, List<Version>> keys = new(StringComparer.Ordinal);

        public string? Status { get; set; }

        public IEnumerable<string> Objects => keys.Where(static one => one.Value.Count > 0 && one.Value[^1].Body is not null).Select(static one => one.Key);

        public IEnumerable<string> All => keys.SelectMany(static one => Enumerable.Reverse(one.Value).Select((version, index) => $"{one.Key} {version.Id} {(index == 0 ? "true" : "false")}"));

        public int Files => keys.Values.Sum(static versions => versions.Count(static version => version.Body?.Length > 65536));

        public List<Version> Versions(string key) => keys.TryGetValue(key, out var versions) ? versions : keys[key] = [];

        public string? Get(string key) => Versions(key).LastOrDefault()?.Body;

        public void Put(string key, string? body, string? id)
        {
            if (Status != "Enabled")
            {
                Versions(key).RemoveAll(static version => version.Id == "null");
            }

            Versions(key).Add(new Version(id ?? "null", body));
        }

        public void Delete(string key, string? marker)
        {
            if (Status is null)
            {
                Versions(key).Clear();
            }
            else
            {
                Put(key, null, marker);
            }
        }
    }

    private sealed record Version(string Id, string? Body);
}
