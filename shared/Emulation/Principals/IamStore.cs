using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Emulation.State;
using Iam;

namespace Emulation.Principals;

/// <summary>
/// What the IAM API made and changed, in <c>iam.db</c>: of what it made the whole, of what a template declares the difference. The difference is
/// gone when the template has that resource no more; what the API made is out of sight while a template declares something of its name.
/// </summary>
internal sealed class IamStore : IDisposable
{
    private const string Schema = """
        CREATE TABLE IF NOT EXISTS entities (account TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL, document TEXT NOT NULL, PRIMARY KEY (account, kind, id)) STRICT;
        CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
        """;

    private const string PolicyKindName = "policy";
    private const string AliasKindName = "alias";
    private readonly StateDatabase database;
    private readonly string file;

    /// <summary>Opens the file in a state folder.</summary>
    /// <exception cref="StateFolderException">The file is damaged or cannot be written.</exception>
    public IamStore(string folder)
    {
        file = Path.Combine(folder, "iam.db");
        database = new StateDatabase(file, Schema);
    }

    /// <summary>When this state folder first saw a start: what templates declare is as old.</summary>
    public DateTimeOffset Since(DateTimeOffset now)
    {
        database.Execute("INSERT INTO facts VALUES ('since', $1) ON CONFLICT DO NOTHING", now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        return DateTimeOffset.FromUnixTimeSeconds(long.Parse(
            database.Query("SELECT value FROM facts WHERE name = 'since'", static row => row.GetString(0))[0], CultureInfo.InvariantCulture));
    }

    /// <summary>The accounts with what is stored on top of what templates declare.</summary>
    /// <exception cref="StateFolderException">What is stored cannot be read.</exception>
    public IamAccount Load(IamAccount declared)
    {
        try
        {
            var rows = database.Query(
                "SELECT kind, id, document FROM entities WHERE account = $1 ORDER BY rowid",
                static row => (Kind: row.GetString(0), Id: row.GetString(1), Document: JsonNode.Parse(row.GetString(2))!.AsObject()), declared.Id.ToString());
            return rows.Aggregate(declared, (account, row) => Add(account, declared, row.Kind, row.Id, row.Document));
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException or NullReferenceException)
        {
            throw new StateFolderException($"{file} is damaged: {e.Message} Delete it; what was made and changed through the IAM API is gone then.", e);
        }
    }

    /// <summary>Stores what differs between two moments of an account, all of it or nothing.</summary>
    public void Save(IamAccount declared, IamAccount old, IamAccount fresh) => database.Atomically(() =>
    {
        foreach (var kind in (ReadOnlySpan<IdentityKind>)[IdentityKind.User, IdentityKind.Group, IdentityKind.Role])
        {
            Save(declared.Id, Identity.WordOf(kind), old.Of(kind), fresh.Of(kind), static identity => identity.UniqueId, identity => DocumentOf(declared, identity));
        }

        Save(declared.Id, PolicyKindName, old.Policies, fresh.Policies, static policy => policy.UniqueId, policy => DocumentOf(declared, policy));
        if (old.Alias != fresh.Alias)
        {
            Write(declared.Id, AliasKindName, AliasKindName, fresh.Alias is { } alias ? new JsonObject { ["alias"] = alias } : null);
        }

        return 0;
    });

    public void Dispose() => database.Dispose();

    private void Save<T>(
        AccountId account,
        string kind,
        ImmutableSortedDictionary<string, T> old,
        ImmutableSortedDictionary<string, T> fresh,
        Func<T, string> id,
        Func<T, JsonObject?> document)
        where T : class
    {
        if (ReferenceEquals(old, fresh))
        {
            return;
        }

        var left = fresh.Values.Select(id).ToHashSet(StringComparer.Ordinal);
        foreach (var gone in old.Values.Select(id).Where(known => !left.Contains(known)))
        {
            Write(account, kind, gone, null);
        }

        var before = old.Values.ToDictionary(id, StringComparer.Ordinal);
        foreach (var item in fresh.Values.Where(item => !ReferenceEquals(before.GetValueOrDefault(id(item)), item)))
        {
            Write(account, kind, id(item), document(item));
        }
    }

    private void Write(AccountId account, string kind, string id, JsonObject? document)
    {
        if (document is null)
        {
            database.Execute("DELETE FROM entities WHERE account = $1 AND kind = $2 AND id = $3", account.ToString(), kind, id);
        }
        else
        {
            database.Execute(
                "INSERT INTO entities VALUES ($1, $2, $3, $4) ON CONFLICT (account, kind, id) DO UPDATE SET document = $4", account.ToString(), kind, id, document.ToJsonString());
        }
    }

    private static JsonObject? DocumentOf(IamAccount declared, Identity identity) =>
        DocumentOf(
            AccountDocuments.Of(identity),
            declared.Of(identity.Kind).Values.FirstOrDefault(known => known.UniqueId == identity.UniqueId) is { } known ? AccountDocuments.Of(known) : null);

    private static JsonObject? DocumentOf(IamAccount declared, CustomerPolicy policy) =>
        DocumentOf(
            AccountDocuments.Of(policy),
            declared.Policies.Values.FirstOrDefault(known => known.UniqueId == policy.UniqueId) is { } known ? AccountDocuments.Of(known) : null);

    /// <summary>Null when there is nothing to store: it is as the template has it.</summary>
    private static JsonObject? DocumentOf(JsonObject document, JsonObject? declared) =>
        declared is null ? document : MergePatch.Between(declared, document) is { Count: > 0 } patch ? patch : null;

    private IamAccount Add(IamAccount account, IamAccount declared, string kind, string id, JsonObject document)
    {
        switch (kind)
        {
            case AliasKindName:
                return account with { Alias = (string)document["alias"]! };
            case PolicyKindName:
                var template = declared.Policies.Values.FirstOrDefault(policy => policy.UniqueId == id);
                return Whole(account.Id, kind, id, document, template is null ? null : AccountDocuments.Of(template)) is { } policy
                    && (template is not null || !declared.Policies.ContainsKey((string)policy["name"]!))
                    ? account.With(AccountDocuments.Read(account.Id, policy, template))
                    : account;
            default:
                var of = kind switch
                {
                    "user" => IdentityKind.User,
                    "group" => IdentityKind.Group,
                    "role" => IdentityKind.Role,
                    _ => throw new FormatException($"'{kind}' is nothing that IAM has."),
                };
                var known = declared.Of(of).Values.FirstOrDefault(identity => identity.UniqueId == id);
                return Whole(account.Id, kind, id, document, known is null ? null : AccountDocuments.Of(known)) is { } whole
                    && (known is not null || !declared.Of(of).ContainsKey((string)whole["name"]!))
                    ? account.With(AccountDocuments.Read(of, whole, known))
                    : account;
        }
    }

    /// <summary>The document with what the template says; null, and forgotten, when it is about something that the template has no more.</summary>
    private JsonObject? Whole(AccountId account, string kind, string id, JsonObject document, JsonObject? declared)
    {
        if (declared is not null)
        {
            return MergePatch.Apply(declared, document);
        }

        if (document.ContainsKey("uniqueId"))
        {
            return document;
        }

        Write(account, kind, id, null);
        return null;
    }
}
