using System.Text.Json.Nodes;
using Emulation.Cognito.Messages;
using Emulation.Cognito.Protocol;
using Emulation.Cognito.Triggers;

namespace Emulation.Cognito.Users;

/// <summary>What an administrator does to users. Amazon Cognito API Reference, the operations that begin with <c>Admin</c>.</summary>
internal sealed class AdminOperations(UserDirectory users, AttributeUpdates updates, NewPasswords newPasswords, Codes codes, TriggerRunner triggers)
{
    public IEnumerable<Operation> All =>
    [
        Operation.Signed("AdminGetUser", call => UserView.Described(users.Of(call).User)),
        Operation.Signed("AdminDeleteUser", Delete),
        Operation.Signed("AdminEnableUser", call => Change(call, static user => user with { Enabled = true })),
        Operation.Signed("AdminDisableUser", call => Change(call, user => users.SignedOut(user) with { Enabled = false })),
        Operation.Signed("AdminUserGlobalSignOut", call => Change(call, users.SignedOut)),
        Operation.Signed("AdminConfirmSignUp", ConfirmAsync),
        Operation.Signed("AdminSetUserPassword", SetPassword),
        Operation.Signed("AdminResetUserPassword", ResetPasswordAsync),
        Operation.Signed("AdminUpdateUserAttributes", UpdateAttributes),
        Operation.Signed("AdminDeleteUserAttributes", DeleteAttributes),
        Operation.Signed("AdminSetUserMFAPreference", SetMfa),
    ];

    private JsonObject Delete(CognitoCall call)
    {
        var (pool, user) = users.Of(call);
        users.Delete(pool, user);
        return [];
    }

    private async Task<JsonObject> ConfirmAsync(CognitoCall call)
    {
        var (pool, user) = users.Of(call);
        if (user.Status != UserStatus.UNCONFIRMED)
        {
            throw Refusal.NotAuthorized($"User cannot be confirmed. Current status is {user.Status}");
        }

        user = users.Save(pool, user with { Status = UserStatus.CONFIRMED });
        await triggers.TellConfirmedAsync("PostConfirmation_ConfirmSignUp", new(pool, null, user.Username), user, call).ConfigureAwait(false);
        return [];
    }

    private JsonObject SetPassword(CognitoCall call)
    {
        var (pool, user) = users.Of(call);
        var password = call.Fields.Required("Password", 1, 256);
        users.Save(pool, call.Fields.Flag("Permanent") == true ? newPasswords.With(pool, user, password) : newPasswords.WithTemporary(pool, user, password));
        return [];
    }

    private async Task<JsonObject> ResetPasswordAsync(CognitoCall call)
    {
        var (pool, user) = users.Of(call);
        if (user.Status == UserStatus.EXTERNAL_PROVIDER)
        {
            throw Refusal.CannotBeReset;
        }

        var attribute = Recovery.AttributeFor(pool, user) ?? throw Refusal.Invalid("Cannot reset password for the user as there is no registered/verified email or phone_number");
        var (pending, _) = await codes.SendAsync(
            new(pool, null, user.Username), user, CodePurpose.Reset, attribute, call.Fields.Map("ClientMetadata"),
            call.Cancellation).ConfigureAwait(false);
        users.Save(pool, users.SignedOut(pending) with { Status = UserStatus.RESET_REQUIRED });
        return [];
    }

    private JsonObject UpdateAttributes(CognitoCall call)
    {
        var (pool, user) = users.Of(call);
        updates.Set(pool, user, AttributeUpdates.Read(call.Fields, "UserAttributes"));
        return [];
    }

    private JsonObject DeleteAttributes(CognitoCall call)
    {
        var (pool, user) = users.Of(call);
        updates.Remove(pool, user, call.Fields.Texts("UserAttributeNames"));
        return [];
    }

    private JsonObject SetMfa(CognitoCall call)
    {
        var (pool, user) = users.Of(call);
        users.Save(pool, MfaPreference.Apply(pool, user, call.Fields));
        return [];
    }

    private JsonObject Change(CognitoCall call, Func<CognitoUser, CognitoUser> change)
    {
        var (pool, user) = users.Of(call);
        users.Change(pool, user.Username, change);
        return [];
    }
}
