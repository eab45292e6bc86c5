using Emulation.Calls;
using Emulation.Upstreams;
using Iam;

namespace Emulation.Fronts.Ssm;

/// <summary>What Systems Manager manages, as calls name it and policies see it. Service Authorization Reference, "Resource types defined by AWS Systems Manager".</summary>
internal static class SystemsResource
{
    /// <summary>A name that is told only by what is made: a question about any.</summary>
    public const string Unknown = "?";

    /// <summary>Kinds whose names have slashes: of others a server may take the last part alone.</summary>
    private static readonly string[] Paths = ["opsmetadata", "parameter", "servicesetting"];

    /// <summary>The ARN of a thing, or the shape of all of its kind.</summary>
    /// <param name="call">The call.</param>
    /// <param name="kind">The kind of thing, by its name in ARNs, or <c>node</c> for a managed machine.</param>
    /// <param name="id">What the call names it by.</param>
    /// <exception cref="RefusedException">It is no id of that kind.</exception>
    public static string ArnOf(FrontCall call, string kind, string id)
    {
        if (id == Unknown)
        {
            return kind == "node" ? $"arn:aws:ec2:{call.Region}:{call.Home}:instance/{{id}}" : $"arn:aws:ssm:{call.Region}:{call.Home}:{kind}/{{id}}";
        }

        if (id.StartsWith("arn:", StringComparison.Ordinal))
        {
            return Arn.TryParse(id, out var arn) && arn is { Partition: "aws", Service: "ssm" } && arn.Region == call.Region
                && (arn.Account.Length == 0 || AccountId.TryParse(arn.Account, out _)) && arn.Resource.StartsWith($"{kind}/", StringComparison.Ordinal)
                && IsId(kind, arn.Resource[(kind.Length + 1)..])
                ? id : throw Wrong(kind, id);
        }

        return !IsId(kind, id) ? throw Wrong(kind, id) : kind switch
        {
            "document" => $"arn:aws:ssm:{call.Region}:{(IsOfAws(id) ? "" : call.Home.ToString())}:document/{id}",
            "node" => Node(call, id),
            "servicesetting" => $"arn:aws:ssm:{call.Region}:{call.Home}:servicesetting/{id.TrimStart('/')}",
            "automation-definition" => $"arn:aws:ssm:{call.Region}:{call.Home}:automation-definition/{id}",
            _ => $"arn:aws:ssm:{call.Region}:{call.Home}:{kind}/{id}",
        };
    }

    /// <summary>The kind that a call's <c>ResourceType</c> means. AWS Systems Manager API Reference, AddTagsToResource.</summary>
    /// <exception cref="RefusedException">It is none.</exception>
    public static string KindOf(string type) => type switch
    {
        "Association" => "association",
        "Automation" => "automation-execution",
        "Document" => "document",
        "MaintenanceWindow" => "maintenancewindow",
        "ManagedInstance" => "node",
        "OpsItem" => "opsitem",
        "OpsMetadata" => "opsmetadata",
        "Parameter" => "parameter",
        "PatchBaseline" => "patchbaseline",
        _ => throw new RefusedException(new ServiceRefusal(400, "InvalidResourceType", "The resource type isn't valid.")),
    };

    /// <summary>The <c>ResourceType</c> of an ARN, and the id; null for what has no tags.</summary>
    public static (string Type, string Id)? TaggedOf(string arn) =>
        arn.Split(':', 6) is ["arn", "aws", "ssm", _, _, var resource] && resource.Split('/', 2) is [var kind, var id] ? TaggedOf(arn, kind, id) : null;

    private static (string Type, string Id)? TaggedOf(string arn, string kind, string id) => kind switch
    {
        "association" => ("Association", id),
        "automation-execution" => ("Automation", id),
        "document" => ("Document", id),
        "maintenancewindow" => ("MaintenanceWindow", id),
        "managed-instance" => ("ManagedInstance", id),
        "opsitem" => ("OpsItem", id),
        "opsmetadata" => ("OpsMetadata", arn),
        "parameter" => ("Parameter", id.Contains('/', StringComparison.Ordinal) ? $"/{id}" : id),
        "patchbaseline" => ("PatchBaseline", id),
        _ => null,
    };

    /// <summary>AWS Systems Manager User Guide, "Systems Manager documents": those of AWS's own belong to no account.</summary>
    private static bool IsOfAws(string name) =>
        name.StartsWith("AWS-", StringComparison.Ordinal) || name.StartsWith("AWSEC2-", StringComparison.Ordinal) || name.StartsWith("Amazon", StringComparison.Ordinal);

    /// <summary>A machine of Amazon EC2, one that was registered, or a task's container, <c>ecs:CLUSTER_TASK_RUNTIME</c>.</summary>
    private static string Node(FrontCall call, string id) =>
        id.StartsWith("mi-", StringComparison.Ordinal) ? $"arn:aws:ssm:{call.Region}:{call.Home}:managed-instance/{id}"
        : id.StartsWith("ecs:", StringComparison.Ordinal) && id[4..].Split('_') is [var cluster, var task, _] ? $"arn:aws:ecs:{call.Region}:{call.Home}:task/{cluster}/{task}"
        : id.StartsWith("i-", StringComparison.Ordinal) ? $"arn:aws:ec2:{call.Region}:{call.Home}:instance/{id}"
        : throw Wrong("instance", id);

    private static bool IsId(string kind, string id) => id.Length is > 0 and <= 2048 && (!id.Contains('/', StringComparison.Ordinal) || Paths.Contains(kind))
        && id.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-' or '/' or ':' or '@' or '$' or '+' or '=');

    private static RefusedException Wrong(string kind, string id) => FrontCall.Invalid($"{Wire.ClientText.Shown(id)} names no {kind}.");
}
