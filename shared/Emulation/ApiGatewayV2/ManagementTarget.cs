using System.Collections.Immutable;
using Emulation.Calls;
using Emulation.Protocols.RestJson;
using Sam;

namespace Emulation.ApiGatewayV2;

/// <summary>What a call of the management API is about: an API or a part of it, with what it is now.</summary>
/// <param name="Operation">The operation's name.</param>
/// <param name="Method">The HTTP method: API Gateway's permissions name it. Service Authorization Reference, "Amazon API Gateway Management V2".</param>
/// <param name="Path">The path that permissions name, such as <c>/apis/{apiId}/routes</c>.</param>
/// <param name="ApiId">The API's id; empty for all of them.</param>
/// <param name="ItemId">The part's id or name; empty for the API itself and for lists.</param>
/// <param name="Stored">The API as it is; null when it is not there.</param>
/// <param name="Stack">Whose APIs they are.</param>
internal sealed record ManagementTarget(string Operation, string Method, string Path, string ApiId, string ItemId, StoredApi? Stored, Stack Stack)
{
    public bool IsOfApi => ApiId.Length > 0;

    public static ManagementTarget Of(string operation, RestRequest request, string template, ApiResources resources, Stack stack)
    {
        var (apiId, itemId) = (request["ApiId"] ?? "", request["ItemId"] ?? "");
        var path = template["/v2".Length..].Replace("{ApiId}", apiId, StringComparison.Ordinal).Replace("{ItemId}", itemId, StringComparison.Ordinal);
        return new ManagementTarget(operation, request.Method, path, apiId, itemId, apiId.Length == 0 ? null : resources.Find(apiId), stack);
    }

    /// <summary>The part as it is; null when it is not there.</summary>
    public T? Find<T>(PartKind<T> kind)
        where T : class => kind.Find(Stored, ItemId);

    /// <summary>What is asked: the call itself, and giving tags where it gives any.</summary>
    public IEnumerable<Ask> Asks(IEnumerable<ConditionKey> keys, IReadOnlyDictionary<string, string>? tags)
    {
        KeyValuePair<string, string>[] given = [.. tags ?? ImmutableDictionary<string, string>.Empty];
        ImmutableArray<ConditionKey> requested = [.. ConditionKey.OfRequest(given)];
        yield return On($"apigateway:{Method}", Path, [.. ConditionKey.OfResource(ResourceTags()), .. keys, .. requested]);
        if (given.Length > 0)
        {
            // Not in the reference; as AWS's refusals of CreateApi and CreateStage with tags name it.
            yield return Operation == "CreateApi"
                ? On("apigateway:POST", $"/tags/{Uri.EscapeDataString($"arn:aws:apigateway:{Stack.Region}::/v2/apis/")}*", requested)
                : On("apigateway:TagResource", Path, [.. ConditionKey.OfResource(ResourceTags()), .. requested]);
        }
    }

    private Ask On(string action, string path, ImmutableArray<ConditionKey> keys) =>
        new(action, $"arn:aws:apigateway:{Stack.Region}::{path}") { Owner = Stack.AccountId, Keys = keys };

    /// <summary>The API's tags, which its parts have too; a stage's own go before them.</summary>
    private ImmutableDictionary<string, string> ResourceTags()
    {
        var tags = Stored?.Api.Tags ?? ImmutableDictionary<string, string>.Empty;
        return Find(PartKinds.Stage) is { } stage && Path.Contains("/stages/", StringComparison.Ordinal) ? tags.SetItems(stage.Tags) : tags;
    }
}
