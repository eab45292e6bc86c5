using System.Globalization;
using System.Text;
using System.Xml.Linq;
using Emulation.S3;
using Emulation.S3.Store;
using Emulation.S3.Wire;
using Emulation.State;
using Iam;
using Microsoft.Extensions.Time.Testing;

namespace Emulation.Tests.S3.Store;

/// <summary>LocalAws's own S3 in a folder of a test, called as its door calls it.</summary>
internal sealed class StoreUnderTest : IDisposable
{
    public const string Bucket = "a-bucket";
    public static readonly AccountId Account = AccountId.Parse("111122223333");
    private readonly Action<StoreStep>? reached;

    public StoreUnderTest(Action<StoreStep>? reached = null, string? folder = null)
    {
        this.reached = reached;
        Folder = folder ?? Directory.CreateTempSubdirectory("localaws-s3-").FullName;
        Objects = new EmbeddedObjects(Folder, IdSource.SystemRandom, Time, reached);
    }

    public string Folder { get; }

    public string Bodies => Path.Combine(Folder, "s3", "bodies");

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));

    public EmbeddedObjects Objects { get; private set; }

    public static async Task<StoreUnderTest> WithBucketAsync(string? versioning = null, Action<StoreStep>? reached = null)
    {
        var store = new StoreUnderTest(reached);
        await store.OkAsync("CreateBucket");
        if (versioning is not null)
        {
            await store.VersioningAsync(versioning);
        }

        return store;
    }

    public static async Task<StoreUnderTest> WithObjectAsync(string key = "key", string body = "0123456789", string? versioning = null)
    {
        var store = await WithBucketAsync(versioning);
        await store.PutAsync(key, body);
        return store;
    }

    /// <summary>Ends the process and begins another over the same folder.</summary>
    public void Restart()
    {
        Objects.Dispose();
        Objects = new EmbeddedObjects(Folder, IdSource.SystemRandom, Time, reached);
    }

    /// <summary>A call: parameters as <c>name=value</c>, headers as <c>name: value</c>.</summary>
    public static S3Call Call(string operation, string? key = null, string body = "", string? bucket = Bucket, params string[] more) =>
        CallOf(operation, key, Encoding.UTF8.GetBytes(body), bucket, more);

    public static S3Call CallOf(string operation, string? key, byte[] body, string? bucket, params string[] more) => new()
    {
        Operation = operation,
        Bucket = bucket,
        Key = key,
        Query = more.Where(static one => !one.Contains(": ", StringComparison.Ordinal)).Select(static one => one.Split('=', 2)).ToDictionary(static one => one[0], static one => one.ElementAtOrDefault(1) ?? ""),
        Headers = more.Where(static one => one.Contains(": ", StringComparison.Ordinal)).Select(static one => one.Split(": ", 2)).ToDictionary(static one => one[0], static one => one[1], StringComparer.OrdinalIgnoreCase),
        Host = more.FirstOrDefault(static one => one.StartsWith("host: ", StringComparison.Ordinal))?[6..],
        Source = more.FirstOrDefault(static one => one.StartsWith("x-amz-copy-source: ", StringComparison.Ordinal)) is { } source ? CopySourceHeader.Read(source.Split(": ", 2)[1], out _) : null,
        Body = new MemoryStream(body),
        Length = body.Length,
        Account = Account,
        CallerArn = $"arn:aws:iam::{Account}:user/ann",
        Region = "us-east-1",
        RequestId = "ID",
    };

    public async Task<Answered> SendAsync(S3Call call)
    {
        var answer = await Objects.AnswerAsync(call);
        var body = new MemoryStream();
        if (answer.WriteAsync is not null)
        {
            await answer.WriteAsync(body, TestContext.Current.CancellationToken);
        }

        return new Answered(answer, body.ToArray());
    }

    public Task<Answered> SendAsync(string operation, string? key = null, string body = "", params string[] more) => SendAsync(Call(operation, key, body, Bucket, more));

    /// <summary>An answer that is no refusal.</summary>
    public async Task<Answered> OkAsync(string operation, string? key = null, string body = "", params string[] more)
    {
        var answered = await SendAsync(operation, key, body, more);
        Assert.True(answered.Answer.Refusal is null, $"{operation} {key}: {answered.Answer.Refusal?.Type}: {answered.Answer.Refusal?.Message}");
        return answered;
    }

    /// <summary>The code of a refusal; <c>answered</c> where there is none.</summary>
    public async Task<string> CodeAsync(string operation, string? key = null, string body = "", params string[] more) => (await SendAsync(operation, key, body, more)).Code;

    /// <summary>Puts an object.</summary>
    /// <returns>The version's id.</returns>
    public async Task<string?> PutAsync(string key, string body, params string[] more) => (await OkAsync("PutObject", key, body, more)).Header("x-amz-version-id");

    /// <summary>The text of an object, or the code of the refusal.</summary>
    public async Task<string> GetAsync(string key, params string[] more)
    {
        var answered = await SendAsync("GetObject", key, "", more);
        return answered.Answer.Refusal is null ? answered.Text : answered.Code;
    }

    public Task VersioningAsync(string status) => OkAsync("PutBucketVersioning", null, $"<VersioningConfiguration><Status>{status}</Status></VersioningConfiguration>");

    /// <summary>Begins an upload, brings parts and gives back its id with the ETags.</summary>
    public async Task<(string Id, string[] ETags)> UploadAsync(string key, string[] parts, params string[] more)
    {
        var id = (await OkAsync("CreateMultipartUpload", key, "", more)).Element("UploadId");
        var etags = new string[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            etags[i] = (await OkAsync("UploadPart", key, parts[i], $"uploadId={id}", $"partNumber={(i + 1).ToString(CultureInfo.InvariantCulture)}")).Header("ETag")!;
        }

        return (id, etags);
    }

    public static string Manifest(params (int Number, string ETag)[] parts) =>
        $"<CompleteMultipartUpload>{string.Concat(parts.Select(static part => $"<Part><PartNumber>{part.Number}</PartNumber><ETag>{part.ETag}</ETag></Part>"))}</CompleteMultipartUpload>";

    public static string Manifest(string[] etags) => Manifest([.. etags.Select(static (etag, index) => (index + 1, etag))]);

    public void Dispose()
    {
        Objects.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}

/// <summary>An answer with its body.</summary>
internal sealed record Answered(S3Answer Answer, byte[] Body)
{
    public int Status => Answer.StatusCode;

    public string Code => Answer.Refusal?.Type ?? "answered";

    public string Text => Encoding.UTF8.GetString(Body);

    public XElement Xml => XDocument.Parse(Text).Root!;

    public string? Header(string name) => Answer.Headers.Where(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(static header => header.Value).SingleOrDefault();

    /// <summary>The refusal's elements behind the message.</summary>
    public string Told => string.Join(", ", ((S3Refusal)Answer.Refusal!).Elements.Select(static one => $"{one.Name}={one.Text}"));

    /// <summary>The text of the first element of a name.</summary>
    public string Element(string name) => Xml.Descendants().First(one => one.Name.LocalName == name).Value;

    public string[] Elements(string name) => [.. Xml.Descendants().Where(one => one.Name.LocalName == name).Select(static one => one.Value)];

    /// <summary>The document without its declaration and namespace.</summary>
    public string Document => Text.Replace("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n", "", StringComparison.Ordinal)
        .Replace(" xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"", "", StringComparison.Ordinal);
}
