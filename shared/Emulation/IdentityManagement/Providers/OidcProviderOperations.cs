using System.Collections.Immutable;
using Emulation.IdentityManagement.Api;
using Emulation.Principals;
using Emulation.Protocols.Query;
using Emulation.Sessions;
using Sam;

namespace Emulation.IdentityManagement.Providers;

/// <summary>OpenID Connect providers. AWS Identity and Access Management API Reference, CreateOpenIDConnectProvider and its kin.</summary>
internal sealed class OidcProviderOperations(IdentityProviders providers)
    : ProviderOperations<KnownOidcProvider>("OpenIDConnectProvider", "OpenIDConnect Provider", providers.OidcByArn, providers.Update)
{
    private const int MostClientIds = 100;
    private const int MostThumbprints = 5;

    public IEnumerable<IamOperation> All =>
    [
        new("CreateOpenIDConnectProvider", "Url", "Tags", NewTarget, Create) { Further = "ClientIDList ThumbprintList" },
        new("GetOpenIDConnectProvider", Arn, "", Target, Get),
        new("ListOpenIDConnectProviders", "", "", static call => new IamTarget($"arn:aws:iam::{call.AccountId}:oidc-provider/*"), List),
        new("AddClientIDToOpenIDConnectProvider", $"{Arn} ClientID", "", Target, AddClientId),
        new(
            "RemoveClientIDFromOpenIDConnectProvider", $"{Arn} ClientID", "", Target,
            call => Change(call, provider => provider with { ClientIds = provider.ClientIds.Remove(call.Text("ClientID")) })),
        new("UpdateOpenIDConnectProviderThumbprint", Arn, "", Target, UpdateThumbprints) { Further = "ThumbprintList" },
        new("DeleteOpenIDConnectProvider", Arn, "", Target, Delete),
        .. OfTags,
    ];

    /// <summary>AWS asks about the issuer's host alone, whatever path follows: its refusals of issuers under <c>oidc.eks</c> name no more.</summary>
    private static IamTarget NewTarget(IamCall call) => new($"arn:aws:iam::{call.AccountId}:oidc-provider/{OidcProvider.NameOf(call.Text("Url")).Split('/')[0]}");

    private QueryAnswer Create(IamCall call)
    {
        var url = call.Text("Url");
        ImmutableArray<string> clients = [.. call.List("ClientIDList").Distinct(StringComparer.Ordinal)];
        ImmutableArray<string> thumbprints = [.. call.List("ThumbprintList")];
        if (!IsIssuer(url))
        {
            return QueryError.Validation("Invalid Open ID Connect Provider URL");
        }

        if (OidcProvider.NameOf(url) == CognitoSession.Provider)
        {
            // Policies would take its claims for those of identity pools.
            return IamError.InvalidInput($"{CognitoSession.Provider} is the provider of Amazon Cognito identity pools already.");
        }

        if ((NewIdentity.CheckTags(call) ?? CheckThumbprints(thumbprints) ?? CheckClients(clients)) is { } wrong)
        {
            return wrong;
        }

        if (providers.Oidc.Count(known => known.Account == call.AccountId) >= MostProviders)
        {
            return IamError.LimitExceeded("OpenIdConnectProvidersPerAccount", MostProviders);
        }

        var provider = new KnownOidcProvider(call.AccountId, url, clients) { Thumbprints = thumbprints, Tags = TagsOf(TagList.Of(call.Tags)), CreatedAt = call.Facts.At };
        return providers.TryAdd(provider) ? Made(provider) : IamError.AlreadyExists($"Provider with url {url} already exists.");
    }

    private QueryAnswer Get(IamCall call) => Find(call) is { } provider
        ? new QueryAnswer(xml =>
        {
            // Without the scheme, as AWS answers.
            xml.WriteElementString("Url", provider.Name);
            xml.Texts("ClientIDList", provider.ClientIds);
            xml.Texts("ThumbprintList", provider.Thumbprints);
            xml.Date("CreateDate", MadeAt(call, provider));
            xml.Tags(TagList.Of(provider.Tags));
        })
        : NotFound(call);

    private QueryAnswer List(IamCall call) => new(xml => xml.List(
        "OpenIDConnectProviderList",
        providers.Oidc.Where(provider => provider.Account == call.AccountId).Select(static provider => provider.Arn).Order(StringComparer.Ordinal),
        arn => xml.WriteElementString("Arn", arn)));

    private QueryAnswer AddClientId(IamCall call)
    {
        var client = call.Text("ClientID");
        return Find(call) is { } known && !known.ClientIds.Contains(client) && known.ClientIds.Length >= MostClientIds
            ? IamError.LimitExceeded("ClientIdsPerOpenIdConnectProvider", MostClientIds)
            : Change(call, provider => provider.ClientIds.Contains(client) ? provider : provider with { ClientIds = provider.ClientIds.Add(client) });
    }

    private QueryAnswer UpdateThumbprints(IamCall call)
    {
        ImmutableArray<string> thumbprints = [.. call.List("ThumbprintList")];
        return CheckThumbprints(thumbprints) is { } wrong ? wrong : Change(call, provider => provider with { Thumbprints = thumbprints });
    }

    /// <summary>Deleting what is not there is no error, as AWS's page says.</summary>
    private QueryAnswer Delete(IamCall call)
    {
        if (Find(call) is { CreatedAt: null } declared)
        {
            return Declared(declared);
        }

        if (Find(call) is { } provider)
        {
            providers.Remove(provider.Arn);
        }

        return QueryAnswer.Done;
    }

    /// <summary>An issuer speaks TLS, but for one on this machine.</summary>
    private static bool IsIssuer(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Query.Length == 0 && uri.Fragment.Length == 0
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback));

    private static QueryError? CheckThumbprints(ImmutableArray<string> thumbprints) =>
        thumbprints.Length > MostThumbprints ? IamError.InvalidInput("Thumbprint list must contain fewer than 5 entries.")
        : thumbprints.Any(static thumbprint => thumbprint.Length != 40 || !thumbprint.All(char.IsAsciiHexDigit)) ? QueryError.Validation("A thumbprint has 40 hexadecimal digits.")
        : null;

    private static QueryError? CheckClients(ImmutableArray<string> clients) =>
        clients.Length > MostClientIds ? IamError.LimitExceeded("ClientIdsPerOpenIdConnectProvider", MostClientIds)
        : clients.Any(static client => client.Length is 0 or > 255) ? QueryError.Validation("A client ID has 1 to 255 characters.")
        : null;
}
