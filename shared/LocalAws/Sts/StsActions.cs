using System.Collections.Immutable;
using Emulation.Iam;
using Emulation.Organizations;
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

    public required FederatedRoles FederatedRoles { get; init; }

    public required Surroundings Surroundings { get; init; }

    /// <summary>Who judges the tokens of web identities, asked in this order.</summary>
    public required ImmutableArray<IWebIdentityTokens> WebIdentities { get; init; }
}

/// <summary>Every action of STS that is here.</summary>
internal static class StsActions
{
    public static IEnumerable<StsAction> All(StsParts parts)
    {
        var assumeRole = new AssumeRole(parts.Accounts, parts.Sessions, parts.Surroundings);
        var getSessionToken = new GetSessionToken(parts.Sessions);
        var getFederationToken = new GetFederationToken(parts.Accounts, parts.Sessions, parts.Surroundings);
        var withWebIdentity = new AssumeRoleWithWebIdentity(parts.WebIdentities, parts.FederatedRoles, parts.Accounts);
        var withSaml = new AssumeRoleWithSaml(parts.Providers, parts.FederatedRoles, parts.Accounts);
        return
        [
            StsAction.Signed("GetCallerIdentity", static (_, caller) => Identification.OfCaller(caller)),
            StsAction.Signed("GetAccessKeyInfo", (call, _) => Identification.OfKey(call.Parameters, parts.Keyring)),
            StsAction.Signed("AssumeRole", (call, caller) => assumeRole.Answer(call.Parameters, caller, call.Facts)),
            StsAction.Signed("GetSessionToken", (call, caller) => getSessionToken.Answer(call.Parameters, caller, call.Facts.At)),
            StsAction.Signed("GetFederationToken", (call, caller) => getFederationToken.Answer(call.Parameters, caller, call.Facts)),
            StsAction.Open("AssumeRoleWithWebIdentity", withWebIdentity.AnswerAsync),
            StsAction.Open("AssumeRoleWithSAML", call => ValueTask.FromResult(withSaml.Answer(call))),
        ];
    }
}
