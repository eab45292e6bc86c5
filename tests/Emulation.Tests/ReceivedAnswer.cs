using System.Globalization;
using System.IO.Hashing;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Emulation.Tests;

/// <summary>What a call got.</summary>
internal sealed record ReceivedAnswer(int Status, byte[] Bytes, IReadOnlyDictionary<string, string> Headers)
{
    public string Body { get; } = Encoding.UTF8.GetString(Bytes);

    /// <summary>The code of an error in XML.</summary>
    public string Code => Between("Code");

    /// <summary>The message of an error, in XML or in JSON.</summary>
    public string Message => Body.StartsWith('{') ? (string?)(JsonNode.Parse(Body)![nameof(Message)] ?? JsonNode.Parse(Body)!["message"]) ?? "" : Between("Message");

    /// <summary>The checksum that the body has, as DynamoDB says it.</summary>
    public string Checksum => Crc32.HashToUInt32(Bytes).ToString(CultureInfo.InvariantCulture);

    public string Decision => Headers["x-localaws-decision"];

    /// <summary>The text of the first element of a name; empty where there is none.</summary>
    public string Between(string element) => Body.IndexOf($"<{element}>", StringComparison.Ordinal) is var at and >= 0
        ? WebUtility.HtmlDecode(Body[(at + element.Length + 2)..Body.IndexOf($"</{element}>", StringComparison.Ordinal)])
        : "";

    public static async Task<ReceivedAnswer> OfAsync(HttpResponseMessage response) => new(
        (int)response.StatusCode,
        await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken),
        response.Headers.Concat(response.Content.Headers).ToDictionary(static header => header.Key, static header => string.Join(',', header.Value), StringComparer.OrdinalIgnoreCase));
}
