using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SigV4;

namespace Emulation.Tests.S3.Door;

/// <summary>A form as a browser posts it, signed as Amazon S3 API Reference, "Authenticating requests: browser-based uploads using POST", says.</summary>
internal sealed record PostedForm
{
    private const string Boundary = "----boundary";

    /// <summary>What the policy holds, in JSON, beside what the signature's own fields need.</summary>
    public string Conditions { get; init; } = """{"bucket":"bucket"},["starts-with","$key","up/"]""";

    /// <summary>The whole policy in its place.</summary>
    public string? Policy { get; init; }

    public (string Name, string Value)[] Fields { get; init; } = [("key", "up/a.txt")];

    /// <summary>Fields behind the file.</summary>
    public (string Name, string Value)[] Behind { get; init; } = [];

    public string FileName { get; init; } = "a.txt";

    public string File { get; init; } = "hello";

    public TimeSpan Lasts { get; init; } = TimeSpan.FromMinutes(5);

    public string Region { get; init; } = "us-east-1";

    /// <summary>Changes a field of the signature, or leaves it out.</summary>
    public (string Name, string? Value)? Changed { get; init; }

    public bool HasFile { get; init; } = true;

    public bool IsWhole { get; init; } = true;

    public static string ContentType => $"multipart/form-data; boundary={Boundary}";

    /// <summary>The body, signed by who has the keys; without them by nobody.</summary>
    public string Body(AwsCredentials? keys, DateTimeOffset now)
    {
        var fields = Fields.ToList();
        if (keys is not null)
        {
            var date = now.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
            List<(string Name, string Value)> signed =
            [
                ("x-amz-algorithm", "AWS4-HMAC-SHA256"), ("x-amz-credential", $"{keys.AccessKeyId}/{date[..8]}/{Region}/s3/aws4_request"), ("x-amz-date", date),
                .. keys.SessionToken is { } token ? [("x-amz-security-token", token)] : ((string, string)[])[],
            ];
            var document = Policy ?? $$"""
                {"expiration":"{{(now + Lasts).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)}}",
                 "conditions":[{{string.Join(',', signed.Select(static field => $$"""{"{{field.Name}}":"{{field.Value}}"}"""))}},{{Conditions}}]}
                """;
            var policy = Convert.ToBase64String(Encoding.UTF8.GetBytes(document));
            signed.AddRange([("policy", policy), ("x-amz-signature", Sign(keys.SecretAccessKey, date[..8], Region, policy))]);
            foreach (var (name, value) in signed)
            {
                if (Changed is not { } changed || changed.Name != name)
                {
                    fields.Add((name, value));
                }
                else if (changed.Value is { } other)
                {
                    fields.Add((name, other));
                }
            }
        }

        var text = new StringBuilder();
        foreach (var (name, value) in fields)
        {
            Add(name, value);
        }

        if (HasFile)
        {
            text.Append($"--{Boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{FileName}\"\r\nContent-Type: text/html\r\n\r\n{File}\r\n");
        }

        foreach (var (name, value) in Behind)
        {
            Add(name, value);
        }

        return text.Append(IsWhole ? $"--{Boundary}--\r\n" : "").ToString();

        void Add(string name, string value) => text.Append($"--{Boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
    }

    private static string Sign(string secret, string date, string region, string policy)
    {
        var key = Encoding.UTF8.GetBytes($"AWS4{secret}");
        foreach (var part in (string[])[date, region, "s3", "aws4_request"])
        {
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        }

        return Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(policy)));
    }
}
