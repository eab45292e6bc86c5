using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Emulation.Calls;
using Emulation.State;
using Emulation.Upstreams.Making;
using Sam;

namespace Emulation.Fronts.Secrets;

/// <summary>A version of a secret's value. No record: nothing prints it.</summary>
/// <param name="id">The version's id.</param>
/// <param name="made">When it became the value.</param>
/// <param name="text">The value.</param>
internal sealed class SecretVersion(string id, DateTimeOffset made, string text)
{
    public string Id => id;

    public DateTimeOffset Made => made;

    public string Text => text;
}

/// <summary>
/// What the template's secrets hold: the text that the template gives, or one that is generated once by its rules and kept in <c>secrets.db</c>, until the template has other
/// rules, as CloudFormation does.
/// </summary>
internal sealed class SecretValues : IDisposable
{
    // The value is there for what was generated: what the template gives is read in the template.
    private const string Schema = """
        CREATE TABLE IF NOT EXISTS secrets (arn TEXT PRIMARY KEY, source TEXT NOT NULL, version TEXT NOT NULL, made TEXT NOT NULL, value TEXT) STRICT;
        """;

    private readonly StateDatabase database;
    private readonly IdSource ids;
    private readonly TimeProvider time;

    /// <exception cref="StateFolderException">The file is damaged or cannot be written.</exception>
    public SecretValues(string folder, IdSource ids, TimeProvider time)
    {
        (this.ids, this.time) = (ids, time);
        database = new StateDatabase(Path.Combine(folder, "secrets.db"), Schema);
    }

    /// <summary>The value as it is now; null where the template gives none and has no rules for one.</summary>
    /// <exception cref="RefusedException">The rules are none.</exception>
    public SecretVersion? Of(Secret secret) => database.Atomically(() =>
    {
        var given = (secret.Properties["SecretString"] as JsonValue)?.ToString();
        var rules = secret.Properties["GenerateSecretString"] as JsonObject;
        if (given is null && rules is null)
        {
            return null;
        }

        var source = given is null ? $"generated {rules!.ToJsonString()}" : $"given {Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(given)))}";
        var known = database.Query(
            "SELECT version, made, value FROM secrets WHERE arn = $1 AND source = $2",
            static row => (Id: row.GetString(0), Made: row.GetString(1), Value: row.IsDBNull(2) ? null : row.GetString(2)), secret.Arn.ToString(), source);
        if (known is [var kept])
        {
            return new SecretVersion(kept.Id, DateTimeOffset.Parse(kept.Made, CultureInfo.InvariantCulture), given ?? kept.Value!);
        }

        var made = new SecretVersion(ids.Uuid(), time.GetUtcNow(), given ?? Generated(secret, rules!));
        database.Execute(
            "INSERT OR REPLACE INTO secrets VALUES ($1, $2, $3, $4, $5)",
            secret.Arn.ToString(), source, made.Id, made.Made.ToString("O", CultureInfo.InvariantCulture), given is null ? made.Text : null);
        return made;
    });

    public void Dispose() => database.Dispose();

    private string Generated(Secret secret, JsonObject rules)
    {
        try
        {
            return GeneratedSecret.Of(rules, ids);
        }
        catch (JsonException)
        {
            throw new RefusedException(new ServiceRefusal(
                400, "InvalidRequestException", $"{secret.Line} {secret.LogicalId}.GenerateSecretString: the SecretStringTemplate is no JSON object. Write one, such as {{}}."));
        }
    }
}
