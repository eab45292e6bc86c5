using System.Text.Json.Nodes;
using Emulation.Cognito.Pools;
using Emulation.Cognito.Protocol;
using Emulation.Cognito.SignIn;
using Emulation.Cognito.Storage;
using Emulation.Cognito.Triggers;

namespace Emulation.Cognito.Users;

/// <summary>ForgotPassword and ConfirmForgotPassword. Amazon Cognito Developer Guide, "Recovering user accounts".</summary>
internal sealed class Recovery(PoolDirectory directory, CognitoStore store, UserFinder finder, UserCreation creation, Codes codes, NewPasswords newPasswords, AttributeUpdates updates, TriggerRunner triggers, Lockout lockout)
{
    public IEnumerable<Operation> All =>
    [
        Operation.Open("ForgotPassword", ForgotAsync),
        Operation.Open("ConfirmForgotPassword", ConfirmAsync),
    ];

    /// <summary>Where a user's code goes: the pool's first choice that the user has verified; null when there is none.</summary>
    public static string? AttributeFor(UserPool pool, CognitoUser user) => pool.RecoveryAttributes
        .Select(static name => name switch { "verified_email" => "email", "verified_phone_number" => "phone_number", _ => null })
        .FirstOrDefault(attribute => attribute is not null && user.IsVerified(attribute));

    private async Task<JsonObject> ForgotAsync(CognitoCall call)
    {
        var (pool, client) = directory.Of(call.Fields);
        var username = call.Fields.Required("Username", 1, 128);
        client.CheckSecretHash(username, call.Fields.Text("SecretHash"));
        if (!lockout.TryBegin($"{pool.Id}/{pool.Fold(username)}/forgot"))
        {
            throw Refusal.LimitExceeded;
        }

        var signIn = call.SignIn(pool, client, "AuthParameters");
        var user = finder.Find(pool, username) ?? await creation.MigrateAsync(signIn, "UserMigration_ForgotPassword", username, "", call.Cancellation).ConfigureAwait(false);
        if (user is null)
        {
            // The same answer as for a user who is there.
            return client.HidesUsers ? new JsonObject { ["CodeDeliveryDetails"] = Messenger.Delivery("email", username.Contains('@', StringComparison.Ordinal) ? username : $"{username}@e") } : throw Refusal.CombinationNotFound;
        }

        if (!user.Enabled)
        {
            throw Refusal.UserIsDisabled;
        }

        if (AttributeFor(pool, user) is not { } attribute)
        {
            throw client.HidesUsers ? Refusal.WrongPassword : Refusal.Invalid("Cannot reset password for the user as there is no registered/verified email or phone_number");
        }

        var (pending, delivery) = await codes.SendAsync(new(pool, client.Id, user.Username), user, CodePurpose.Reset, attribute, call.Fields.Map("ClientMetadata"), call.Cancellation).ConfigureAwait(false);
        updates.Save(pool, pending);
        return new JsonObject { ["CodeDeliveryDetails"] = delivery };
    }

    private async Task<JsonObject> ConfirmAsync(CognitoCall call)
    {
        var (pool, client) = directory.Of(call.Fields);
        var username = call.Fields.Required("Username", 1, 128);
        client.CheckSecretHash(username, call.Fields.Text("SecretHash"));
        var code = call.Fields.Required("ConfirmationCode", 1, 2048);
        var password = call.Fields.Required("Password", 1, 256);
        pool.PasswordPolicy.Check(password);
        var user = finder.Find(pool, username) ?? throw (client.HidesUsers ? Refusal.CodeMismatch : Refusal.CombinationNotFound);
        codes.Check(user, CodePurpose.Reset, code);
        user = store.Atomically(() =>
        {
            var present = finder.Get(pool, user.Username);
            return present.Codes.ContainsKey(CodePurpose.Reset.Name)
                ? updates.Save(pool, newPasswords.With(pool, present, password) with { Codes = present.Codes.Remove(CodePurpose.Reset.Name) })
                : throw Refusal.ExpiredCode;
        });
        lockout.Succeed($"{pool.Id}/{pool.Fold(username)}/forgot");
        await triggers.RunAsync(
            "PostConfirmation", "PostConfirmation_ConfirmForgotPassword", new(pool, client.Id, user.Username), new JsonObject { ["userAttributes"] = TriggerRunner.AttributesOf(user), ["clientMetadata"] = TriggerRunner.Map(call.Fields.Map("ClientMetadata")) }, [], call.Cancellation).ConfigureAwait(false);
        return [];
    }
}
