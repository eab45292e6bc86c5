using System.Collections.Immutable;
using Emulation.Iam;
using Emulation.Organizations;
using Emulation.QueryProtocol;
using Emulation.Sts.Saml;
using Emulation.Sts.WebIdentities;

namespace Emulation.Sts;

/// <summary>What the actions of STS share.</summary>
internal sealed record StsParts
{
    public required Keyring Keyring { get; init; }

    public required AccountDirectory Accounts { get; init; }

    public required IdentityProviders Providers { get; init; }

    public required SessionIssuer Sessions { get; init; }

    public required AuthorizationMessages Messages { get; init; }

    public required FederatedRoles FederatedRoles { get; init; }

    public required Surroundings Surroundings { get; init; }

    /// <summary>Who judges the tokens of web identities, asked in this order.</summary>
    public required ImmutableArray<IWebIdentityTokens> WebIdentities { get; init; }
}

/// <summary>Every action of STS that is here.</summary>
internal static class StsActions
{
    // What an account answers that has not been given these features, which LocalAws has no way to give.
    private static readonly QueryError OutboundDisabled = new(
        403, "OutboundWebIdentityFederationDisabledException", "Outbound web identity federation is not enabled for this account, and LocalAws cannot enable it. Use a user pool's tokens where a service must prove itself to others.");

    private static readonly QueryError NoTradeIn = QueryError.AccessDenied("LocalAws hands out no trade-in tokens, so there is none to exchange. Use AssumeRole.");

    private static readonly QueryError NoRootAccess = QueryError.AccessDenied("Centralized root access is not enabled in this organization, and LocalAws has no member accounts' root users. Use the account's administrator.");

    public static IEnumerable<StsAction> All(StsParts parts)
    {
        var assumeRole = new AssumeRole(parts.Accounts, parts.Sessions, parts.Surroundings);
        var getSessionToken = new GetSessionToken(parts.Sessions);
        var getFederationToken = new GetFederationToken(parts.Accounts, parts.Sessions, parts.Surroundings);
        var withWebIdentity = new AssumeRoleWithWebIdentity(parts.WebIdentities, parts.FederatedRoles, parts.Accounts);
        var withSaml = new AssumeRoleWithSaml(parts.Providers, parts.FederatedRoles, parts.Accounts);
        var decode = new DecodeAuthorizationMessage(parts.Messages, parts.Surroundings);
        return
        [
            StsAction.Signed("GetCallerIdentity", static (_, caller) => Identification.OfCaller(caller)),
            StsAction.Signed("GetAccessKeyInfo", (call, _) => Identification.OfKey(call.Parameters, parts.Keyring)),
            StsAction.Signed("AssumeRole", (call, caller) => assumeRole.Answer(call.Parameters, caller, call.Facts)),
            StsAction.Signed("GetSessionToken", (call, caller) => getSessionToken.Answer(call.Parameters, caller, call.Facts.At)),
            StsAction.Signed("GetFederationToken", (call, caller) => getFederationToken.Answer(call.Parameters, caller, call.Facts)),
            StsAction.Signed("DecodeAuthorizationMessage", (call, caller) => decode.Answer(call.Parameters, caller, call.Facts)),
            StsAction.Signed("GetWebIdentityToken", static (_, _) => OutboundDisabled),
            StsAction.Signed("GetDelegatedAccessToken", static (_, _) => NoTradeIn),
            StsAction.Signed("AssumeRoot", static (_, _) => NoRootAccess),
            StsAction.Open("AssumeRoleWithWebIdentity", withWebIdentity.AnswerAsync),
            StsAction.Open("AssumeRoleWithSAML", call => ValueTask.FromResult(withSaml.Answer(call))),
        ];
    }
}
