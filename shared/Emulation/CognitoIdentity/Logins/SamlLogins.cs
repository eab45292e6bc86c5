using System.Collections.Immutable;
using Emulation.Cognito.Protocol;
using Emulation.CognitoIdentity.Identities;
using Emulation.CognitoIdentity.Pools;
using Emulation.Principals;
using Emulation.Saml;
using Emulation.Sts.Saml;
using Sam;

namespace Emulation.CognitoIdentity.Logins;

/// <summary>Logins by an assertion of a SAML provider of IAM. Amazon Cognito Developer Guide, "Setting up a SAML provider as an identity pool IdP".</summary>
internal sealed class SamlLogins(IdentityProviders providers, TimeProvider time)
{
    private const string RoleAttribute = "https://aws.amazon.com/SAML/Attributes/Role";

    /// <summary>Verifies an identity provider's response, base64.</summary>
    /// <exception cref="CognitoException">The assertion does not hold, or is of a provider that the identity pool does not take.</exception>
    public VerifiedLogin Verify(IdentityPool pool, string arn, string response)
    {
        if (!pool.SamlProviders.Contains(arn) || providers.SamlByArn(arn) is not { } provider || SamlMetadata.Read(provider.Metadata, out _) is not { } metadata)
        {
            throw IdentityRefusal.UnsupportedProvider;
        }

        try
        {
            var now = time.GetUtcNow();
            var assertion = SamlAssertion.Read(response, metadata, now);

            // No trust policy judges whom this one is for.
            assertion.RequireForAws(now);
            return new VerifiedLogin { Login = new Login(arn, assertion.Subject), Amr = [arn, $"{arn}:{assertion.Subject}"], Names = [arn], Claims = ClaimsOf(assertion, arn) };
        }
        catch (SamlException e)
        {
            throw IdentityRefusal.BadToken(e.Message);
        }
    }

    /// <summary>The attributes; the roles that the assertion offers through this provider stand where a token has <c>cognito:roles</c>.</summary>
    private static ImmutableDictionary<string, ImmutableArray<string>> ClaimsOf(SamlAssertion assertion, string arn)
    {
        var claims = assertion.Attributes.GroupBy(static attribute => attribute.Name, StringComparer.Ordinal)
            .ToImmutableDictionary(static group => group.Key, static group => group.SelectMany(static attribute => attribute.Values).ToImmutableArray(), StringComparer.Ordinal);
        ImmutableArray<string> roles =
        [
            .. assertion.Values(RoleAttribute).Select(static pair => pair.Split(',', StringSplitOptions.TrimEntries))
                .Where(pair => pair.Length == 2 && pair.Contains(arn)).Select(pair => pair[0] == arn ? pair[1] : pair[0]),
        ];
        return claims.Remove("cognito:preferred_role").SetItem("cognito:roles", roles);
    }
}
