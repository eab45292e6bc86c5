using System.Text.Json.Nodes;
using Emulation.Cognito.Messages;
using Emulation.Cognito.Pools;
using Emulation.Cognito.Protocol;
using Emulation.Cognito.Triggers;
using Emulation.State;

namespace Emulation.Cognito.Users;

/// <summary>AdminCreateUser: makes and invites users, or invites them again. Amazon Cognito API Reference, AdminCreateUser.</summary>
internal sealed class AdminCreation(PoolDirectory pools, UserDirectory users, UserCreation creation, NewPasswords newPasswords, Messenger messenger, IdSource ids)
{
    public IEnumerable<Operation> All => [Operation.Signed("AdminCreateUser", CreateAsync)];

    private async Task<JsonObject> CreateAsync(CognitoCall call)
    {
        var pool = pools.PoolOf(call.Fields);
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
        var user = await creation.CreateAsync(
            subject, username, password, attributes, AttributeUpdates.Read(call.Fields, "ValidationData"), metadata,
            call.Fields.Flag("ForceAliasCreation") ?? false, call.Cancellation).ConfigureAwait(false);
        if (call.Fields.Text("MessageAction") != "SUPPRESS" && password is not null)
        {
            await InviteAsync(call, subject with { Username = user.Username }, user, password).ConfigureAwait(false);
        }

        return new JsonObject { ["User"] = UserView.Listed(user) };
    }

    private async Task<JsonObject> ResendAsync(CognitoCall call, UserPool pool, string username)
    {
        var user = users.Get(pool, username);
        if (user.Status != UserStatus.FORCE_CHANGE_PASSWORD)
        {
            throw new CognitoException("UnsupportedUserStateException", "Resend not possible. User status is not FORCE_CHANGE_PASSWORD");
        }

        var password = call.Fields.Text("TemporaryPassword", 1, 256) ?? NewTemporaryPassword(pool.PasswordPolicy);
        user = users.Save(pool, newPasswords.WithTemporary(pool, user, password));
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
                var message = new UserMessage
                {
                    Subject = subject, User = user, Source = UserMessage.Invitation, Attribute = attribute, Destination = destination,
                    Code = password, Metadata = call.Fields.Map("ClientMetadata"),
                };
                await messenger.SendInvitationAsync(message, call.Cancellation).ConfigureAwait(false);
            }
        }
    }

    /// <summary>A password that satisfies every policy: four kinds of characters, and as long as the policy asks.</summary>
    private string NewTemporaryPassword(PasswordPolicy policy) =>
        ids.Text("ABCDEFGHJKLMNPQRSTUVWXYZ", 2) + ids.Text("abcdefghijkmnpqrstuvwxyz", 3) + ids.Text("23456789", 2)
        + ids.Text("!#%&*+-=?@", 1) + ids.Text("abcdefghijkmnpqrstuvwxyz23456789", Math.Max(2, policy.MinimumLength - 8));
}
