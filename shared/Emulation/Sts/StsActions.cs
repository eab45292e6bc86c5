using System.Collections.Immutable;
using Emulation.Calls;
using Emulation.Decisions;
using Emulation.Principals;
using Emulation.Protocols.Query;
using Emulation.Sessions;
using Emulation.Sts.Saml;
using Emulation.Sts.WebIdentities;
using StsOperation = Emulation.Calls.ServiceOperation<Emulation.Protocols.Query.QueryRequest, Emulation.Protocols.Query.QueryAnswer>;

namespace Emulation.Sts;

/// <summary>What the actions of STS share. The tokens of web identities are judged by these in turn.</summary>
internal sealed record StsParts(
    Keyring Keyring,
    AccountDirectory Accounts,
    IdentityProviders Providers,
    SessionIssuer Sessions,
    AuthorizationMessages Messages,
    FederatedRoles FederatedRoles,
    ImmutableArray<IWebIdentityTokens> WebIdentities);

/// <summary>Every action of STS that is here.</summary>
internal static class StsActions
{
    // What an account answers that has not been given these features, which LocalAws has no way to give.
    private static readonly QueryError OutboundDisabled = new(
        403, "OutboundWebIdentityFederationDisabledException",
        "Outbound web identity federation is not enabled for this account, and LocalAws cannot enable it. Use a user pool's tokens where a service must prove itself to others.");

    private static readonly QueryError NoTradeIn = QueryError.AccessDenied("LocalAws hands out no trade-in tokens, so there is none to exchange. Use AssumeRole.");

    private static readonly QueryError NoRootAccess = QueryError.AccessDenied(
        "Centralized root access is not enabled in this organization, and LocalAws has no member accounts' root users. Use the account's administrator.");

    /// <summary>Needs a signature, and nothing else.</summary>
    private static StsOperation Signed(string name, string members, Func<ServiceCall<QueryRequest>, QueryAnswer> answer) =>
        new(name, members, call => Intent<QueryAnswer>.WithoutPermission(() => answer(call)));

    private static StsOperation Open(string name, string members, Func<ServiceCall<QueryRequest>, ValueTask<QueryAnswer>> answer) =>
        new(name, members, call => Intent<QueryAnswer>.WithoutPermission(() => answer(call))) { IsOpen = true };

    public static IEnumerable<StsOperation> All(StsParts parts)
    {
        var assumeRole = new AssumeRole(parts.Accounts, parts.Sessions);
        var getSessionToken = new GetSessionToken(parts.Sessions);
        var getFederationToken = new GetFederationToken(parts.Accounts, parts.Sessions);
        var withWebIdentity = new AssumeRoleWithWebIdentity(parts.WebIdentities, parts.FederatedRoles, parts.Accounts);
        var withSaml = new AssumeRoleWithSaml(parts.Providers, parts.FederatedRoles, parts.Accounts);
        return
        [
            Signed("GetCallerIdentity", "", static call => Identification.OfCaller(call.Signer)),
            new("GetAccessKeyInfo", "AccessKeyId", call => Identification.OfKey(call, parts.Keyring)),
            new(
                "AssumeRole",
                "RoleArn RoleSessionName PolicyArns Policy DurationSeconds Tags TransitiveTagKeys ExternalId SerialNumber TokenCode SourceIdentity ProvidedContexts",
                assumeRole.Plan),
            Signed("GetSessionToken", "DurationSeconds SerialNumber TokenCode", call => getSessionToken.Answer(call.Parameters, call.Signer, call.Facts.At)),
            new("GetFederationToken", "Name Policy PolicyArns DurationSeconds Tags", getFederationToken.Plan),
            new("DecodeAuthorizationMessage", "EncodedMessage", call => DecodeAuthorizationMessage.Plan(call, parts.Messages)),
            Signed("GetWebIdentityToken", "", static _ => OutboundDisabled),
            Signed("GetDelegatedAccessToken", "", static _ => NoTradeIn),
            Signed("AssumeRoot", "", static _ => NoRootAccess),
            Open("AssumeRoleWithWebIdentity", "RoleArn RoleSessionName WebIdentityToken ProviderId PolicyArns Policy DurationSeconds", withWebIdentity.AnswerAsync),
            Open("AssumeRoleWithSAML", "RoleArn PrincipalArn SAMLAssertion PolicyArns Policy DurationSeconds", call => ValueTask.FromResult(withSaml.Answer(call))),
        ];
    }
}
