using System.Collections.Immutable;
using Sam.Catalogue;
using Sam.Documents;
using Sam.Errors;
using Sam.Intrinsics;
using Sam.Resources;
using Sam.Templates;

namespace Sam.Serverless;

/// <summary>
/// Writes what connectors grant: managed policies on roles, permissions to call functions, and policies of queues and topics.
/// </summary>
internal sealed class Connectors(ResourceTable table, Evaluator evaluator, ErrorList errors)
{
    private readonly ImmutableArray<ConnectorLink> links = [.. new ConnectorLinks(table, errors).All().Where(link => Expansion.IsCreated(link.Owner, evaluator))];

    /// <summary>The managed policies.</summary>
    public IEnumerable<Resource> Policies() => links.Where(static link => link.Kind == "AWS_IAM_ROLE_MANAGED_POLICY").Select(Policy).OfType<Resource>();

    /// <summary>The permissions to call functions of the template.</summary>
    public IEnumerable<Grant> Grants(FunctionArns functions) => links.Where(static link => link.Kind == "AWS_LAMBDA_PERMISSION").SelectMany(link => Grants(link, functions));

    /// <summary>The policies of queues and topics.</summary>
    public IEnumerable<Resource> ResourcePolicies() =>
        links.Where(static link => link.Kind is "AWS_SQS_QUEUE_POLICY" or "AWS_SNS_TOPIC_POLICY").Select(ResourcePolicy).OfType<Resource>();

    private Resource? ResourcePolicy(ConnectorLink link)
    {
        var (logicalId, type) = link.Written().Single();
        var place = new Place(link.Owner.LogicalId, link.Property, logicalId);
        var (noun, name, property) = type == ServiceTypes.QueuePolicy ? ("SQS queue URL", "QueueUrl", "Queues") : ("SNS topic ARN", "Arn", "Topics");
        if (link.Holder.Names[name] is not { } holder)
        {
            errors.Add(
                link.Line, link.Owner.LogicalId, link.Property, $"Unable to get {noun} from '{(link.Holder == link.Source ? "Source" : "Destination")}' resource.",
                $"Give its {name}.");
            return null;
        }

        var properties = MapNode.Of(link.Line, ("PolicyDocument", Document(link, place)));
        return evaluator.Evaluate(holder, place) is { } target ? Made(link, logicalId, properties.With(property, new ListNode([target], link.Line))) : null;
    }

    private Resource? Policy(ConnectorLink link)
    {
        var (logicalId, _) = link.Written().Single();
        var place = new Place(link.Owner.LogicalId, link.Property, logicalId);
        if (link.Holder.Role is not { } role)
        {
            errors.Add(
                link.Line, link.Owner.LogicalId, link.Property,
                $"Unable to get IAM role name from '{(link.Holder == link.Source ? "Source" : "Destination")}' resource.",
                "Give the resource a role of the template, or name one with RoleName.");
            return null;
        }

        var properties = MapNode.Of(link.Line, ("PolicyDocument", Document(link, place)));
        return evaluator.Evaluate(role, place) is { } name ? Made(link, logicalId, properties.With("Roles", new ListNode([name], link.Line))) : null;
    }

    private MapNode Document(ConnectorLink link, Place place)
    {
        var statements = ImmutableArray.CreateBuilder<Node>();
        foreach (var (_, granted) in link.Granted())
        {
            if (Evaluated(link, granted, place) is { } category)
            {
                statements.AddRange(((ListNode)category["Statement"]!).Items);
            }
        }

        return Statements.WithVersion(Statements.Document(link.Line, statements.ToArray()));
    }

    private Resource? Made(ConnectorLink link, string logicalId, MapNode properties) =>
        table[logicalId] is { GeneratedFor: { } owner } declaration && owner == link.Owner.LogicalId && evaluator.References.Physical(declaration) is { } physical
            ? new Resource(declaration, physical, new Values(properties, link.Owner.LogicalId, link.Property, errors))
            : null;

    private IEnumerable<Grant> Grants(ConnectorLink link, FunctionArns functions)
    {
        var place = new Place(link.Owner.LogicalId, link.Property, "");
        foreach (var (permission, granted) in link.Granted())
        {
            if (link.Holder.Names["Arn"] is { } arn && evaluator.Evaluate(arn, place) is ScalarNode { Text: var text } && functions.Target(text) is { } function
                && Evaluated(link, granted, place) is { } category && (category["Principal"] as ScalarNode)?.Text is { } principal && !HasUnknown(category))
            {
                yield return new Grant(function, principal, link.Line)
                {
                    Sid = $"{link.LogicalId}{permission}LambdaPermission{link.Suffix}",
                    SourceArn = (category["SourceArn"] as ScalarNode)?.Text,
                    SourceAccount = (category["SourceAccount"] as ScalarNode)?.Text,
                };
            }
        }
    }

    private MapNode? Evaluated(ConnectorLink link, MapNode? granted, Place place)
    {
        if (granted is null)
        {
            errors.Add(link.Line, link.Owner.LogicalId, link.Property, "A connector misses what names its ends.", "Give Id, or Arn and what else the pair of types needs.");
            return null;
        }

        return evaluator.Evaluate(granted, place) as MapNode;
    }

    private static bool HasUnknown(MapNode category) => category.Entries.Any(static entry => entry.Value is UnknownNode);
}
