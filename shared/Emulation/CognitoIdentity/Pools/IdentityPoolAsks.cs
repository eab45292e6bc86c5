using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Emulation.Calls;
using Emulation.Cognito.Protocol;
using Emulation.CognitoIdentity.Identities;
using Emulation.CognitoIdentity.Storage;
using Emulation.Principals;
using Iam;

namespace Emulation.CognitoIdentity.Pools;

/// <summary>What calls of identity pools ask of policies: the operation itself, then what else the call does. Service Authorization Reference, "Amazon Cognito Identity".</summary>
internal sealed class IdentityPoolAsks(IdentityStore store, IdentityPoolDirectory pools, ResourceOwners owners, AccountDirectory accounts)
{
    private const string PoolOfIdentity = "cognito-identity:IdentityPoolArn";

    /// <exception cref="CognitoException">The call does not name what it is about.</exception>
    public IEnumerable<Ask> Of(OperationModel operation, CognitoCall call)
    {
        var request = call.Fields;
        return operation.Name switch
        {
            _ when operation.On == ActsOn.Nothing => [],
            "DescribeIdentity" => OfIdentities(operation, [IdentityPoolDirectory.IdentityId(request)]),
            "DeleteIdentities" => OfIdentities(operation, IdentityOperations.IdsToDelete(request)),
            "ListIdentityPools" => [Asked(operation, pools.ArnOf(""))],
            "SetIdentityPoolRoles" => [Asked(operation, "*"), .. RolesIn(request).Select(role => PassedRole.Ask(accounts, role))],
            "CreateIdentityPool" => Creating(operation, call),
            "UpdateIdentityPool" => Updating(operation, request),
            "TagResource" => [OnPool(operation, request).With(ConditionKey.OfRequest(request.Map("Tags")))],
            "UntagResource" => [OnPool(operation, request).With(ConditionKey.OfRequest(request.Texts("TagKeys")))],
            _ => [OnPool(operation, request)],
        };
    }

    private Ask Asked(OperationModel operation, string resource) => new($"cognito-identity:{operation.Name}", resource) { Owner = OwnerOf(resource) };

    /// <summary>Whatever account the caller says of a pool in its ARN.</summary>
    private AccountId OwnerOf(string resource) => owners.OfPool(resource[(resource.LastIndexOf('/') + 1)..]);

    private Ask OnPool(OperationModel operation, Fields request)
    {
        var resource = operation.On switch
        {
            ActsOn.Pool => pools.ArnOf(IdentityPoolDirectory.PoolId(request)),
            ActsOn.ResourceArn => request.Required("ResourceArn", 20, 2048),
            _ => "*",
        };
        return Asked(operation, resource).With(ConditionKey.OfResource(TagsOf(resource)));
    }

    /// <summary>The operation has no resource type, and the pool is one value of a condition key: identities of several pools are a question each.</summary>
    private IEnumerable<Ask> OfIdentities(OperationModel operation, ImmutableArray<string> ids) =>
        ids.Select(id => store.Identity(id)?.PoolId).Distinct(StringComparer.Ordinal)
            .Select(pool => Asked(operation, "*").With(ConditionKey.IfAny(PoolOfIdentity, pool is null ? null : pools.ArnOf(pool))));

    private IEnumerable<Ask> Creating(OperationModel operation, CognitoCall call)
    {
        var given = ConditionKey.OfRequest(call.Fields.Map("IdentityPoolTags")).ToList();
        yield return Asked(operation, "*").With(given);
        if (given.Count > 0)
        {
            yield return new Ask("cognito-identity:TagResource", pools.ArnOf(call.NewId!)) { Owner = owners.Home, Keys = [.. given] };
        }
    }

    private IEnumerable<Ask> Updating(OperationModel operation, Fields request)
    {
        var update = OnPool(operation, request);
        yield return update;
        if (!request.Has("IdentityPoolTags"))
        {
            yield break;
        }

        var tags = request.Map("IdentityPoolTags");
        if (tags.Count > 0)
        {
            yield return (update with { Action = "cognito-identity:TagResource" }).With(ConditionKey.OfRequest(tags));
        }

        var gone = TagsOf(update.Resource).Keys.Where(key => !tags.ContainsKey(key)).ToList();
        if (gone.Count > 0)
        {
            yield return (update with { Action = "cognito-identity:UntagResource" }).With(ConditionKey.OfRequest(gone));
        }
    }

    /// <summary>Whoever gives a pool its roles must be allowed to hand them over: Amazon Cognito Developer Guide, "Granting pass role permission".</summary>
    private static IEnumerable<string> RolesIn(Fields request) => request.Map("Roles").Values
        .Concat((request.Inner("RoleMappings")?.Json ?? []).Select(static mapping => mapping.Value).OfType<JsonObject>()
            .SelectMany(static mapping => new Fields(mapping).Inner("RulesConfiguration")?.Items("Rules") ?? []).Select(static rule => rule.Text("RoleARN")).OfType<string>())
        .Distinct(StringComparer.Ordinal);

    private ImmutableDictionary<string, string> TagsOf(string arn) =>
        pools.ByArn(arn) is { } pool ? new Fields(pool.Description).Map("IdentityPoolTags") : ImmutableDictionary<string, string>.Empty;
}
