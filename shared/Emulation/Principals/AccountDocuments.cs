using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Iam;

namespace Emulation.Principals;

/// <summary>
/// Identities and managed policies as JSON objects, which is how they are stored. Lists are objects too, so that a <see cref="MergePatch"/> of what the
/// API changed about something of a template still fits after the template has changed.
/// </summary>
internal static class AccountDocuments
{
    public static JsonObject Of(Identity identity)
    {
        var document = new JsonObject
        {
            ["name"] = identity.Name,
            ["path"] = identity.Path,
            ["uniqueId"] = identity.UniqueId,
            ["createdAt"] = Text(identity.CreatedAt),
            ["inline"] = Map(identity.Inline.DistinctBy(static policy => policy.Origin.Name), static policy => policy.Origin.Name, static policy => JsonValue.Create(policy.Json)),
            ["attached"] = Set(identity.Attached),
            ["tags"] = Map(identity.Tags.All, static tag => tag.Key, static tag => JsonValue.Create(tag.Value)),
        };
        SetText(document, "boundary", identity.Boundary);
        switch (identity)
        {
            case UserIdentity user:
                document["groups"] = Set(user.Groups);
                document["keys"] = Map(user.Keys, static key => key.Id, static key => new JsonObject { ["active"] = key.IsActive, ["createdAt"] = Text(key.CreatedAt) });
                break;
            case RoleIdentity role:
                document["trust"] = role.Trust.Json;
                document["maxSession"] = role.MaxSessionSeconds;
                SetText(document, "description", role.Description);
                if (role.LogicalId is null)
                {
                    // Of a template's role they are found anew at every start, as by a deployment.
                    document["trusted"] = Map(role.Trusted, static pair => pair.Key, static pair => JsonValue.Create(pair.Value));
                }

                break;
        }

        return document;
    }

    /// <summary>Reads an identity. What is as <paramref name="declared"/> has it stays that very object, with its place in the template.</summary>
    public static Identity Read(IdentityKind kind, JsonObject document, Identity? declared)
    {
        Identity identity = kind switch
        {
            IdentityKind.User => Head(document, declared as UserIdentity ?? new UserIdentity { Name = "", Path = "", UniqueId = "", CreatedAt = default }) with
            {
                Groups = Keys(document["groups"]),
                Keys = [.. Members(document["keys"]).Select(static pair => new UserKey(pair.Key, (bool)pair.Value!["active"]!, Date(pair.Value!["createdAt"])))],
            },
            IdentityKind.Group => Head(document, declared as GroupIdentity ?? new GroupIdentity { Name = "", Path = "", UniqueId = "", CreatedAt = default }),
            IdentityKind.Role => Role(document, declared as RoleIdentity),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "It is no user, group or role."),
        };
        return identity with
        {
            Inline =
            [
                .. Members(document["inline"]).Select(pair => declared?.InlineNamed(pair.Key) is { } same && same.Json == (string?)pair.Value
                    ? same
                    : Compile((string)pair.Value!, PolicyKind.Identity, pair.Key)),
            ],
            Attached = Keys(document["attached"]),
            Boundary = (string?)document["boundary"],
            Tags = TagList.Of(Members(document["tags"]).Select(static pair => (pair.Key, (string)pair.Value!))),
        };
    }

    public static JsonObject Of(CustomerPolicy policy)
    {
        var document = new JsonObject
        {
            ["name"] = policy.Name,
            ["path"] = policy.Path,
            ["uniqueId"] = policy.UniqueId,
            ["createdAt"] = Text(policy.CreatedAt),
            ["updatedAt"] = Text(policy.UpdatedAt),
            ["tags"] = Map(policy.Tags.All, static tag => tag.Key, static tag => JsonValue.Create(tag.Value)),
            ["versions"] = Map(
                policy.Versions, static version => version.Id,
                static version => new JsonObject { ["document"] = version.Document.Json, ["createdAt"] = Text(version.CreatedAt) }),
            ["default"] = policy.DefaultVersionId,
            ["next"] = policy.NextVersion,
        };
        SetText(document, "description", policy.Description);
        return document;
    }

    /// <summary>Reads a managed policy, as <see cref="Read(IdentityKind, JsonObject, Identity?)"/> does an identity.</summary>
    public static CustomerPolicy Read(AccountId account, JsonObject document, CustomerPolicy? declared)
    {
        var policy = new CustomerPolicy
        {
            LogicalId = declared?.LogicalId,
            Name = (string)document["name"]!,
            Path = (string)document["path"]!,
            UniqueId = (string)document["uniqueId"]!,
            Description = (string?)document["description"],
            CreatedAt = Date(document["createdAt"]),
            UpdatedAt = Date(document["updatedAt"]),
            Tags = TagList.Of(Members(document["tags"]).Select(static pair => (pair.Key, (string)pair.Value!))),
            Versions = [],
            DefaultVersionId = (string)document["default"]!,
            NextVersion = (int)document["next"]!,
        };
        var arn = policy.ArnIn(account);
        return policy with
        {
            Versions =
            [
                .. Members(document["versions"]).Select(pair => declared?.Versions
                    .FirstOrDefault(version => version.Id == pair.Key && version.Document.Json == (string?)pair.Value!["document"])
                    ?? new PolicyVersion(pair.Key, Compile((string)pair.Value!["document"]!, PolicyKind.Identity, policy.Name, arn), Date(pair.Value!["createdAt"]))),
            ],
        };
    }

    private static T Head<T>(JsonObject document, T identity)
        where T : Identity => identity with
        {
            Name = (string)document["name"]!,
            Path = (string)document["path"]!,
            UniqueId = (string)document["uniqueId"]!,
            CreatedAt = Date(document["createdAt"]),
        };

    private static RoleIdentity Role(JsonObject document, RoleIdentity? declared)
    {
        var trust = (string)document["trust"]!;
        var policy = declared is not null && declared.Trust.Json == trust ? declared.Trust : Compile(trust, PolicyKind.Trust, $"{document["name"]}.AssumeRolePolicyDocument");
        return Head(document, declared ?? new RoleIdentity { Name = "", Path = "", UniqueId = "", CreatedAt = default, Trust = policy }) with
        {
            Trust = policy,
            Trusted = Members(document["trusted"]).ToImmutableSortedDictionary(static pair => pair.Key, static pair => (string)pair.Value!, StringComparer.Ordinal),
            Description = (string?)document["description"],
            MaxSessionSeconds = (int)document["maxSession"]!,
        };
    }

    /// <exception cref="FormatException">The document is none that was ever accepted.</exception>
    private static Policy Compile(string json, PolicyKind kind, string name, string? arn = null)
    {
        var result = Policy.Parse(json, kind, new PolicyOrigin(name, arn), new PolicyParseOptions { Stored = true });
        return result.Policy ?? throw new FormatException($"The policy {name} cannot be read: {result.Errors[0].Message}");
    }

    private static JsonObject Map<T>(IEnumerable<T> items, Func<T, string> key, Func<T, JsonNode?> value) => new(items.Select(item => KeyValuePair.Create(key(item), value(item))));

    private static JsonObject Set(IEnumerable<string> items) => Map(items, static item => item, static _ => JsonValue.Create(true));

    private static ImmutableArray<string> Keys(JsonNode? set) => [.. Members(set).Select(static pair => pair.Key)];

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Members(JsonNode? map) => map as JsonObject ?? [];

    private static void SetText(JsonObject document, string name, string? value)
    {
        if (value is not null)
        {
            document[name] = value;
        }
    }

    private static string Text(DateTimeOffset date) => date.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    private static DateTimeOffset Date(JsonNode? text) => DateTimeOffset.Parse((string)text!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
