using System.Globalization;
using System.IO.Compression;
using System.Text.Json;

namespace SigV4.Tests.Vectors;

/// <summary>A request as botocore signed it and would have sent it.</summary>
public sealed record BotocoreVector
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web);

    public required int Number { get; init; }
    public required string Region { get; init; }
    public required string Service { get; init; }
    public required string AccessKeyId { get; init; }
    public required string SecretAccessKey { get; init; }
    public required string? SessionToken { get; init; }
    public required string Time { get; init; }
    public required int? Expires { get; init; }
    public required string Method { get; init; }
    public required string UnsignedTarget { get; init; }
    public required string Target { get; init; }
    public required string[][] Headers { get; init; }
    public required byte[] Body { get; init; }

    public static IReadOnlyList<BotocoreVector> All { get; } = Read();

    public AwsCredentials Credentials => new(AccessKeyId, SecretAccessKey, SessionToken);

    public DateTimeOffset At => DateTimeOffset.ParseExact(Time, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    public HeaderField[] Fields => [.. Headers.Select(static pair => new HeaderField(pair[0], pair[1]))];

    public IncomingRequest ToRequest() => new(Method, Target, Fields, Body);

    /// <summary>The headers before they were signed.</summary>
    public HeaderField[] UnsignedFields =>
        [.. Fields.Where(static header => header.Name.ToUpperInvariant() is not ("AUTHORIZATION" or "X-AMZ-DATE" or "X-AMZ-SECURITY-TOKEN" or "X-AMZ-CONTENT-SHA256"))];

    public string Header(string name) => Fields.Single(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    private static List<BotocoreVector> Read()
    {
        using var file = typeof(BotocoreVector).Assembly.GetManifestResourceStream("botocore.jsonl.gz")!;
        using var lines = new StreamReader(new GZipStream(file, CompressionMode.Decompress));
        var vectors = new List<BotocoreVector>();
        while (lines.ReadLine() is { } line)
        {
            vectors.Add(JsonSerializer.Deserialize<BotocoreVector>(line, Format)!);
        }

        return vectors;
    }
}
