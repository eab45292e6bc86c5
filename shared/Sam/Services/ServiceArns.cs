using System.Collections.Immutable;
using Sam.Catalogue;
using Sam.Naming;
using Sam.Resources;

namespace Sam.Services;

/// <summary>The ARNs of resources of services, and what policies of a template name them by: URLs, names, ARNs.</summary>
internal sealed class ServiceArns(ImmutableArray<Resource> resources)
{
    private readonly ImmutableArray<(string Arn, Resource Secret)> secrets =
        [.. resources.Where(static resource => resource.TypeName == ServiceTypes.Secret).Select(static secret => (Of(secret), secret))];

    /// <summary>A resource's ARN, as its service asks policies about it.</summary>
    public static string Of(Resource resource)
    {
        var physical = resource.Physical;
        var type = resource.Declaration.Type!;
        return resource.TypeName switch
        {
            ServiceTypes.Topic => physical.Arn("sns", physical.Name),
            ServiceTypes.Secret => type.Ref(physical),
            ServiceTypes.Parameter => physical.Arn("ssm", $"parameter/{physical.Name.TrimStart('/')}"),
            ServiceTypes.LogGroup => physical.Arn("logs", $"log-group:{physical.Name}"),
            ServiceTypes.EmailIdentity => physical.Arn("ses", $"identity/{physical.Name}"),
            _ => type.Attributes["Arn"](physical),
        };
    }

    /// <summary>The queue of a URL; of what is no URL a queue of that name.</summary>
    public static string Queue(string text, PhysicalResource stack) => text.StartsWith("arn:", StringComparison.Ordinal) ? text
        : text.Split('/') is [.., { Length: > 0 } account, { Length: > 0 } name] && text.Contains("://", StringComparison.Ordinal)
            ? $"arn:aws:sqs:{RegionOf(text) ?? stack.Stack.Region}:{account}:{name}"
            : stack.Arn("sqs", text);

    /// <summary>The bucket of a name.</summary>
    public static string Bucket(string text) => text.StartsWith("arn:", StringComparison.Ordinal) ? text : $"arn:aws:s3:::{text}";

    /// <summary>The event bus of a name.</summary>
    public static string EventBus(string text, PhysicalResource stack) => text.StartsWith("arn:", StringComparison.Ordinal) ? text : stack.Arn("events", $"event-bus/{text}");

    /// <summary>The secret of an ARN, with or without its random characters, or of a name.</summary>
    public string Secret(string text, PhysicalResource stack)
    {
        var arn = text.StartsWith("arn:", StringComparison.Ordinal) ? text : stack.Arn("secretsmanager", $"secret:{text}");
        return secrets.FirstOrDefault(secret => secret.Arn == arn || secret.Arn[..^7] == arn).Arn ?? arn;
    }

    private static string? RegionOf(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Host.Split('.') is ["sqs", var region, "amazonaws", "com"] ? region : null;
}
