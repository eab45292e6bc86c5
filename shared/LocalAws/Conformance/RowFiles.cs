using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tool.Conformance;

/// <summary>A file of docs/conformance: rows that share what has to be there first.</summary>
internal sealed record RowFile
{
    /// <summary>What the rows are about.</summary>
    public required string About { get; init; }

    /// <summary>Calls that make what every row needs.</summary>
    public ImmutableArray<RowCall> Given { get => field.IsDefault ? [] : field; init; }

    public required ImmutableArray<ConformanceRow> Rows { get; init; }
}

/// <summary>A request, what has to be there first, and what AWS answered.</summary>
internal sealed record ConformanceRow
{
    /// <summary>Unique in its file.</summary>
    public required string Name { get; init; }

    /// <summary>Where AWS's answer is from: a recording, or a page.</summary>
    public required string Source { get; init; }

    /// <summary>Calls that make what this row alone needs.</summary>
    public ImmutableArray<RowCall> Given { get => field.IsDefault ? [] : field; init; }

    public required RowCall Request { get; init; }

    public required RecordedAnswer Expect { get; init; }
}

/// <summary>A call as it goes over the wire. <c>{account}</c>, <c>{region}</c>, <c>{run}</c> and what an earlier call saved stand in any of its texts.</summary>
internal sealed record RowCall
{
    /// <summary>The service by the name that it is signed for, such as <c>iam</c>.</summary>
    public required string Service { get; init; }

    /// <summary>The action of the Query protocol; null of another protocol.</summary>
    public string? Action { get; init; }

    /// <summary>The parameters of the action: texts, or documents, which are sent as JSON.</summary>
    public ImmutableDictionary<string, JsonElement> Parameters { get => field ?? ImmutableDictionary<string, JsonElement>.Empty; init; }

    /// <summary><c>X-Amz-Target</c> of the JSON protocols; null of another protocol.</summary>
    public string? Target { get; init; }

    /// <summary>The body of a JSON or REST call: a document, or a text.</summary>
    public JsonElement? Body { get; init; }

    /// <summary>The method of a REST call.</summary>
    public string? Method { get; init; }

    /// <summary>Path and query of a REST call.</summary>
    public string? Path { get; init; }

    public ImmutableDictionary<string, string> Headers { get => field ?? ImmutableDictionary<string, string>.Empty; init; }

    /// <summary>By whose credentials it is signed, as an earlier call saved them; null for whoever runs the rows.</summary>
    public string? As { get; init; }

    /// <summary>How it is signed where that is not right: see <see cref="RowSignature"/>.</summary>
    public RowSignature Signature { get; init; }

    /// <summary>Under what name the credentials of the answer are kept; null for none.</summary>
    public string? Credentials { get; init; }

    /// <summary>Values of the answer that are kept: name, and the element, or the member with its path.</summary>
    public ImmutableDictionary<string, string> Save { get => field ?? ImmutableDictionary<string, string>.Empty; init; }

    /// <summary>What takes back what the call made, once it has made it.</summary>
    public ImmutableArray<RowCall> Undo { get => field.IsDefault ? [] : field; init; }
}

/// <summary>How a call is signed.</summary>
internal enum RowSignature
{
    /// <summary>As it should be.</summary>
    Right,

    /// <summary>Not at all.</summary>
    None,

    /// <summary>By a key that nobody has.</summary>
    UnknownKey,

    /// <summary>By a secret that is not the key's.</summary>
    WrongSecret,

    /// <summary>An hour ago.</summary>
    Old,

    /// <summary>With a session token that is none.</summary>
    WrongToken,
}

/// <summary>What AWS answered.</summary>
internal sealed record RecordedAnswer
{
    public required RowVerdict Verdict { get; init; }

    /// <summary>The HTTP status; null where it is not known.</summary>
    public int? Status { get; init; }

    /// <summary>The error's code; null where it is not known.</summary>
    public string? Code { get; init; }

    /// <summary>AWS's words, to the letter; null where they are not known.</summary>
    public string? Message { get; init; }

    /// <summary>Values of the answer: the element, or the member with its path, and its text.</summary>
    public ImmutableDictionary<string, string> Values { get => field ?? ImmutableDictionary<string, string>.Empty; init; }
}

/// <summary>What became of a request.</summary>
internal enum RowVerdict
{
    /// <summary>It is answered.</summary>
    Allow,

    /// <summary>Policies refuse it.</summary>
    Deny,

    /// <summary>It is refused for another reason, before or after policies are asked.</summary>
    Refuse,
}

/// <summary>The files' form.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(RowFile))]
internal sealed partial class RowJson : JsonSerializerContext;
