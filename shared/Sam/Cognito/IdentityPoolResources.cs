using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Sam.Documents;
using Sam.Errors;
using Sam.Resources;

namespace Sam.Cognito;

/// <summary>Builds the identity pools from <c>AWS::Cognito::IdentityPool*</c>, and checks what they name: pools, clients and roles of the template.</summary>
internal sealed class IdentityPoolResources(ImmutableArray<Resource> resources, ImmutableArray<Role> roles, string file)
{
    private static readonly FrozenDictionary<string, IdentityPoolResourceKind> Kinds = new Dictionary<string, IdentityPoolResourceKind>
    {
        ["AWS::Cognito::IdentityPool"] = IdentityPoolResourceKind.Pool,
        ["AWS::Cognito::IdentityPoolRoleAttachment"] = IdentityPoolResourceKind.Roles,
        ["AWS::Cognito::IdentityPoolPrincipalTag"] = IdentityPoolResourceKind.PrincipalTag,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private readonly Dictionary<string, string> poolsById = ById(resources, "AWS::Cognito::IdentityPool", static pool => pool.Declaration.Type!.Ref(pool.Physical));
    private readonly Dictionary<string, string> providers = ById(
        resources, "AWS::Cognito::UserPool", static pool => pool.Declaration.Type!.Attributes["ProviderName"](pool.Physical));
    private readonly Dictionary<string, Resource> clients = resources
        .Where(static resource => resource.TypeName == "AWS::Cognito::UserPoolClient")
        .ToDictionary(static client => client.Declaration.Type!.Ref(client.Physical), StringComparer.Ordinal);

    // Pools of which not all is known that their credentials depend on.
    private readonly HashSet<string> unreadable = new(StringComparer.Ordinal);

    private readonly Dictionary<string, string> rolesByArn = roles.ToDictionary(static role => role.Arn.ToString(), static role => role.LogicalId, StringComparer.Ordinal);

    /// <summary>Pools first, then the rest, each in the template's order.</summary>
    public ImmutableArray<IdentityPoolResource> Build()
    {
        ImmutableArray<IdentityPoolResource> all =
        [
            .. resources.Where(static resource => Kinds.ContainsKey(resource.TypeName))
                .OrderBy(static resource => Kinds[resource.TypeName] != IdentityPoolResourceKind.Pool).Select(Of).OfType<IdentityPoolResource>(),
        ];
        return [.. all.Where(one => one.Kind != IdentityPoolResourceKind.Roles || !unreadable.Contains(one.IdentityPoolId))];
    }

    private IdentityPoolResource? Of(Resource resource)
    {
        var kind = Kinds[resource.TypeName];
        var properties = ResourceJson.Of(resource.Values);
        if (kind == IdentityPoolResourceKind.Pool)
        {
            CheckProviders(resource.Values);
            CheckArns(resource.Values, "OpenIdConnectProviderARNs", "AWS::IAM::OIDCProvider");
            CheckArns(resource.Values, "SamlProviderARNs", "AWS::IAM::SAMLProvider");
            ResourceJson.CloseUnknown(resource.Values);
            if (resource.Values.ClosureOf() is not null)
            {
                unreadable.Add(resource.Declaration.Type!.Ref(resource.Physical));
            }

            properties["IdentityPoolName"] = resource.Physical.Name;
            if (resource.Values["IdentityPoolTags"] is not null)
            {
                properties["IdentityPoolTags"] = new JsonObject(resource.Values.Tags("IdentityPoolTags").Select(static tag => KeyValuePair.Create(tag.Key, (JsonNode?)tag.Value)));
            }

            return new(kind, resource.LogicalId, resource.Declaration.Type!.Ref(resource.Physical), properties, new SourceLine(file, resource.Declaration.Line));
        }

        if (resource.Values.Text("IdentityPoolId") is not { } pool || !IsPool(resource.Values, pool))
        {
            return null;
        }

        if (kind == IdentityPoolResourceKind.Roles)
        {
            CheckRoles(resource.Values);
            NameMappings(properties);
        }

        // Of roles, and of the tags by which their policies tell identities apart, either all or none are known: without them the pool gives no credentials.
        ResourceJson.CloseUnknown(resource.Values);
        if (resource.Values.ClosureOf() is not null)
        {
            unreadable.Add(pool);
            return null;
        }

        return new(kind, resource.LogicalId, pool, properties, new SourceLine(file, resource.Declaration.Line));
    }

    private bool IsPool(Values values, string pool)
    {
        if (poolsById.ContainsKey(pool))
        {
            return true;
        }

        values.Report(
            "IdentityPoolId", $"The template declares no identity pool '{pool}'.",
            DidYouMean.Closest(pool, poolsById.Values) is { } name ? $"Write !Ref {name}." : "Refer to an AWS::Cognito::IdentityPool with !Ref.");
        return false;
    }

    private void CheckProviders(Values pool)
    {
        foreach (var provider in pool.Each("CognitoIdentityProviders"))
        {
            if (provider.Text("ProviderName") is not { } name || provider.Text("ClientId") is not { } client)
            {
                continue;
            }

            if (!providers.ContainsKey(name))
            {
                provider.Report("ProviderName", $"The template declares no user pool whose provider name is '{name}'.", "Write !GetAtt POOL.ProviderName.");
            }
            else if (!clients.TryGetValue(client, out var found))
            {
                provider.Report("ClientId", $"The template declares no user pool client '{client}'.", "Refer to an AWS::Cognito::UserPoolClient with !Ref.");
            }
            else if (found.Values.Text("UserPoolId") is { } owner && !name.EndsWith($"/{owner}", StringComparison.Ordinal))
            {
                provider.Report("ClientId", $"'{found.LogicalId}' is a client of another user pool than '{providers[name]}'.", "Name a client of that pool.");
            }
        }
    }

    private void CheckArns(Values pool, string property, string type)
    {
        var known = ById(resources, type, static provider => provider.Declaration.Type!.Ref(provider.Physical));
        foreach (var arn in pool.Texts(property).Where(arn => !known.ContainsKey(arn.Text)))
        {
            pool.Report(arn, property, $"The template declares no provider '{arn.Text}'.", $"Refer to an {type} with !Ref.");
        }
    }

    private void CheckRoles(Values attachment)
    {
        var map = attachment.Inner("Roles");
        foreach (var key in map.Map.Given.Select(static entry => entry.Key))
        {
            if (key is not ("authenticated" or "unauthenticated"))
            {
                map.Report(key, $"'{key}' is no kind of identity.", "Write authenticated or unauthenticated.");
            }
            else
            {
                CheckRole(map, key);
            }
        }

        var mappings = attachment.Inner("RoleMappings");
        foreach (var rule in mappings.Map.Entries.Where(static entry => entry.Value is MapNode)
            .SelectMany(entry => mappings.Inner(entry.Key).Inner("RulesConfiguration").Each("Rules")))
        {
            CheckRole(rule, "RoleARN");
        }
    }

    private void CheckRole(Values values, string key)
    {
        if (values.Text(key) is { } arn && !rolesByArn.ContainsKey(arn))
        {
            values.Report(
                key, $"The template declares no role '{arn}'.",
                DidYouMean.Closest(arn, rolesByArn.Keys) is { } near ? $"Write !GetAtt {rolesByArn[near]}.Arn." : "Refer to an AWS::IAM::Role with !GetAtt ROLE.Arn.");
        }
    }

    // In a template the key of a mapping is any text when IdentityProvider names the provider: a key cannot hold an intrinsic function.
    private static void NameMappings(JsonObject properties)
    {
        if (properties["RoleMappings"] is not JsonObject mappings)
        {
            return;
        }

        var named = new JsonObject();
        foreach (var (key, value) in mappings)
        {
            var mapping = (JsonObject)value!.DeepClone();
            var provider = (string?)mapping["IdentityProvider"] ?? key;
            mapping.Remove("IdentityProvider");
            named[provider] = mapping;
        }

        properties["RoleMappings"] = named;
    }

    private static Dictionary<string, string> ById(ImmutableArray<Resource> resources, string type, Func<Resource, string> id) =>
        resources.Where(resource => resource.TypeName == type).ToDictionary(id, static resource => resource.LogicalId, StringComparer.Ordinal);
}
