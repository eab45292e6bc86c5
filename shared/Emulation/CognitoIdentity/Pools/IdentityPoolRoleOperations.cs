using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Emulation.Cognito.Protocol;
using Emulation.CognitoIdentity.Storage;

namespace Emulation.CognitoIdentity.Pools;

/// <summary>The roles of a pool, and the claims that become principal tags. Amazon Cognito Federated Identities API Reference.</summary>
internal sealed class IdentityPoolRoleOperations(IdentityStore store, IdentityPoolDirectory directory)
{
    private const int MostMappings = 10;
    private const int MostTags = 50;

    public IEnumerable<Operation> All =>
    [
        Operation.Signed("SetIdentityPoolRoles", SetRoles),
        Operation.Signed("GetIdentityPoolRoles", GetRoles),
        Operation.Signed("SetPrincipalTagAttributeMap", SetTags),
        Operation.Signed("GetPrincipalTagAttributeMap", call => Shown(directory.PoolOf(call.Fields), ProviderName(call.Fields))),
    ];

    /// <summary>The pool with the roles and mappings of a request, or of a template.</summary>
    /// <exception cref="CognitoException">They are not as Cognito takes them.</exception>
    public static IdentityPool WithRoles(IdentityPool pool, Fields fields)
    {
        var roles = fields.Map("Roles");
        if (roles.Keys.FirstOrDefault(static kind => kind is not ("authenticated" or "unauthenticated")) is { } wrong)
        {
            throw fields.Violation($"'{wrong}'", "Roles", "Map keys must satisfy constraint: [Member must satisfy regular expression pattern: (un)?authenticated]");
        }

        if (roles.Values.FirstOrDefault(static arn => arn.Length is < 20 or > 2048) is { } badArn)
        {
            throw fields.Violation($"'{badArn}'", "Roles", "Map value must have length between 20 and 2048");
        }

        var mappings = fields.Inner("RoleMappings")?.Json ?? [];
        fields.RequireAtMost(MostMappings, "RoleMappings", mappings.Count);
        foreach (var (provider, mapping) in mappings)
        {
            RoleMapping.Read(mapping is JsonObject members ? new Fields(members) : throw fields.Violation($"'{provider}'", "RoleMappings", "Map values must be structures"));
        }

        return pool
            .With(IdentityPool.RolesMember, new JsonObject(roles.Select(static role => KeyValuePair.Create(role.Key, (JsonNode?)role.Value))))
            .With(IdentityPool.MappingsMember, mappings.DeepClone());
    }

    /// <summary>The pool with a provider's principal tags.</summary>
    /// <exception cref="CognitoException">They are not as Cognito takes them.</exception>
    public static IdentityPool WithTags(IdentityPool pool, Fields fields)
    {
        var provider = ProviderName(fields);
        var map = PrincipalTagMap.Read(fields);
        fields.RequireAtMost(MostTags, "PrincipalTags", map.Tags.Count);
        if (map.Tags.Any(static tag => tag.Key.Length is < 1 or > 128 || tag.Value.Length is < 1 or > 256))
        {
            throw fields.Violation(null, "PrincipalTags", "Map keys must have length between 1 and 128, map values between 1 and 256");
        }

        if (map.UseDefaults && map.Tags.Count > 0)
        {
            throw Refusal.Invalid("UseDefaults and PrincipalTags exclude each other.");
        }

        var all = pool.Document[IdentityPool.TagsMember]?.DeepClone() as JsonObject ?? [];
        all[provider] = new JsonObject { ["UseDefaults"] = map.UseDefaults, ["PrincipalTags"] = Texts(map.Tags) };
        return pool.With(IdentityPool.TagsMember, all);
    }

    private JsonObject SetRoles(CognitoCall call)
    {
        if (!call.Fields.Has("Roles"))
        {
            throw call.Fields.Missing("Roles");
        }

        store.Save(WithRoles(directory.PoolOf(call.Fields), call.Fields));
        return [];
    }

    private JsonObject GetRoles(CognitoCall call)
    {
        var pool = directory.PoolOf(call.Fields);
        var answer = new JsonObject { ["IdentityPoolId"] = pool.Id };
        if (pool.Roles.Count > 0)
        {
            answer["Roles"] = pool.Document[IdentityPool.RolesMember]!.DeepClone();
        }

        if (pool.RoleMappings.Count > 0)
        {
            answer["RoleMappings"] = pool.Document[IdentityPool.MappingsMember]!.DeepClone();
        }

        return answer;
    }

    private JsonObject SetTags(CognitoCall call)
    {
        var pool = WithTags(directory.PoolOf(call.Fields), call.Fields);
        store.Save(pool);
        return Shown(pool, ProviderName(call.Fields));
    }

    private static JsonObject Shown(IdentityPool pool, string provider)
    {
        var map = pool.PrincipalTags.GetValueOrDefault(provider) ?? PrincipalTagMap.None;
        return new JsonObject { ["IdentityPoolId"] = pool.Id, ["IdentityProviderName"] = provider, ["UseDefaults"] = map.UseDefaults, ["PrincipalTags"] = Texts(map.InForce) };
    }

    private static string ProviderName(Fields fields) => fields.Required("IdentityProviderName", 1, 128);

    private static JsonObject Texts(ImmutableDictionary<string, string> map) =>
        new(map.OrderBy(static pair => pair.Key, StringComparer.Ordinal).Select(static pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));
}
