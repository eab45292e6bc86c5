using Emulation.Cognito.Federation;
using Emulation.Tests.Cognito.OAuth;

namespace Emulation.Tests.StandIns;

/// <summary>
/// A LocalAws with stand-ins for the four companies and for SAML in every pool; of the pool in its template, whose domain is <c>declared</c>, for <c>Partner</c>, which asks for
/// one itself, and for <c>Named</c>, which the command line names. <c>Stranger</c> has none.
/// </summary>
public sealed class LocalAwsWithStandIns : RunningLocalAws
{
    private protected override string Resources => $$"""
          Pool: { Type: AWS::Cognito::UserPool }
          Domain: { Type: AWS::Cognito::UserPoolDomain, Properties: { UserPoolId: !Ref Pool, Domain: declared } }
          Partner:
            Type: AWS::Cognito::UserPoolIdentityProvider
            Metadata: { LocalAws: { StandIn: true } }
            Properties: {{Provider("Partner")}}
          Named:
            Type: AWS::Cognito::UserPoolIdentityProvider
            Metadata: { LocalAws: { StandIn: false } }
            Properties: {{Provider("Named")}}
          Stranger:
            Type: AWS::Cognito::UserPoolIdentityProvider
            Properties: {{Provider("Stranger")}}
        """;

    private static string Provider(string name) =>
        $$"""{ UserPoolId: !Ref Pool, ProviderName: {{name}}, ProviderType: OIDC, ProviderDetails: { client_id: shop, client_secret: s3cret, oidc_issuer: "https://{{name}}.example.com", """
        + """authorize_scopes: openid email, attributes_request_method: GET, authorize_url: "https://real.example.com/a", token_url: "https://real.example.com/t", """
        + """attributes_url: "https://real.example.com/u", jwks_uri: "https://real.example.com/k" }, AttributeMapping: { email: mail, given_name: given_name, name: name } }""";

    private protected override EmulatorOptions Change(EmulatorOptions options) => options with { ProviderStandIns = AskedStandIns.Read(["google,Facebook,amazon", "apple,saml,Named"]) };

    private readonly System.Collections.Concurrent.ConcurrentDictionary<string, Task<StandInPool>> shared = new(StringComparer.Ordinal);

    /// <summary>A pool with a provider of a type that tests share, where it does not matter who signed in before. Nobody disposes of it.</summary>
    internal Task<StandInPool> SharedAsync(string type) => shared.GetOrAdd(type, type => type switch
    {
        "SAML" => StandInPool.OfSamlAsync(this),
        "OIDC" => StandInPool.DeclaredAsync(this, "Partner"),
        _ => StandInPool.OfCompanyAsync(this, type),
    });

    /// <summary>The id of the template's pool.</summary>
    internal string DeclaredPool => Stacks.Together.UserPools[0].PhysicalId;
}
