using System.Text.Json.Nodes;
using Emulation.Calls;
using Emulation.Upstreams;
using Iam;

namespace Emulation.Fronts.Logs;

/// <summary>
/// Log groups, their streams and what else CloudWatch Logs has, as calls name them and policies see them. Of a group policies see what ends in <c>:log-stream:</c>, which a policy
/// on <c>log-group:NAME:*</c> fits; where tags are asked they see the bare ARN. Amazon CloudWatch Logs User Guide, "CloudWatch Logs resources and operations".
/// </summary>
internal static class LogResource
{
    private static readonly string[] OfGroups = ["logGroupName", "logGroupIdentifier", "resourceIdentifier"];

    /// <summary>The group that a call names by name or identifier; null when it names none.</summary>
    /// <exception cref="RefusedException">It names two, or something else.</exception>
    public static string? GroupOf(FrontCall call)
    {
        string[] named = [.. OfGroups.Select(call.Text).OfType<string>()];
        return named.Length > 1 ? throw Wrong("The request must name one log group, by its name or by its identifier.")
            : named.Length == 1 ? Group(call, named[0]) : null;
    }

    /// <summary>The bare ARN of a group, by name or ARN.</summary>
    /// <exception cref="RefusedException">It is none.</exception>
    public static string Group(FrontCall call, string identifier)
    {
        if (!identifier.StartsWith("arn:", StringComparison.Ordinal))
        {
            return IsName(identifier) ? $"arn:aws:logs:{call.Region}:{call.Home}:log-group:{identifier}"
                : throw Wrong($"{Wire.ClientText.Shown(identifier)} is no name of a log group.");
        }

        var bare = identifier.EndsWith(":*", StringComparison.Ordinal) ? identifier[..^2] : identifier;
        return Read(call, bare) is { } arn && arn.Resource.Split(':') is ["log-group", var name] && IsName(name) ? bare
            : throw Wrong($"{Wire.ClientText.Shown(identifier)} is no ARN of a log group of this region.");
    }

    /// <summary>What policies see of a group.</summary>
    public static string Whole(string group) => $"{group}:log-stream:";

    /// <summary>A stream of a group.</summary>
    /// <exception cref="RefusedException">It is no name of a stream.</exception>
    public static string Stream(string group, string name) => name.Length is > 0 and <= 512 && !name.AsSpan().ContainsAny(':', '*')
        ? $"{group}:log-stream:{name}" : throw Wrong($"{Wire.ClientText.Shown(name)} is no name of a log stream.");

    /// <summary>Something else by its name or id, or by its ARN.</summary>
    /// <param name="call">The call.</param>
    /// <param name="kind">Such as <c>destination</c>.</param>
    /// <param name="id">What the call names it by.</param>
    /// <exception cref="RefusedException">It is none of that kind.</exception>
    public static string Other(FrontCall call, string kind, string id)
    {
        if (id.StartsWith("arn:", StringComparison.Ordinal))
        {
            return Read(call, id) is { } arn && arn.Resource.Split(':', 2) is [var named, var rest] && named == kind && IsId(rest) ? id
                : throw Wrong($"{Wire.ClientText.Shown(id)} is no ARN of a {kind} of this region.");
        }

        return IsId(id) ? $"arn:aws:logs:{call.Region}:{call.Home}:{kind}:{id}" : throw Wrong($"{Wire.ClientText.Shown(id)} names no {kind}.");
    }

    /// <summary>What a call of the tags of anything names.</summary>
    /// <exception cref="RefusedException">It is no ARN of CloudWatch Logs.</exception>
    public static string Tagged(FrontCall call, string text) =>
        Read(call, text) is not { } arn ? throw Wrong($"{Wire.ClientText.Shown(text)} is no ARN of CloudWatch Logs of this region.")
        : arn.Resource.StartsWith("log-group:", StringComparison.Ordinal) ? Group(call, text)
        : arn.Resource.Split(':', 2) is [var kind, var id] && IsId(id) && kind.Length > 0 ? text
        : throw Wrong($"{Wire.ClientText.Shown(text)} is no ARN of CloudWatch Logs.");

    /// <summary>How the tags of an ARN are asked for; null for what has none.</summary>
    public static TagQuestion? TagsOf(string arn) => arn.Split(':') is not ["arn", "aws", "logs", _, _, var kind, { Length: > 0 } name, ..] ? null
        : new TagQuestion("ListTagsForResource", new JsonObject { ["resourceArn"] = string.Join(':', [.. arn.Split(':')[..5], kind, name]) }, "tags");

    private static Arn? Read(FrontCall call, string text) =>
        Arn.TryParse(text, out var arn) && arn is { Partition: "aws", Service: "logs" } && arn.Region == call.Region && AccountId.TryParse(arn.Account, out _) ? arn : null;

    private static bool IsName(string name) => name.Length is > 0 and <= 512 && name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or '/' or '#');

    private static bool IsId(string id) => id.Length is > 0 and <= 512 && id.All(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or '/' or '#' or ':');

    private static RefusedException Wrong(string message) => new(new ServiceRefusal(400, "InvalidParameterException", message));
}
