using System.Text.Json.Serialization;
using Emulation.Decisions;
using Emulation.Principals;

namespace Emulation.Console.Live;

/// <summary>A decision as a line of the list.</summary>
internal sealed record DecisionRow
{
    /// <summary>By which it is opened.</summary>
    public required string Id { get; init; }

    /// <summary>When, in milliseconds since 1970: the browser knows the person's clock.</summary>
    public required long At { get; init; }

    /// <summary>What became of it, in a word or two.</summary>
    public required string Outcome { get; init; }

    /// <summary>The HTTP status of a refusal.</summary>
    public required int? Status { get; init; }

    /// <summary>HTTP method, or the service's action.</summary>
    public required string Method { get; init; }

    /// <summary>The path, or the resource.</summary>
    public required string Path { get; init; }

    /// <summary>The API, or the service.</summary>
    public required string Target { get; init; }

    /// <summary>Who called, with the session's name.</summary>
    public required string Caller { get; init; }

    /// <summary>Who called, without it.</summary>
    public required string Principal { get; init; }

    /// <summary>Why.</summary>
    public required string Reason { get; init; }

    public static DecisionRow Of(DecisionEntry entry, PrincipalNames names)
    {
        var caller = names.CallerOf(entry.Principal ?? "anonymous");
        var session = entry.Principal?.Contains(":assumed-role/", StringComparison.Ordinal) == true ? caller.LastIndexOf('/') : -1;
        return new DecisionRow
        {
            Id = entry.Id,
            At = entry.At.ToUnixTimeMilliseconds(),
            Outcome = entry.Outcome,
            Status = entry.Refused,
            Method = entry.Method,
            Path = entry.Path,
            Target = entry.Target,
            Caller = caller,
            Principal = session > 0 && !caller.StartsWith("arn:", StringComparison.Ordinal) ? caller[..session] : caller,
            Reason = entry.Underived ?? entry.Reason,
        };
    }

    /// <summary>Whether people want to read it: not what an operation itself said no to, nor a browser that looks for a picture.</summary>
    public static bool IsShown(DecisionEntry entry) => entry.IsNews || entry.Refused is null;
}

[JsonSerializable(typeof(IReadOnlyList<DecisionRow>))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class DecisionRowJson : JsonSerializerContext;
