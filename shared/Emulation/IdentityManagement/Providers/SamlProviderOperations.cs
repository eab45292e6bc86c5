using Emulation.IdentityManagement.Api;
using Emulation.Principals;
using Emulation.Protocols.Query;
using Sam;

namespace Emulation.IdentityManagement.Providers;

/// <summary>SAML providers. AWS Identity and Access Management API Reference, CreateSAMLProvider and its kin.</summary>
internal sealed class SamlProviderOperations(IdentityProviders providers)
    : ProviderOperations<KnownSamlProvider>("SAMLProvider", "Manifest", providers.SamlByArn, providers.Update)
{
    public IEnumerable<IamOperation> All =>
    [
        new("CreateSAMLProvider", "Name SAMLMetadataDocument", "Tags", static call =>
            new IamTarget($"arn:aws:iam::{call.AccountId}:saml-provider/{call.Text("Name")}"), Create) { Further = "AssertionEncryptionMode AddPrivateKey" },
        new("GetSAMLProvider", Arn, "", Target, Get),
        new("ListSAMLProviders", "", "", static call => new IamTarget($"arn:aws:iam::{call.AccountId}:saml-provider/*"), List),
        new("UpdateSAMLProvider", Arn, "SAMLMetadataDocument", Target, Update) { Further = "AssertionEncryptionMode AddPrivateKey RemovePrivateKey" },
        new("DeleteSAMLProvider", Arn, "", Target, Delete),
        .. OfTags,
    ];

    private QueryAnswer Create(IamCall call)
    {
        var (name, metadata) = (call.Text("Name"), call.Text("SAMLMetadataDocument"));
        if ((NewIdentity.CheckTags(call) ?? CheckEncryption(call) ?? CheckMetadata(metadata)) is { } wrong)
        {
            return wrong;
        }

        if (providers.Saml.Count(known => known.Account == call.AccountId) >= MostProviders)
        {
            return IamError.LimitExceeded("SAMLProvidersPerAccount", MostProviders);
        }

        var provider = new KnownSamlProvider(call.AccountId, name, metadata) { Tags = TagsOf(TagList.Of(call.Tags)), CreatedAt = call.Facts.At };
        return providers.TryAdd(provider) ? Made(provider) : IamError.AlreadyExists($"Provider with name {name} already exists.");
    }

    private QueryAnswer Get(IamCall call) => Find(call) is { } provider
        ? new QueryAnswer(xml =>
        {
            xml.WriteElementString("SAMLMetadataDocument", provider.Metadata);
            xml.Date("CreateDate", MadeAt(call, provider));
            xml.Tags(TagList.Of(provider.Tags));
        })
        : NotFound(call);

    private QueryAnswer List(IamCall call) => new(xml => xml.List(
        "SAMLProviderList",
        providers.Saml.Where(provider => provider.Account == call.AccountId).OrderBy(static provider => provider.Arn, StringComparer.Ordinal),
        provider =>
        {
            xml.WriteElementString("Arn", provider.Arn);
            xml.Date("CreateDate", MadeAt(call, provider));
        }));

    private QueryAnswer Update(IamCall call)
    {
        if ((CheckEncryption(call) ?? (call["SAMLMetadataDocument"] is { } sent ? CheckMetadata(sent) : null)) is { } wrong)
        {
            return wrong;
        }

        var changed = Change(call, provider => call["SAMLMetadataDocument"] is { } metadata ? provider with { Metadata = metadata } : provider);
        return changed.Error is null ? new QueryAnswer(xml => xml.WriteElementString(Arn, call.Text(Arn))) : changed;
    }

    private QueryAnswer Delete(IamCall call)
    {
        if (Find(call) is not { } provider)
        {
            return NotFound(call);
        }

        if (provider.CreatedAt is null)
        {
            return Declared(provider);
        }

        providers.Remove(provider.Arn);
        return QueryAnswer.Done;
    }

    private static QueryError? CheckMetadata(string metadata) =>
        SamlMetadata.Read(metadata, out var problem) is null ? IamError.InvalidInput($"Could not parse metadata: {problem}") : null;

    /// <summary>Accepted, it would promise that assertions are encrypted, and LocalAws reads none that are.</summary>
    private static QueryError? CheckEncryption(IamCall call) =>
        call["AssertionEncryptionMode"] is not null || call["AddPrivateKey"] is not null || call["RemovePrivateKey"] is not null
            ? IamError.InvalidInput("LocalAws takes no encrypted assertions: leave AssertionEncryptionMode and private keys out.")
            : null;
}
