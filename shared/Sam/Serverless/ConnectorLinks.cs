using System.Collections.Immutable;
using System.Text.Json;
using Sam.Documents;
using Sam.Errors;
using Sam.Templates;

namespace Sam.Serverless;

/// <summary>Finds the connectors of a template: the resources, the attributes <c>Connectors</c>, and those that SAM writes for the data sources of a GraphQL API.</summary>
internal sealed class ConnectorLinks(ResourceTable table, ErrorList errors)
{
    /// <summary>Declares what connectors write: last of all, since they may name what else is generated.</summary>
    public static void AddGenerated(ResourceTable table, ErrorList errors)
    {
        foreach (var link in new ConnectorLinks(table, errors).All())
        {
            foreach (var (id, type) in link.Written())
            {
                new GeneratedDeclarations(link.Owner, table, errors).Add(id, type);
            }
        }
    }

    /// <summary>Every pair that can be connected; what cannot has been reported.</summary>
    public IEnumerable<ConnectorLink> All() => table.All.Where(static one => one.GeneratedFor is null).ToList().SelectMany(Of);

    private IEnumerable<ConnectorLink> Of(Declaration owner)
    {
        foreach (var connector in owner.Connectors?.Entries ?? [])
        {
            var properties = (connector.Value as MapNode)?["Properties"] as MapNode ?? MapNode.Empty;
            var source = MapNode.Of(connector.KeyLine, ("Id", ScalarNode.Of(owner.LogicalId, connector.KeyLine)));
            source = (properties["SourceReference"] as MapNode)?["Qualifier"] is { } qualifier ? source.With("Qualifier", qualifier) : source;
            foreach (var link in Of(owner, owner.LogicalId + connector.Key, properties.With("Source", source), $"Connectors.{connector.Key}"))
            {
                yield return link;
            }
        }

        var own = owner.Type?.Name switch
        {
            "AWS::Serverless::Connector" => [(owner.LogicalId, owner.Properties)],
            "AWS::Serverless::GraphQLApi" => GraphQlRoles.Connectors(owner),
            _ => Enumerable.Empty<(string, MapNode)>(),
        };
        foreach (var link in own.SelectMany(one => Of(owner, one.Item1, one.Item2, "")))
        {
            yield return link;
        }
    }

    private IEnumerable<ConnectorLink> Of(Declaration owner, string id, MapNode properties, string property)
    {
        if (properties["Source"] is not MapNode source || properties["Destination"] is not (MapNode or ListNode)
            || properties["Permissions"] is not ListNode permissions)
        {
            errors.Add(owner.Line, owner.LogicalId, property, "A connector needs Source, Destination and Permissions.", "Add them.");
            yield break;
        }

        var destinations = properties["Destination"] is ListNode list ? list.Items.OfType<MapNode>().ToList() : [(MapNode)properties["Destination"]!];
        for (var i = 0; i < destinations.Count; i++)
        {
            var suffix = properties["Destination"] is ListNode ? $"Destination{i}" : "";
            ImmutableArray<string> granted = [.. permissions.Items.OfType<ScalarNode>().Select(static permission => permission.Text).Distinct()];
            if (ConnectorEnd.Read(destinations[i], source, table, out var problem) is not { } destination
                || ConnectorEnd.Read(source, destinations[i], table, out problem) is not { } from)
            {
                errors.Add(destinations[i].Line, owner.LogicalId, property, problem, "Correct it.");
            }
            else if (ConnectorProfiles.Of(from.Type, destination.Type) is not { } profile)
            {
                errors.Add(
                    destinations[i].Line, owner.LogicalId, property,
                    $"Unable to create connector from {from.Type} to {destination.Type}; it's not supported or the template is invalid.", "Write the policy out.");
            }
            else if (Wrong(granted, profile) is { } wrong)
            {
                errors.Add(
                    permissions.Line, owner.LogicalId, property,
                    $"Unsupported 'Permissions' provided for connector from {from.Type} to {destination.Type}; {wrong}.", "Correct them.");
            }
            else
            {
                yield return new ConnectorLink(owner, id, suffix, property, from, destination, profile) { Permissions = granted, Line = destinations[i].Line };
            }
        }
    }

    private static string? Wrong(ImmutableArray<string> permissions, JsonElement profile)
    {
        var known = profile.GetProperty("AccessCategories").EnumerateObject().Select(static category => category.Name).ToList();
        if (permissions.IsEmpty || permissions.Any(permission => !known.Contains(permission)))
        {
            return $"valid values are: {string.Join(", ", known)}";
        }

        if (!profile.TryGetProperty("ValidAccessCategories", out var combinations))
        {
            return null;
        }

        var valid = combinations.EnumerateArray()
            .Select(static one => one.EnumerateArray().Select(static name => name.GetString()!).Order(StringComparer.Ordinal).ToList())
            .ToList();
        return valid.Exists(one => one.SequenceEqual(permissions.Order(StringComparer.Ordinal)))
            ? null : $"valid combinations are: {string.Join(", ", valid.Select(static one => string.Join(" + ", one)))}";
    }
}
