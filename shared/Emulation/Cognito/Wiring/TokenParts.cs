using Emulation.Cognito.Storage;
using Emulation.Cognito.Tokens;
using Emulation.Cognito.Triggers;

namespace Emulation.Cognito.Wiring;

/// <summary>What makes tokens and checks those that come back.</summary>
internal sealed record TokenParts(SigningKeys Keys, IssuerNames Issuers, RefreshTokens Refresh, TokenIssuer Issuer, AccessTokens Access)
{
    public static TokenParts Of(CognitoSurroundings around, CognitoStores stores, Seal seal, TriggerRunner triggers)
    {
        var keys = new SigningKeys(stores.Keys, seal, around.Time);
        var issuers = new IssuerNames(around.EndpointUrl, around.IssuesAsAws);
        var refresh = new RefreshTokens(stores.Grants, seal, around.Ids, around.Time);
        return new TokenParts(
            keys,
            issuers,
            refresh,
            new TokenIssuer(stores.Groups, keys, new TokenCustomization(triggers), issuers, around.Ids, around.Time),
            new AccessTokens(stores.Pools, stores.Users, keys, refresh, issuers, around.Time));
    }
}
