using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Emulation.Cognito.Messages;
using Emulation.Cognito.Pools;
using Emulation.Cognito.Protocol;
using Emulation.Cognito.Triggers;

namespace Emulation.Cognito.Users;

/// <summary>
/// Changes attributes, and has new addresses verified. Amazon Cognito Developer Guide, "Working with user attributes", "Verifying updates to email addresses and
/// phone numbers".
/// </summary>
internal sealed class AttributeUpdates(UserDirectory users, UserFinder finder, Codes codes)
{
    /// <summary>Reads a list of names and values.</summary>
    public static ImmutableDictionary<string, string> Read(Fields request, string list) =>
        request.Items(list).Aggregate(
            ImmutableDictionary.Create<string, string>(StringComparer.Ordinal),
            static (map, one) => map.SetItem(one.Required("Name", 1, 32), one.Text("Value", 0, 2048) ?? ""));

    /// <exception cref="CognitoException">Users may not set one of these attributes through this client.</exception>
    public static void CheckWritable(UserPoolClient client, IEnumerable<string> names)
    {
        if (!names.All(client.MayWrite))
        {
            throw Refusal.NotAuthorized("A client attempted to write unauthorized attribute");
        }
    }

    /// <summary>Checks what users want to change themselves: first what nobody may set, then the schema, then what their client may write.</summary>
    /// <exception cref="CognitoException">It cannot be changed so, or not through this client.</exception>
    public static void CheckOwn(UserPool pool, UserPoolClient client, CognitoUser user, ImmutableDictionary<string, string> values)
    {
        AttributeSchema.CheckSettable(values.Keys, byUser: true);
        Check(pool, user, values);
        CheckWritable(client, values.Keys);
    }

    /// <summary>What an administrator sets counts at once.</summary>
    public CognitoUser Set(UserPool pool, CognitoUser user, ImmutableDictionary<string, string> values) => users.Save(pool, With(pool, user, values, verifiedOnly: true));

    /// <summary>The user with other attributes; a new address is not verified, unless that is set with it.</summary>
    /// <exception cref="CognitoException">A value does not fit the schema, cannot be changed, or is somebody else's.</exception>
    public CognitoUser With(UserPool pool, CognitoUser user, ImmutableDictionary<string, string> values, bool verifiedOnly)
    {
        Check(pool, user, values);
        finder.CheckFree(pool, values, user.Username, verifiedOnly);
        var attributes = user.Attributes;
        foreach (var (name, value) in values)
        {
            attributes = value.Length == 0 ? Without(attributes, name) : attributes.SetItem(name, value);
            if (name is "email" or "phone_number" && value.Length > 0 && !values.ContainsKey($"{name}_verified") && user.Attribute(name) != value)
            {
                attributes = attributes.SetItem($"{name}_verified", "false");
            }
        }

        return user with { Attributes = attributes };
    }

    /// <summary>What users set themselves: addresses are to be verified, and may count only then.</summary>
    /// <returns>The deliveries of codes.</returns>
    public async Task<JsonArray> SetOwnAsync(
        TriggerSubject subject,
        UserPoolClient client,
        CognitoUser user,
        ImmutableDictionary<string, string> values,
        ImmutableDictionary<string, string> metadata,
        CancellationToken cancellation)
    {
        var pool = subject.Pool;
        CheckOwn(pool, client, user, values);
        finder.CheckFree(pool, values, user.Username, verifiedOnly: false);
        var deliveries = new JsonArray();
        var changed = user;
        foreach (var (name, value) in values)
        {
            var isNewAddress = name is "email" or "phone_number" && value.Length > 0 && user.Attribute(name) != value;
            if (isNewAddress && user.Status == UserStatus.EXTERNAL_PROVIDER)
            {
                // No code shows whose it is: it stays unverified, or is not taken at all.
                if (pool.VerifiedBeforeUpdate.Contains(name))
                {
                    throw Refusal.VerifiedByProvider;
                }
            }
            else if (isNewAddress && pool.AutoVerifiedAttributes.Contains(name))
            {
                var (pending, delivery) = await codes.SendAsync(subject, changed, CodePurpose.Update(name), name, metadata, cancellation, value).ConfigureAwait(false);
                changed = pending;
                deliveries.Add((JsonNode)delivery);
                if (pool.VerifiedBeforeUpdate.Contains(name))
                {
                    continue;
                }
            }

            changed = changed with { Attributes = value.Length == 0 ? Without(changed.Attributes, name) : changed.Attributes.SetItem(name, value) };
            changed = isNewAddress ? changed with { Attributes = changed.Attributes.SetItem($"{name}_verified", "false") } : changed;
        }

        users.Save(pool, changed);
        return deliveries;
    }

    /// <summary>What an administrator takes away.</summary>
    public CognitoUser Remove(UserPool pool, CognitoUser user, ImmutableArray<string> names)
    {
        AttributeSchema.CheckSettable(names, byUser: false);
        pool.Schema.CheckRemovable(names);
        return users.Save(pool, user with { Attributes = names.Aggregate(user.Attributes, Without) });
    }

    /// <summary>What users take away themselves: to take away is to write.</summary>
    public CognitoUser RemoveOwn(UserPool pool, UserPoolClient client, CognitoUser user, ImmutableArray<string> names)
    {
        AttributeSchema.CheckSettable(names, byUser: true);
        pool.Schema.CheckRemovable(names);
        CheckWritable(client, names);
        return Remove(pool, user, names);
    }

    /// <summary>The user with an address that is theirs: the code that was sent there has come back.</summary>
    public CognitoUser Verified(UserPool pool, CognitoUser user, string attribute, PendingCode pending, string codeName)
    {
        var value = pending.Value ?? user.Attribute(attribute);
        if (value is null || (pool.IsSignInAttribute(attribute) && finder.OwnerOf(pool, attribute, value, user.Username) is not null))
        {
            throw new CognitoException("AliasExistsException", $"An account with the {attribute} already exists.");
        }

        return user with { Attributes = user.Attributes.SetItem(attribute, value).SetItem($"{attribute}_verified", "true"), Codes = user.Codes.Remove(codeName) };
    }

    private static void Check(UserPool pool, CognitoUser user, ImmutableDictionary<string, string> values) =>
        pool.Schema.CheckChange(name => user.Attribute(name) is not null, values);

    /// <summary>An address takes its flag along.</summary>
    private static ImmutableSortedDictionary<string, string> Without(ImmutableSortedDictionary<string, string> attributes, string name) =>
        name is "email" or "phone_number" ? attributes.Remove(name).Remove($"{name}_verified") : attributes.Remove(name);
}
