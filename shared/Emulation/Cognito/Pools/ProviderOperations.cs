using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Emulation.Cognito.Protocol;

namespace Emulation.Cognito.Pools;

/// <summary>External identity providers: kept and described. Signing in through one is refused where it is asked for. Amazon Cognito API Reference.</summary>
internal sealed partial class ProviderOperations(PoolStore pools, PoolDirectory directory, TimeProvider time)
{
    public IEnumerable<Operation> All =>
    [
        Operation.Signed("CreateIdentityProvider", CreateProvider),
        Operation.Signed("GetIdentityProviderByIdentifier", ProviderByIdentifier),
        Operation.Signed("DescribeIdentityProvider", call => new() { ["IdentityProvider"] = Provider(call) }),
        Operation.Signed("UpdateIdentityProvider", UpdateProvider),
        Operation.Signed("DeleteIdentityProvider", DeleteProvider),
        Operation.Signed("ListIdentityProviders", ListProviders),
    ];

    private JsonObject NewProvider(UserPool pool, Fields request)
    {
        var name = request.Required("ProviderName", 1, 32, ProviderPattern());
        if (pools.Part(pool.Id, PartKind.IdentityProvider, name) is not null)
        {
            throw new CognitoException("DuplicateProviderException", "A provider with that name already exists.");
        }

        var provider = new JsonObject
        {
            ["UserPoolId"] = pool.Id,
            ["ProviderName"] = name,
            ["ProviderType"] = request.Choice("ProviderType", "SAML", "Facebook", "Google", "LoginWithAmazon", "SignInWithApple", "OIDC")
                ?? throw request.Violation("null", "ProviderType", "Member must not be null"),
            ["CreationDate"] = Now,
        };
        if (request.Inner("ProviderDetails") is null)
        {
            throw request.Violation("null", "ProviderDetails", "Member must not be null");
        }

        SetProvider(pool, provider, request);
        pools.SavePart(pool.Id, PartKind.IdentityProvider, name, provider);
        return provider;
    }

    private JsonNode Now => WireJson.Time(time.GetUtcNow());

    private JsonObject CreateProvider(CognitoCall call) => new() { ["IdentityProvider"] = NewProvider(directory.PoolOf(call.Fields), call.Fields).DeepClone() };

    private JsonObject UpdateProvider(CognitoCall call)
    {
        var provider = Provider(call);
        SetProvider(directory.PoolOf(call.Fields), provider, call.Fields);
        pools.SavePart((string)provider["UserPoolId"]!, PartKind.IdentityProvider, (string)provider["ProviderName"]!, provider);
        return new() { ["IdentityProvider"] = provider };
    }

    private JsonObject DeleteProvider(CognitoCall call)
    {
        var provider = Provider(call);
        pools.DeletePart((string)provider["UserPoolId"]!, PartKind.IdentityProvider, (string)provider["ProviderName"]!);
        return [];
    }

    private JsonObject ListProviders(CognitoCall call) => WireJson.Page(
        call.Fields,
        "Providers",
        "MaxResults",
        "NextToken",
        [.. pools.Parts(directory.PoolOf(call.Fields).Id, PartKind.IdentityProvider).Select(static provider => (JsonNode)new JsonObject
        {
            ["ProviderName"] = provider["ProviderName"]!.DeepClone(),
            ["ProviderType"] = provider["ProviderType"]!.DeepClone(),
            ["LastModifiedDate"] = provider["LastModifiedDate"]!.DeepClone(),
            ["CreationDate"] = provider["CreationDate"]!.DeepClone(),
        })],
        60);

    private JsonObject Provider(CognitoCall call) =>
        pools.Part(directory.PoolOf(call.Fields).Id, PartKind.IdentityProvider, call.Fields.Required("ProviderName", 1, 32))
            ?? throw Refusal.NotFound("Identity provider not found.");

    private JsonObject ProviderByIdentifier(CognitoCall call)
    {
        var identifier = call.Fields.Required("IdpIdentifier", 1, 40);
        return pools.Parts(directory.PoolOf(call.Fields).Id, PartKind.IdentityProvider)
            .FirstOrDefault(provider => new Fields(provider).Texts("IdpIdentifiers").Contains(identifier)) is { } found
            ? new() { ["IdentityProvider"] = found }
            : throw Refusal.NotFound("Identity provider not found.");
    }

    private void SetProvider(UserPool pool, JsonObject provider, Fields request)
    {
        provider["LastModifiedDate"] = Now;
        foreach (var name in (ReadOnlySpan<string>)["ProviderDetails", "AttributeMapping", "IdpIdentifiers"])
        {
            if (request.Json[name] is { } value)
            {
                provider[name] = value.DeepClone();
            }
        }

        var identifiers = new Fields(provider).Texts("IdpIdentifiers");
        if (identifiers.FirstOrDefault(static identifier => !IdentifierPattern().IsMatch(identifier)) is { } wrong)
        {
            throw request.Violation(
                $"'[{wrong}]'", "IdpIdentifiers",
                "Member must satisfy constraint: [Member must have length of 1 to 40 and satisfy regular expression pattern: [\\w\\s+=.@-]+]");
        }

        var others = pools.Parts(pool.Id, PartKind.IdentityProvider).Where(other => (string?)other["ProviderName"] != (string?)provider["ProviderName"]);
        if (others.SelectMany(static other => new Fields(other).Texts("IdpIdentifiers")).FirstOrDefault(identifiers.Contains) is { } taken)
        {
            throw Refusal.Invalid($"The identifier {taken} is another provider's.");
        }

        ProviderRules.Check(pool, provider);
    }

    [GeneratedRegex(@"^[^_\p{Z}][\p{L}\p{M}\p{S}\p{N}\p{P}][^_\p{Z}]+\z")]
    private static partial Regex ProviderPattern();

    [GeneratedRegex(@"^[\w\s+=.@-]{1,40}\z")]
    private static partial Regex IdentifierPattern();
}
