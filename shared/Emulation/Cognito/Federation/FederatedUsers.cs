using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Emulation.Cognito.Groups;
using Emulation.Cognito.Pools;
using Emulation.Cognito.Protocol;
using Emulation.Cognito.Triggers;
using Emulation.Cognito.Users;
using Emulation.State;

namespace Emulation.Cognito.Federation;

/// <summary>
/// The users of a pool whom providers vouch for: made when they first come, with what the provider says; brought up to date each time. Amazon Cognito Developer Guide, "User pool
/// sign-in with third party identity providers" and "Customizing user pool workflows with Lambda triggers".
/// </summary>
internal sealed class FederatedUsers(UserStore users, UserFinder finder, GroupStore groups, TriggerRunner triggers, IdSource ids, TimeProvider time)
{
    /// <summary>The user of somebody who has come by a provider.</summary>
    /// <exception cref="FederationException">They may not come in, or lack something.</exception>
    public async Task<CognitoUser> ComeInAsync(ExternalProvider provider, ExternalUser person, UserPool pool, UserPoolClient client, CancellationToken cancellation)
    {
        try
        {
            var name = $"{provider.Name}_{person.UserId}";
            var claims = await ClaimsAsync(provider, person, new TriggerSubject(pool, client.Id, pool.Fold(name)), cancellation).ConfigureAwait(false);
            var attributes = MappedAttributes.Of(provider, claims, pool, client);
            return users.ByIdentity(pool.Id, provider.Name, person.UserId) is { } known
                ? await RefreshAsync(known, attributes, new TriggerSubject(pool, client.Id, known.Username), cancellation).ConfigureAwait(false)
                : await MakeAsync(name, provider, person, attributes, new TriggerSubject(pool, client.Id, pool.Fold(name)), cancellation).ConfigureAwait(false);
        }
        catch (CognitoException e)
        {
            // Cognito's own words, with a space behind: "PreSignUp failed with error Not you. ".
            throw new FederationException($"{e.Message} ", e.Reason ?? e.Message);
        }
    }

    /// <summary>What the function for those who come from outside makes of the claims: nothing, or all of them anew. "Inbound federation Lambda trigger".</summary>
    private async Task<IReadOnlyDictionary<string, string>> ClaimsAsync(ExternalProvider provider, ExternalUser person, TriggerSubject subject, CancellationToken cancellation)
    {
        var answer = await triggers.RunAsync(
            "InboundFederation",
            "InboundFederation_ExternalProvider",
            subject,
            new JsonObject { ["providerName"] = provider.Name, ["providerType"] = provider.Kind.Type, ["attributes"] = person.Received.DeepClone() },
            new JsonObject { ["userAttributesToMap"] = new JsonObject() },
            cancellation).ConfigureAwait(false);
        return answer?["userAttributesToMap"] is JsonObject { Count: > 0 } given
            ? given.Where(static one => one.Value is not null).ToImmutableDictionary(static one => one.Key, static one => one.Value!.ToString(), StringComparer.Ordinal)
            : person.Claims;
    }

    private async Task<CognitoUser> MakeAsync(
        string name, ExternalProvider provider, ExternalUser person, ImmutableDictionary<string, string> mapped, TriggerSubject subject, CancellationToken cancellation)
    {
        var pool = subject.Pool;
        var attributes = mapped.RemoveRange(mapped.Where(static one => one.Value.Length == 0).Select(static one => one.Key));
        MappedAttributes.CheckRequired(pool, attributes);
        if (users.ByName(pool, name) is { } taken)
        {
            // The provider says the name in another case than the first time.
            if (provider.IsSaml && taken.Status == UserStatus.EXTERNAL_PROVIDER)
            {
                throw new FederationException(
                    "Invalid ProviderName/Username combination. Please check again ", $"{pool.Fold(name)} came by {provider.Name} with a NameID that is spelled otherwise.");
            }

            throw new FederationException("User already exists with provider user id", $"A user of the pool is called {pool.Fold(name)}, and did not come by {provider.Name}.");
        }

        pool.Schema.CheckNew(attributes);
        var now = time.GetUtcNow();
        var identity = new LinkedIdentity(person.UserId, provider.Name, provider.Kind.Type, person.Issuer, Primary: true, now.ToUnixTimeMilliseconds());
        var draft = new CognitoUser
        {
            PoolId = pool.Id,
            Username = pool.Fold(name),
            Sub = ids.Uuid(),
            Status = UserStatus.EXTERNAL_PROVIDER,
            Attributes = WithFlags(attributes).SetItem(LinkedIdentity.Attribute, LinkedIdentity.Write([identity])).ToImmutableSortedDictionary(StringComparer.Ordinal),
            CreatedAt = now,
            ModifiedAt = now,
        };
        await triggers.RunAsync(
            "PreSignUp",
            "PreSignUp_ExternalProvider",
            subject,
            new JsonObject
            {
                ["userAttributes"] = TriggerRunner.Map(WithFlags(attributes).SetItem("cognito:email_alias", "").SetItem("cognito:phone_number_alias", "")),
                ["validationData"] = new JsonObject(),
            },
            new JsonObject { ["autoConfirmUser"] = false, ["autoVerifyEmail"] = false, ["autoVerifyPhone"] = false },
            cancellation).ConfigureAwait(false);
        var user = users.Atomically(() => Insert(pool, provider, person, draft));
        await triggers.RunAsync(
            "PostConfirmation",
            "PostConfirmation_ConfirmSignUp",
            subject,
            new JsonObject { ["userAttributes"] = TriggerRunner.AttributesOf(user) },
            [],
            cancellation).ConfigureAwait(false);
        return user;
    }

    /// <summary>Of two browsers of one person that come at once, the second finds the user whom the first has made.</summary>
    private CognitoUser Insert(UserPool pool, ExternalProvider provider, ExternalUser person, CognitoUser draft)
    {
        if (users.ByIdentity(pool.Id, provider.Name, person.UserId) is { } made)
        {
            return made;
        }

        finder.CheckFree(pool, draft.Attributes, null, verifiedOnly: true);
        var user = users.Save(pool, draft);
        groups.Add(pool.Id, $"{pool.Id}_{provider.Name}", user.Username);
        return user;
    }

    private async Task<CognitoUser> RefreshAsync(CognitoUser user, ImmutableDictionary<string, string> mapped, TriggerSubject subject, CancellationToken cancellation)
    {
        if (!user.Enabled)
        {
            throw new FederationException("User is not enabled");
        }

        await triggers.RunAsync(
            "PreAuthentication",
            "PreAuthentication_Authentication",
            subject,
            new JsonObject { ["userAttributes"] = TriggerRunner.AttributesOf(user), ["validationData"] = new JsonObject(), ["userNotFound"] = false },
            [],
            cancellation).ConfigureAwait(false);

        // The function took its time: what goes on is the user as they are now.
        user = users.BySub(user.PoolId, user.Sub) ?? throw new FederationException("User does not exist.");
        user = Updated(subject.Pool, user, mapped);
        await triggers.RunAsync(
            "PostAuthentication",
            "PostAuthentication_Authentication",
            subject,
            new JsonObject { ["userAttributes"] = TriggerRunner.AttributesOf(user), ["newDeviceUsed"] = false },
            [],
            cancellation).ConfigureAwait(false);
        return user;
    }

    /// <summary>Only what differs is written, so that an attribute that nobody may change may be said again.</summary>
    private CognitoUser Updated(UserPool pool, CognitoUser user, ImmutableDictionary<string, string> mapped)
    {
        var changed = mapped.Where(one => (user.Attribute(one.Key) ?? "") != one.Value).ToImmutableDictionary(StringComparer.Ordinal);
        if (changed.IsEmpty)
        {
            return user;
        }

        pool.Schema.CheckChange(name => user.Attribute(name) is not null, changed);
        var attributes = changed.Aggregate(user.Attributes, static (all, one) => one.Value.Length == 0 ? all.Remove(one.Key) : all.SetItem(one.Key, one.Value));
        foreach (var address in (ReadOnlySpan<string>)["email", "phone_number"])
        {
            // Another address is nobody's until the provider says so.
            attributes = changed.ContainsKey(address) && !mapped.ContainsKey($"{address}_verified") ? attributes.SetItem($"{address}_verified", "false") : attributes;
        }

        finder.CheckFree(pool, attributes, user.Username, verifiedOnly: true);
        return users.Save(pool, user with { Attributes = attributes, ModifiedAt = time.GetUtcNow() });
    }

    /// <summary>An address that the provider does not vouch for is not verified.</summary>
    private static ImmutableDictionary<string, string> WithFlags(ImmutableDictionary<string, string> attributes) =>
        ((string[])["email", "phone_number"]).Where(name => attributes.ContainsKey(name) && !attributes.ContainsKey($"{name}_verified"))
            .Aggregate(attributes, static (all, name) => all.Add($"{name}_verified", "false"));
}
