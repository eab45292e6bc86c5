using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Emulation.Cognito.Pools;
using Emulation.Cognito.Protocol;
using Emulation.Cognito.Storage;
using Emulation.Cognito.Triggers;

namespace Emulation.Cognito.Users;

/// <summary>Changes attributes, and has new addresses verified. Amazon Cognito Developer Guide, "Working with user attributes", "Verifying updates to email addresses and phone numbers".</summary>
internal sealed class AttributeUpdates(CognitoStore store, UserFinder finder, Codes codes, TimeProvider time)
{
    /// <summary>Reads a list of names and values.</summary>
    public static ImmutableDictionary<string, string> Read(Fields request, string list) =>
        request.Items(list).Aggregate(ImmutableDictionary.Create<string, string>(StringComparer.Ordinal), static (map, one) => map.SetItem(one.Required("Name", 1, 32), one.Text("Value", 0, 2048) ?? ""));

    /// <exception cref="CognitoException">Users may not set one of these attributes through this client.</exception>
    public static void CheckWritable(UserPoolClient client, IEnumerable<string> names)
    {
        if (names.FirstOrDefault(name => !client.MayWrite(name)) is { } name)
        {
            throw Refusal.NotAuthorized($"A client attempted to write unauthorized attribute: {name}");
        }
    }

    /// <summary>What an administrator sets counts at once.</summary>
    public CognitoUser Set(UserPool pool, CognitoUser user, ImmutableDictionary<string, string> values) => Save(pool, With(pool, user, values, verifiedOnly: true));

    /// <summary>The user with other attributes; a new address is not verified, unless that is set with it.</summary>
    /// <exception cref="CognitoException">A value does not fit the schema, cannot be changed, or is somebody else's.</exception>
    public CognitoUser With(UserPool pool, CognitoUser user, ImmutableDictionary<string, string> values, bool verifiedOnly)
    {
        Check(pool, user, values);
        finder.CheckFree(pool, values, user.Username, verifiedOnly);
        var attributes = user.Attributes;
        foreach (var (name, value) in values)
        {
            attributes = value.Length == 0 ? attributes.Remove(name) : attributes.SetItem(name, value);
            if (name is "email" or "phone_number" && !values.ContainsKey($"{name}_verified") && user.Attribute(name) != value)
            {
                attributes = attributes.SetItem($"{name}_verified", "false");
            }
        }

        return user with { Attributes = attributes };
    }

    /// <summary>What users set themselves: addresses are to be verified, and may count only then.</summary>
    /// <returns>The deliveries of codes.</returns>
    public async Task<JsonArray> SetOwnAsync(TriggerSubject subject, UserPoolClient client, CognitoUser user, ImmutableDictionary<string, string> values, ImmutableDictionary<string, string> metadata, CancellationToken cancellation)
    {
        CheckWritable(client, values.Keys);
        var pool = subject.Pool;
        Check(pool, user, values);
        finder.CheckFree(pool, values, user.Username, verifiedOnly: false);
        var deliveries = new JsonArray();
        var changed = user;
        foreach (var (name, value) in values)
        {
            var isNewAddress = name is "email" or "phone_number" && value.Length > 0 && user.Attribute(name) != value;
            if (isNewAddress && pool.AutoVerifiedAttributes.Contains(name))
            {
                var (pending, delivery) = await codes.SendAsync(subject, changed, CodePurpose.Update(name), name, metadata, cancellation, value).ConfigureAwait(false);
                changed = pending;
                deliveries.Add((JsonNode)delivery);
                if (pool.VerifiedBeforeUpdate.Contains(name))
                {
                    continue;
                }
            }

            changed = changed with { Attributes = value.Length == 0 ? changed.Attributes.Remove(name) : changed.Attributes.SetItem(name, value) };
            changed = isNewAddress ? changed with { Attributes = changed.Attributes.SetItem($"{name}_verified", "false") } : changed;
        }

        Save(pool, changed);
        return deliveries;
    }

    public CognitoUser Remove(UserPool pool, CognitoUser user, ImmutableArray<string> names)
    {
        foreach (var name in names.Where(name => pool.Schema.Find(name) is null or { Required: true } or { Mutable: false }))
        {
            throw Refusal.Invalid($"Cannot delete the attribute {name}: it is required, cannot be changed, or is not in the schema.");
        }

        return Save(pool, user with { Attributes = user.Attributes.RemoveRange(names.SelectMany(static name => name is "email" or "phone_number" ? [name, $"{name}_verified"] : (string[])[name])) });
    }

    /// <summary>The address is the user's: the code that was sent there has come back.</summary>
    public CognitoUser Verified(UserPool pool, CognitoUser user, string attribute, PendingCode pending, string codeName)
    {
        var value = pending.Value ?? user.Attribute(attribute);
        if (value is null || (pool.IsSignInAttribute(attribute) && finder.OwnerOf(pool, attribute, value, user.Username) is not null))
        {
            throw new CognitoException("AliasExistsException", $"An account with the {attribute} already exists.");
        }

        return Save(pool, user with { Attributes = user.Attributes.SetItem(attribute, value).SetItem($"{attribute}_verified", "true"), Codes = user.Codes.Remove(codeName) });
    }

    public CognitoUser Save(UserPool pool, CognitoUser user) => store.Save(pool, user with { ModifiedAt = time.GetUtcNow() });

    private static void Check(UserPool pool, CognitoUser user, ImmutableDictionary<string, string> values)
    {
        pool.Schema.Check(values.Where(static v => v.Value.Length > 0).ToImmutableDictionary());
        if (values.FirstOrDefault(v => v.Value.Length == 0 && pool.Schema.Find(v.Key) is { Required: true }).Key is { } needed)
        {
            throw Refusal.Invalid($"Attributes did not conform to the schema: {needed}: The attribute {needed} is required");
        }

        if (values.Keys.FirstOrDefault(name => pool.Schema.Find(name) is { Mutable: false } && user.Attribute(name) is not null) is { } fixedName)
        {
            throw Refusal.Invalid($"user.{fixedName}: Attribute cannot be updated.");
        }
    }
}
