using Emulation.Cognito.Storage;
using Emulation.Cognito.Tokens;
using Emulation.Cognito.Triggers;

namespace Emulation.Cognito.Wiring;

/// <summary>What makes tokens and checks those that come back.</summary>
internal sealed record TokenParts(SigningKeys Keys, IssuerNames Issuers, RefreshTokens Refresh, TokenIssuer Issuer, AccessTokens Access)
{
    public static TokenParts Of(CognitoParts given, CognitoStores stores, Seal seal, TriggerRunner triggers)
    {
        var keys = new SigningKeys(stores.Keys, seal, given.Ids, given.Time);
        var issuers = given.Issuers;
        var refresh = new RefreshTokens(stores.Grants, seal, given.Ids, given.Time);
        return new TokenParts(
            keys,
            issuers,
            refresh,
            new TokenIssuer(stores.Groups, keys, new TokenCustomization(triggers), issuers, given.Ids, given.Time),
            new AccessTokens(stores.Pools, stores.Users, keys, refresh, issuers, given.Time));
    }
}
