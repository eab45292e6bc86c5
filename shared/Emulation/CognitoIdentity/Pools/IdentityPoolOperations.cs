using System.Text.Json.Nodes;
using Emulation.Cognito.Protocol;
using Emulation.CognitoIdentity.Storage;
using Emulation.State;

namespace Emulation.CognitoIdentity.Pools;

/// <summary>Identity pools and their tags. Amazon Cognito Federated Identities API Reference.</summary>
internal sealed class IdentityPoolOperations(IdentityStore store, IdentityPoolDirectory directory, string region, IdSource ids)
{
    private const int LargestPage = 60;

    public IEnumerable<Operation> All =>
    [
        Operation.Signed(
            "CreateIdentityPool",
            call => Save(new JsonObject { [IdentityPool.PoolMember] = IdentityPoolDocument.Read(call.Fields, call.NewId ?? NewId()) })) with { NewId = NewId },
        Operation.Signed("DescribeIdentityPool", call => directory.PoolOf(call.Fields).Description),
        Operation.Signed("UpdateIdentityPool", Update),
        Operation.Signed("DeleteIdentityPool", Delete),
        Operation.Signed("ListIdentityPools", List),
        Operation.Signed(
            "TagResource",
            call => Tag(call, static (tags, fields) => IdentityPoolDocument.Tags(fields, "Tags").ToList().ForEach(tag => tags[tag.Key] = tag.Value!.DeepClone()))),
        Operation.Signed("UntagResource", call => Tag(call, static (tags, fields) => fields.Texts("TagKeys").ToList().ForEach(key => tags.Remove(key)))),
        Operation.Signed("ListTagsForResource", call => new() { ["Tags"] = directory.PoolOfArn(call.Fields).Description["IdentityPoolTags"]?.DeepClone() ?? new JsonObject() }),
    ];

    /// <summary>The size of a page, which has to be said.</summary>
    public static int PageSize(Fields fields) => fields.Integer("MaxResults", 1, LargestPage) ?? throw fields.Missing("MaxResults");

    private string NewId() => $"{region}:{ids.RequestId()}";

    private JsonObject Save(JsonObject document)
    {
        var pool = new IdentityPool(document);
        store.Save(pool);
        return pool.Description;
    }

    /// <summary>What the call leaves out is gone afterwards, roles and principal tags apart.</summary>
    private JsonObject Update(CognitoCall call)
    {
        var present = directory.PoolOf(call.Fields);
        var pool = IdentityPoolDocument.Read(call.Fields, present.Id);
        if (present.DeveloperProviderName is { } name && (string?)pool["DeveloperProviderName"] is { } other && other != name)
        {
            throw Refusal.Invalid("The developer provider name cannot be changed once it is set.");
        }

        if (!call.Fields.Has("IdentityPoolTags"))
        {
            pool["IdentityPoolTags"] = present.Description["IdentityPoolTags"]?.DeepClone();
        }

        var updated = present.With(IdentityPool.PoolMember, pool);
        store.Save(updated);
        return updated.Description;
    }

    private JsonObject Delete(CognitoCall call)
    {
        store.DeletePool(directory.PoolOf(call.Fields).Id);
        return [];
    }

    private JsonObject List(CognitoCall call)
    {
        PageSize(call.Fields);
        return WireJson.Page(
            call.Fields, "IdentityPools", "MaxResults", "NextToken",
            [.. store.Pools().Select(static pool => (JsonNode)new JsonObject { ["IdentityPoolId"] = pool.Id, ["IdentityPoolName"] = pool.Name })],
            LargestPage);
    }

    private JsonObject Tag(CognitoCall call, Action<JsonObject, Fields> change)
    {
        var pool = directory.PoolOfArn(call.Fields);
        var description = pool.Description;
        var tags = description["IdentityPoolTags"]?.DeepClone() as JsonObject ?? [];
        change(tags, call.Fields);
        description["IdentityPoolTags"] = tags;
        store.Save(pool.With(IdentityPool.PoolMember, description));
        return [];
    }
}
