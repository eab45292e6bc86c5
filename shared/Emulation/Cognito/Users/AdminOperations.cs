using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Emulation.Cognito.Pools;
using Emulation.Cognito.Protocol;
using Emulation.Cognito.Triggers;

namespace Emulation.Cognito.Users;

/// <summary>What an administrator does to users. Amazon Cognito API Reference, the operations that begin with <c>Admin</c>.</summary>
internal sealed class AdminOperations(
    UserStore users, GroupStore groups, PoolDirectory directory, UserFinder finder, UserCreation creation, AttributeUpdates updates, NewPasswords newPasswords, Codes codes, Messenger messenger, TriggerRunner triggers, TimeProvider time)
{
    public IEnumerable<Operation> All =>
    [
        Operation.Signed("AdminCreateUser", CreateAsync),
        Operation.Signed("AdminGetUser", call => UserView.Described(UserOf(call).User)),
        Operation.Signed("AdminDeleteUser", Delete),
        Operation.Signed("AdminEnableUser", call => Change(call, static user => user with { Enabled = true })),
        Operation.Signed("AdminDisableUser", call => Change(call, user => user with { Enabled = false, SignedOutAt = time.GetUtcNow() })),
        Operation.Signed("AdminUserGlobalSignOut", call => Change(call, user => user with { SignedOutAt = time.GetUtcNow() })),
        Operation.Signed("AdminConfirmSignUp", ConfirmAsync),
        Operation.Signed("AdminSetUserPassword", SetPassword),
        Operation.Signed("AdminResetUserPassword", ResetPasswordAsync),
        Operation.Signed("AdminUpdateUserAttributes", UpdateAttributes),
        Operation.Signed("AdminDeleteUserAttributes", DeleteAttributes),
        Operation.Signed("AdminSetUserMFAPreference", SetMfa),
        Operation.Signed("AdminAddUserToGroup", AddToGroup),
        Operation.Signed("AdminRemoveUserFromGroup", RemoveFromGroup),
        Operation.Signed("AdminListGroupsForUser", ListGroups),
    ];

    /// <summary>A password that satisfies every policy: four kinds of characters, and as long as the policy asks.</summary>
    private static string NewTemporaryPassword(PasswordPolicy policy) =>
        RandomNumberGenerator.GetString("ABCDEFGHJKLMNPQRSTUVWXYZ", 2) + RandomNumberGenerator.GetString("abcdefghijkmnpqrstuvwxyz", 3) + RandomNumberGenerator.GetString("23456789", 2)
        + RandomNumberGenerator.GetString("!#%&*+-=?@", 1) + RandomNumberGenerator.GetString("abcdefghijkmnpqrstuvwxyz23456789", Math.Max(2, policy.MinimumLength - 8));

    private async Task<JsonObject> CreateAsync(CognitoCall call)
    {
        var pool = directory.PoolOf(call.Fields);
        var username = call.Fields.Required("Username", 1, 128);
        var metadata = call.Fields.Map("ClientMetadata");
        if (call.Fields.Choice("MessageAction", "RESEND", "SUPPRESS") == "RESEND")
        {
            return await ResendAsync(call, pool, username).ConfigureAwait(false);
        }

        var given = call.Fields.Text("TemporaryPassword", 1, 256);
        if (given is not null)
        {
            pool.PasswordPolicy.Check(given, PasswordPolicy.Created);
        }

        var attributes = AttributeUpdates.Read(call.Fields, "UserAttributes");
        var hasPasswords = pool.FirstFactors.Contains("PASSWORD");
        var password = given ?? (hasPasswords ? NewTemporaryPassword(pool.PasswordPolicy) : null);
        var subject = new TriggerSubject(pool, null, username);
        var user = await creation.CreateAsync(subject, username, password, attributes, AttributeUpdates.Read(call.Fields, "ValidationData"), metadata, call.Fields.Flag("ForceAliasCreation") ?? false, call.Cancellation).ConfigureAwait(false);
        if (call.Fields.Text("MessageAction") != "SUPPRESS" && password is not null)
        {
            await InviteAsync(call, subject with { Username = user.Username }, user, password).ConfigureAwait(false);
        }

        return new JsonObject { ["User"] = UserView.Listed(user) };
    }

    private async Task<JsonObject> ResendAsync(CognitoCall call, UserPool pool, string username)
    {
        var user = finder.Get(pool, username);
        if (user.Status != UserStatus.FORCE_CHANGE_PASSWORD)
        {
            throw new CognitoException("UnsupportedUserStateException", "Resend not possible. User status is not FORCE_CHANGE_PASSWORD");
        }

        var password = call.Fields.Text("TemporaryPassword", 1, 256) ?? NewTemporaryPassword(pool.PasswordPolicy);
        user = updates.Save(pool, newPasswords.WithTemporary(pool, user, password));
        await InviteAsync(call, new(pool, null, user.Username), user, password).ConfigureAwait(false);
        return new JsonObject { ["User"] = UserView.Listed(user) };
    }

    private async Task InviteAsync(CognitoCall call, TriggerSubject subject, CognitoUser user, string password)
    {
        var mediums = call.Fields.Texts("DesiredDeliveryMediums");
        foreach (var medium in mediums.IsEmpty ? ["SMS"] : mediums)
        {
            var attribute = medium == "EMAIL" ? "email" : "phone_number";
            if (user.Attribute(attribute) is { } destination)
            {
                await messenger.SendInvitationAsync(subject, user, attribute, destination, password, call.Fields.Map("ClientMetadata"), call.Cancellation).ConfigureAwait(false);
            }
        }
    }

    private JsonObject Delete(CognitoCall call)
    {
        var (pool, user) = UserOf(call);
        users.Delete(pool, user);
        return [];
    }

    private async Task<JsonObject> ConfirmAsync(CognitoCall call)
    {
        var (pool, user) = UserOf(call);
        if (user.Status != UserStatus.UNCONFIRMED)
        {
            throw Refusal.NotAuthorized($"User cannot be confirmed. Current status is {user.Status}");
        }

        user = updates.Save(pool, user with { Status = UserStatus.CONFIRMED });
        await triggers.RunAsync("PostConfirmation", "PostConfirmation_ConfirmSignUp", new(pool, null, user.Username), new JsonObject { ["userAttributes"] = TriggerRunner.AttributesOf(user), ["clientMetadata"] = TriggerRunner.Map(call.Fields.Map("ClientMetadata")) }, [], call.Cancellation).ConfigureAwait(false);
        return [];
    }

    private JsonObject SetPassword(CognitoCall call)
    {
        var (pool, user) = UserOf(call);
        var password = call.Fields.Required("Password", 1, 256);
        updates.Save(pool, call.Fields.Flag("Permanent") == true ? newPasswords.With(pool, user, password) : newPasswords.WithTemporary(pool, user, password));
        return [];
    }

    private async Task<JsonObject> ResetPasswordAsync(CognitoCall call)
    {
        var (pool, user) = UserOf(call);
        var attribute = Recovery.AttributeFor(pool, user) ?? throw Refusal.Invalid("Cannot reset password for the user as there is no registered/verified email or phone_number");
        var (pending, _) = await codes.SendAsync(new(pool, null, user.Username), user, CodePurpose.Reset, attribute, call.Fields.Map("ClientMetadata"), call.Cancellation).ConfigureAwait(false);
        updates.Save(pool, pending with { Status = UserStatus.RESET_REQUIRED, SignedOutAt = time.GetUtcNow() });
        return [];
    }

    private JsonObject UpdateAttributes(CognitoCall call)
    {
        var (pool, user) = UserOf(call);
        updates.Set(pool, user, AttributeUpdates.Read(call.Fields, "UserAttributes"));
        return [];
    }

    private JsonObject DeleteAttributes(CognitoCall call)
    {
        var (pool, user) = UserOf(call);
        updates.Remove(pool, user, call.Fields.Texts("UserAttributeNames"));
        return [];
    }

    private JsonObject SetMfa(CognitoCall call)
    {
        var (pool, user) = UserOf(call);
        updates.Save(pool, MfaPreference.Apply(pool, user, call.Fields));
        return [];
    }

    private JsonObject AddToGroup(CognitoCall call)
    {
        var (pool, user) = UserOf(call);
        groups.Add(pool.Id, GroupOf(call, pool), user.Username);
        return [];
    }

    /// <summary>Done, also when the user is not in the group or the group is not there.</summary>
    private JsonObject RemoveFromGroup(CognitoCall call)
    {
        var (pool, user) = UserOf(call);
        groups.Remove(pool.Id, call.Fields.Required("GroupName", 1, 128), user.Username);
        return [];
    }

    private JsonObject ListGroups(CognitoCall call)
    {
        var (pool, user) = UserOf(call);
        PageSize.Check(call.Fields);
        return WireJson.Page(call.Fields, "Groups", "Limit", "NextToken", [.. groups.GroupsOf(pool.Id, user.Username)], 60);
    }

    private string GroupOf(CognitoCall call, UserPool pool)
    {
        var name = call.Fields.Required("GroupName", 1, 128);
        return groups.Find(pool.Id, name) is not null ? name : throw Refusal.NotFound("Group not found.");
    }

    private JsonObject Change(CognitoCall call, Func<CognitoUser, CognitoUser> change)
    {
        // Whatever else goes on with the user: an administrator's word is not lost to it.
        users.Atomically(() =>
        {
            var (pool, user) = UserOf(call);
            return updates.Save(pool, change(user));
        });
        return [];
    }

    private (UserPool Pool, CognitoUser User) UserOf(CognitoCall call)
    {
        var pool = directory.PoolOf(call.Fields);
        return (pool, finder.Get(pool, call.Fields.Required("Username", 1, 128)));
    }
}
