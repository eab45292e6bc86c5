using System.Collections.Immutable;
using Iam;

namespace Sam.Resources;

/// <summary>Builds the OpenID Connect and SAML providers of IAM. One that is closed vouches for nobody.</summary>
internal sealed class IdentityProviderResources(ImmutableArray<Resource> resources, string file)
{
    private const int MostClientIds = 100;

    public ImmutableArray<OidcProvider> Oidc() => [.. Of("AWS::IAM::OIDCProvider").Select(Oidc).OfType<OidcProvider>()];

    public ImmutableArray<SamlProvider> Saml() =>
    [
        .. Of("AWS::IAM::SAMLProvider").Where(HasMetadata).Select(provider => new SamlProvider
        {
            LogicalId = provider.LogicalId,
            Name = provider.Physical.Name,
            Arn = Arn.Parse(provider.Physical.IamArn("saml-provider")),
            Metadata = provider.Values.Text("SamlMetadataDocument")!,
            Tags = provider.Values.Tags("Tags"),
            Line = new SourceLine(file, provider.Declaration.Line),
        }),
    ];

    private IEnumerable<Resource> Of(string type) => resources.Where(resource => resource.TypeName == type && resource.Values.ClosureOf() is null);

    private static bool HasMetadata(Resource provider)
    {
        if (provider.Values.Text("SamlMetadataDocument") is not { } document)
        {
            return false;
        }

        if (SamlMetadata.Read(document, out var problem) is not null)
        {
            return true;
        }

        provider.Values.Report("SamlMetadataDocument", $"The SAML metadata cannot be used: {problem}", "Take the document that the identity provider gives out, unchanged.");
        return false;
    }

    // IAM API Reference, CreateOpenIDConnectProvider: https only. Plain http is for issuers of this machine, which AWS cannot reach.
    private OidcProvider? Oidc(Resource resource)
    {
        var values = resource.Values;
        if (values.Text("Url") is not { } url)
        {
            return null;
        }

        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri)
            || !(uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
            || uri.Query.Length > 0 || uri.Fragment.Length > 0)
        {
            values.Report(
                "Url", $"'{url}' is not the URL of an OpenID Connect issuer.",
                "Write https:// and host and path, without a query; http:// for an issuer on this machine.");
            return null;
        }

        var clients = values.Texts("ClientIdList");
        if (clients.Length > MostClientIds)
        {
            values.Report("ClientIdList", $"A provider takes {MostClientIds} client ids at most.", "Remove some.");
        }

        return new OidcProvider
        {
            LogicalId = resource.LogicalId,
            Url = url,
            Arn = Arn.Parse(resource.Declaration.Type!.Ref(resource.Physical)),
            ClientIds = [.. clients.Select(static client => client.Text)],
            Tags = values.Tags("Tags"),
            Line = new SourceLine(file, resource.Declaration.Line),
        };
    }
}
