using System.Collections.Immutable;
using Emulation.Calls;
using Emulation.Principals;
using Emulation.Protocols.Query;
using Emulation.Sessions;
using Emulation.Tokens;
using Iam;

namespace Emulation.Sts.WebIdentities;

/// <summary>
/// A session of a role for whoever has an identity provider's token, without a signature: what CI systems and Kubernetes do. AWS Security Token Service API
/// Reference, AssumeRoleWithWebIdentity.
/// </summary>
internal sealed class AssumeRoleWithWebIdentity(ImmutableArray<IWebIdentityTokens> issuers, FederatedRoles roles, AccountDirectory accounts)
{
    public async ValueTask<QueryAnswer> AnswerAsync(ServiceCall<QueryRequest> call)
    {
        var parameters = call.Parameters;
        var constraints = new Constraints();
        constraints.Text("roleArn", parameters["RoleArn"], required: true, 20, 2048);
        constraints.Text("roleSessionName", parameters["RoleSessionName"], required: true, 2, 64, Constraints.NamePattern);
        constraints.Secret("webIdentityToken", parameters["WebIdentityToken"], 4, OidcProviderTokens.LongestToken);
        constraints.Text("providerId", parameters["ProviderId"], required: false, 4, 2048);
        SessionPolicies.CheckLength(parameters, constraints);
        var duration = constraints.Number(
            "durationSeconds", parameters["DurationSeconds"], StsDurations.Shortest, StsDurations.LongestAssumedRole,
            StsDurations.DefaultAssumedRole);
        if (constraints.Error is { } wrong)
        {
            return wrong;
        }

        if (AssumeRoleCall.RoleArnOf(parameters) is not { } role)
        {
            return QueryError.Validation($"{parameters["RoleArn"]} is invalid");
        }

        if (parameters["ProviderId"] is { } provider)
        {
            return WebIdentityErrors.InvalidToken(
                $"LocalAws takes no OAuth 2.0 access tokens, such as those of '{TokenSigningKey.Shown(provider)}'. Leave ProviderId out and pass an OpenID Connect ID token.");
        }

        if (SessionPolicies.Read(parameters, accounts, role.Account, out var error) is not { } policies)
        {
            return error;
        }

        var verification = await VerifyAsync(parameters["WebIdentityToken"]!, AccountId.Parse(role.Account), call.Facts.At, call.Cancellation).ConfigureAwait(false);
        if (verification.Token is not { } token)
        {
            return verification.Refusal!;
        }

        if (token.Roles.Refuses(role.ToString()) is { } elsewhere)
        {
            return elsewhere;
        }

        var identity = token.Vouched;
        var asked = new FederatedCall(role.ToString(), parameters["RoleSessionName"]!, duration, policies.Documents, identity) { PolicyArns = policies.Arns };
        var opening = roles.Open(asked, call);
        return opening.Session is { } session ? Answer(session, token) : QueryAnswer.Refused(opening.Refusal!);
    }

    private async ValueTask<WebIdentityVerification> VerifyAsync(string token, AccountId account, DateTimeOffset now, CancellationToken cancellation)
    {
        foreach (var issuer in issuers)
        {
            if (await issuer.VerifyAsync(token, account, now, cancellation).ConfigureAwait(false) is { } verification)
            {
                return verification;
            }
        }

        var claimed = ReceivedToken.Parse(token, out _, OidcProviderTokens.LongestToken)?.Claims.Issuer;
        return WebIdentityErrors.NoProvider(claimed);
    }

    private static QueryAnswer Answer(FederatedSession session, WebIdentityToken token) => new(xml =>
    {
        xml.WriteElementString("SubjectFromWebIdentityToken", token.Subject);
        xml.WriteElementString("Audience", token.Audience);
        session.Principal.WriteTo(xml);
        session.Credentials.WriteTo(xml);
        SessionXml.WriteIfAny(xml, "SourceIdentity", token.Identity.SourceIdentity);
        xml.WriteElementString("Provider", token.Provider);
        SessionXml.WritePackedSize(xml, session.PackedPolicySize);
    });
}
