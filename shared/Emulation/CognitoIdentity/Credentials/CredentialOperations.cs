using System.Text.Json.Nodes;
using Emulation.Calls;
using Emulation.Cognito.Protocol;
using Emulation.CognitoIdentity.Identities;
using Emulation.CognitoIdentity.Logins;
using Emulation.CognitoIdentity.Pools;
using Emulation.CognitoIdentity.Tokens;
using Emulation.Principals;
using Emulation.Sessions;
using Emulation.Sts;
using Iam;

namespace Emulation.CognitoIdentity.Credentials;

/// <summary>
/// What clients call without a signature: an identity for logins, and then, in the enhanced flow, credentials of a role; in the basic flow a token for STS.
/// Amazon Cognito Developer Guide, "Identity pools authentication flow".
/// </summary>
internal sealed class CredentialOperations(
    IdentityPoolDirectory pools, IdentityDirectory identities, LoginVerifier logins, OpenIdTokens tokens, FederatedRoles roles, ResourceOwners owners, Func<ServiceCall> ownCall)
{
    private const string SessionName = "CognitoIdentityCredentials";
    private const int SessionSeconds = 3600;
    private static readonly TimeSpan BasicFlowToken = TimeSpan.FromMinutes(10);

    public IEnumerable<Operation> All =>
    [
        Operation.Open("GetId", GetIdAsync),
        Operation.Open("GetCredentialsForIdentity", GetCredentialsAsync),
        Operation.Open("GetOpenIdToken", GetTokenAsync),
    ];

    private async Task<JsonObject> GetIdAsync(CognitoCall call)
    {
        var pool = pools.PoolOf(call.Fields);
        if (call.Fields.Text("AccountId", 1, 15) is { } given && given != owners.OfPool(pool.Id).ToString())
        {
            throw IdentityRefusal.NoPool(pool.Id);
        }

        var proof = await logins.VerifyAsync(pool, call.Fields, call.Cancellation).ConfigureAwait(false);
        var identity = proof switch
        {
            { FromDeveloper: { } token } => identities.InPool(pool, token.Identity.IdentityId).Id,
            { IsEmpty: true } => identities.NewGuest(pool).Id,
            _ => identities.Of(pool, [.. proof.Logins.Select(static login => login.Login)]).Id,
        };
        return new JsonObject { ["IdentityId"] = identity };
    }

    private async Task<JsonObject> GetCredentialsAsync(CognitoCall call)
    {
        var (pool, identity, proof) = await ProveAsync(call).ConfigureAwait(false);
        var role = RoleChoice.For(pool, proof, call.Fields.Text("CustomRoleArn", 20, 2048));
        var session = new CognitoSession(identity, pool.Id, proof.Amr);
        var vouched = new VouchedIdentity
        {
            Principal = new WebIdentity(CognitoSession.Provider, identity),
            Action = "sts:AssumeRoleWithWebIdentity",
            TrustKeys = session.Keys,
            SessionKeys = session.Keys,
            Tags = PrincipalTags.Of(pool, proof),
        };
        var asked = new FederatedCall(role, SessionName, SessionSeconds, session.IsAuthenticated ? [] : [GuestPolicies.Inline], vouched)
        {
            PolicyArns = session.IsAuthenticated ? [] : [GuestPolicies.Managed],
        };
        var opening = roles.Open(asked, call.Service ?? ownCall());
        if (opening.Session is not { Credentials: var credentials })
        {
            throw IdentityRefusal.Configuration(opening.Refusal!.Reason ?? opening.Refusal.Message);
        }

        return new JsonObject
        {
            ["IdentityId"] = identity,
            ["Credentials"] = new JsonObject
            {
                ["AccessKeyId"] = credentials.AccessKeyId,
                ["SecretKey"] = credentials.SecretAccessKey,
                ["SessionToken"] = credentials.SessionToken,
                ["Expiration"] = credentials.Expiration.ToUnixTimeSeconds(),
            },
        };
    }

    private async Task<JsonObject> GetTokenAsync(CognitoCall call)
    {
        var (pool, identity, proof) = await ProveAsync(call).ConfigureAwait(false);
        return pool.AllowsClassicFlow
            ? new JsonObject
            {
                ["IdentityId"] = identity,
                ["Token"] = tokens.Issue(new OpenIdToken(new CognitoSession(identity, pool.Id, proof.Amr), PrincipalTags.Of(pool, proof)), BasicFlowToken),
            }
            : throw IdentityRefusal.ClassicFlowIsOff;
    }

    /// <summary>Who asks, after the logins were verified and are known to be the identity's.</summary>
    private async Task<(IdentityPool Pool, string Identity, LoginProof Proof)> ProveAsync(CognitoCall call)
    {
        var id = IdentityPoolDirectory.IdentityId(call.Fields);
        var pool = pools.PoolOfIdentity(id);
        var proof = await logins.VerifyAsync(pool, call.Fields, call.Cancellation).ConfigureAwait(false);
        if (proof.FromDeveloper is { Identity.IdentityId: var named })
        {
            return named == id && identities.InPool(pool, id) is { IsEnabled: true, IsGuest: false } ? (pool, id, proof) : throw IdentityRefusal.Forbidden(id);
        }

        return (pool, identities.Proven(pool, id, [.. proof.Logins.Select(static login => login.Login)]).Id, proof);
    }
}
