using System.Text;
using System.Text.Json.Nodes;
using Emulation.Calls;
using Emulation.Upstreams;
using Iam;

namespace Emulation.Fronts.Sqs;

/// <summary>Queues as calls name them: by URL, of which host and scheme say nothing, by name, or by ARN.</summary>
internal static class QueueName
{
    /// <summary>The ARN of the queue that a call's <c>QueueUrl</c> names, <c>http://HOST/ACCOUNT/NAME</c>.</summary>
    /// <exception cref="RefusedException">It is no such address.</exception>
    public static string OfUrl(FrontCall call)
    {
        var url = call.Needed("QueueUrl");
        var path = Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address.Query.Length == 0 && address.Fragment.Length == 0
            ? address.AbsolutePath
            : throw WrongUrl();
        var parts = path.TrimEnd('/').Split('/');
        return parts.Length >= 3 && AccountId.TryParse(parts[^2], out var account) && IsName(parts[^1]) && url.EndsWith($"/{parts[^2]}/{parts[^1]}", StringComparison.Ordinal)
            ? $"arn:aws:sqs:{call.Region}:{account}:{parts[^1]}"
            : throw WrongUrl();
    }

    /// <summary>The ARN of a queue by its name; of the caller's account, where none is said.</summary>
    /// <exception cref="RefusedException">It is no name of a queue.</exception>
    public static string Of(FrontCall call, string name, string? account) => IsName(name) && (account is null || AccountId.TryParse(account, out _))
        ? $"arn:aws:sqs:{call.Region}:{account ?? call.Home.ToString()}:{name}"
        : throw new RefusedException(new ServiceRefusal(
            400, "InvalidParameterValue", "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length"));

    /// <summary>The account in a queue's ARN.</summary>
    public static string AccountOf(string arn) => arn.Split(':') is [_, _, _, _, var account, ..] ? account : "";

    /// <summary>A question about a queue that the call does not name.</summary>
    public static Ask AnyOf(FrontCall call, string action)
    {
        var shape = $"arn:aws:sqs:{call.Region}:{call.Home}:{{queue}}";
        return new Ask(action, shape) { OneOf = ResourceShape.Parse(shape), ShownAction = action.ToLowerInvariant() };
    }

    /// <summary>The queue in the handle of a task that moves messages; null when the handle is another server's.</summary>
    public static string? OfTaskHandle(string handle)
    {
        try
        {
            return (string?)(JsonNode.Parse(Encoding.UTF8.GetString(Convert.FromBase64String(handle))) as JsonObject)?["sourceArn"];
        }
        catch (Exception e) when (e is FormatException or System.Text.Json.JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static bool IsName(string name) => name.Length is > 0 and <= 80
        && (name.EndsWith(".fifo", StringComparison.Ordinal) ? name[..^5] : name).All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    private static RefusedException WrongUrl() =>
        new(new ServiceRefusal(400, "InvalidAddress", "The address QueueUrl is not valid for this endpoint: it ends with an account and a queue's name."));
}
