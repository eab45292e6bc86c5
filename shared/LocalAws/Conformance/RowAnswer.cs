using System.Text.Json;
using System.Xml;
using System.Xml.Linq;

namespace Tool.Conformance;

/// <summary>What came back, as clients of AWS read it: XML or JSON, with the error's code and words.</summary>
internal sealed class RowAnswer
{
    /// <summary>How services call what policies refuse.</summary>
    private static readonly string[] Denials =
        ["AccessDenied", "AccessDeniedException", "AuthorizationError", "AuthorizationErrorException", "ForbiddenException", "KMS.AccessDeniedException", "UnauthorizedOperation"];

    private readonly XElement? xml;
    private readonly JsonElement? json;

    public RowAnswer(int status, string body, string? errorType)
    {
        Status = status;
        (xml, json) = body.TrimStart() switch
        {
            ['<', ..] => (Xml(body), null),
            ['{' or '[', ..] => (null, Json(body)),
            _ => ((XElement?)null, (JsonElement?)null),
        };
        Code = status < 300 ? null : (errorType ?? Value("Code") ?? Value("__type") ?? Value("code"))?.Split(':')[0].Split('#')[^1];
        Message = status < 300 ? null : Value("Message") ?? Value("message");
    }

    public int Status { get; }

    /// <summary>The error's code; null of what is answered.</summary>
    public string? Code { get; }

    /// <summary>The error's words.</summary>
    public string? Message { get; }

    public RowVerdict Verdict => Status < 300 ? RowVerdict.Allow : Denials.Contains(Code, StringComparer.Ordinal) ? RowVerdict.Deny : RowVerdict.Refuse;

    /// <summary>The text of the first element of this name, or of the member at this path with dots; null when there is none.</summary>
    public string? Value(string path)
    {
        if (xml is not null)
        {
            return xml.DescendantsAndSelf().FirstOrDefault(element => element.Name.LocalName == path)?.Value;
        }

        var at = json;
        foreach (var name in path.Split('.'))
        {
            at = at is { ValueKind: JsonValueKind.Object } found && found.TryGetProperty(name, out var member) ? member : null;
        }

        return at switch { null => null, { ValueKind: JsonValueKind.String } text => text.GetString(), var other => other.Value.GetRawText() };
    }

    private static XElement? Xml(string body)
    {
        try
        {
            return XElement.Parse(body);
        }
        catch (XmlException)
        {
            return null;
        }
    }

    private static JsonElement? Json(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
