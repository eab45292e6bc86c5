using Emulation.Cognito.Pools;
using Emulation.State;

namespace Emulation.Cognito.Federation.Saml;

/// <summary>The sealed keys of pools as SAML service providers, each with its certificate.</summary>
internal sealed class SamlKeyStore(StateDatabase database) : IPoolData
{
    public const string Schema = """
        CREATE TABLE IF NOT EXISTS saml_key (pool TEXT NOT NULL, purpose TEXT NOT NULL, certificate TEXT NOT NULL, sealed TEXT NOT NULL, PRIMARY KEY (pool, purpose));
        """;

    /// <summary>The key of a purpose, base64; null when there is none yet.</summary>
    public (string Certificate, string Sealed)? Find(string pool, string purpose) => database.Query(
        "SELECT certificate, sealed FROM saml_key WHERE pool = $1 AND purpose = $2",
        static row => ((string, string)?)(row.GetString(0), row.GetString(1)), pool, purpose).FirstOrDefault();

    public void Add(string pool, string purpose, string certificate, string sealedKey) =>
        database.Execute("INSERT INTO saml_key VALUES ($1, $2, $3, $4)", pool, purpose, certificate, sealedKey);

    public void Delete(string pool, string purpose) => database.Execute("DELETE FROM saml_key WHERE pool = $1 AND purpose = $2", pool, purpose);

    /// <inheritdoc/>
    public void Forget(string pool) => database.Execute("DELETE FROM saml_key WHERE pool = $1", pool);
}
