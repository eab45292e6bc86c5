using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Emulation.State;
using Iam;

namespace Emulation.Principals;

/// <summary>A provider as it is stored: an OpenID Connect provider has a URL, a SAML provider a name and metadata.</summary>
internal sealed record StoredProvider(string Account, ImmutableSortedDictionary<string, string> Tags, DateTimeOffset? CreatedAt)
{
    public string? Url { get; init; }

    public ImmutableArray<string> ClientIds { get; init; } = [];

    public ImmutableArray<string> Thumbprints { get; init; } = [];

    public string? Name { get; init; }

    public string? Metadata { get; init; }

    public static StoredProvider Of(KnownProvider known) => known switch
    {
        KnownOidcProvider oidc => new(oidc.Account.ToString(), oidc.Tags, oidc.CreatedAt) { Url = oidc.Url, ClientIds = oidc.ClientIds, Thumbprints = oidc.Thumbprints },
        KnownSamlProvider saml => new(saml.Account.ToString(), saml.Tags, saml.CreatedAt) { Name = saml.Name, Metadata = saml.Metadata },
        _ => throw new ArgumentOutOfRangeException(nameof(known), known.GetType().Name, "There are OpenID Connect and SAML providers."),
    };

    public KnownProvider Known() => Url is not null
        ? new KnownOidcProvider(AccountId.Parse(Account), Url, ClientIds) { Thumbprints = Thumbprints, Tags = Tags, CreatedAt = CreatedAt }
        : new KnownSamlProvider(AccountId.Parse(Account), Name!, Metadata!) { Tags = Tags, CreatedAt = CreatedAt };
}

/// <summary>The providers that clients have made, in <c>iam-providers.db</c>.</summary>
internal sealed class ProviderStore : IDisposable
{
    private const string Schema = "CREATE TABLE IF NOT EXISTS providers (arn TEXT PRIMARY KEY, document TEXT NOT NULL) STRICT";
    private readonly StateDatabase database;
    private readonly string file;

    /// <summary>Opens the file in a state folder.</summary>
    /// <exception cref="StateFolderException">The file is damaged or cannot be written.</exception>
    public ProviderStore(string folder)
    {
        file = Path.Combine(folder, "iam-providers.db");
        database = new StateDatabase(file, Schema);
    }

    /// <exception cref="StateFolderException">What is stored cannot be read.</exception>
    public IReadOnlyList<KnownProvider> Load()
    {
        try
        {
            return database.Query("SELECT document FROM providers ORDER BY rowid", static row =>
                JsonSerializer.Deserialize(row.GetString(0), ProviderJson.Default.StoredProvider)!.Known());
        }
        catch (JsonException e)
        {
            throw new StateFolderException($"{file} is damaged: {e.Message} Delete it; the identity providers that were made through the IAM API are gone then.", e);
        }
    }

    public void Save(KnownProvider provider) => database.Execute(
        "INSERT INTO providers VALUES ($1, $2) ON CONFLICT (arn) DO UPDATE SET document = $2",
        provider.Arn,
        JsonSerializer.Serialize(StoredProvider.Of(provider), ProviderJson.Default.StoredProvider));

    public void Remove(string arn) => database.Execute("DELETE FROM providers WHERE arn = $1", arn);

    public void Dispose() => database.Dispose();
}

[JsonSerializable(typeof(StoredProvider))]
internal sealed partial class ProviderJson : JsonSerializerContext;
