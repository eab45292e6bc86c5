using System.Text.Json.Nodes;
using Emulation.Cognito.Protocol;
using Emulation.Cognito.Storage;

namespace Emulation.Cognito.Pools;

/// <content>External identity providers: kept and described. Signing in through one is refused where it is asked for.</content>
internal sealed partial class PartOperations
{
    public JsonObject NewProvider(UserPool pool, Fields request)
    {
        var name = request.Required("ProviderName", 1, 32);
        if (store.Part(pool.Id, PartKind.IdentityProvider, name) is not null)
        {
            throw new CognitoException("DuplicateProviderException", "A provider with that name already exists.");
        }

        var provider = new JsonObject
        {
            ["UserPoolId"] = pool.Id,
            ["ProviderName"] = name,
            ["ProviderType"] = request.Choice("ProviderType", "SAML", "Facebook", "Google", "LoginWithAmazon", "SignInWithApple", "OIDC") ?? throw request.Violation("null", "ProviderType", "Member must not be null"),
            ["CreationDate"] = Now,
        };
        SetProvider(provider, request);
        store.SavePart(pool.Id, PartKind.IdentityProvider, name, provider);
        return provider;
    }

    private JsonObject CreateProvider(CognitoCall call) => new() { ["IdentityProvider"] = NewProvider(directory.PoolOf(call.Fields), call.Fields).DeepClone() };

    private JsonObject UpdateProvider(CognitoCall call)
    {
        var provider = Provider(call);
        SetProvider(provider, call.Fields);
        store.SavePart((string)provider["UserPoolId"]!, PartKind.IdentityProvider, (string)provider["ProviderName"]!, provider);
        return new() { ["IdentityProvider"] = provider };
    }

    private JsonObject DeleteProvider(CognitoCall call)
    {
        var provider = Provider(call);
        store.DeletePart((string)provider["UserPoolId"]!, PartKind.IdentityProvider, (string)provider["ProviderName"]!);
        return [];
    }

    private JsonObject ListProviders(CognitoCall call) => Wire.Page(
        call.Fields,
        "Providers",
        "MaxResults",
        "NextToken",
        [.. store.Parts(directory.PoolOf(call.Fields).Id, PartKind.IdentityProvider).Select(static provider => (JsonNode)new JsonObject
        {
            ["ProviderName"] = provider["ProviderName"]!.DeepClone(),
            ["ProviderType"] = provider["ProviderType"]!.DeepClone(),
            ["LastModifiedDate"] = provider["LastModifiedDate"]!.DeepClone(),
            ["CreationDate"] = provider["CreationDate"]!.DeepClone(),
        })],
        60);

    private JsonObject Provider(CognitoCall call) =>
        store.Part(directory.PoolOf(call.Fields).Id, PartKind.IdentityProvider, call.Fields.Required("ProviderName", 1, 32)) ?? throw Refusal.NotFound("Identity provider not found.");

    private void SetProvider(JsonObject provider, Fields request)
    {
        provider["LastModifiedDate"] = Now;
        foreach (var name in (ReadOnlySpan<string>)["ProviderDetails", "AttributeMapping", "IdpIdentifiers"])
        {
            if (request.Json[name] is { } value)
            {
                provider[name] = value.DeepClone();
            }
        }
    }
}
