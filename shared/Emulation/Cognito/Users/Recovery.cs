using System.Text.Json.Nodes;
using Emulation.Cognito.Messages;
using Emulation.Cognito.Pools;
using Emulation.Cognito.Protocol;
using Emulation.Cognito.SignIn;
using Emulation.Cognito.Triggers;

namespace Emulation.Cognito.Users;

/// <summary>ForgotPassword and ConfirmForgotPassword. Amazon Cognito Developer Guide, "Recovering user accounts".</summary>
internal sealed class Recovery(
    UserDirectory users,
    UserCreation creation,
    Codes codes,
    NewPasswords newPasswords,
    TriggerRunner triggers,
    Lockout lockout,
    ImaginaryUsers imaginary)
{
    public IEnumerable<Operation> All =>
    [
        Operation.Open("ForgotPassword", ForgotAsync),
        Operation.Open("ConfirmForgotPassword", ConfirmAsync),
    ];

    /// <summary>Where a user's code goes: the pool's first choice that the user has verified; null when there is none.</summary>
    public static string? AttributeFor(UserPool pool, CognitoUser user) => AttributesOf(pool).FirstOrDefault(user.IsVerified);

    private static IEnumerable<string> AttributesOf(UserPool pool) =>
        pool.RecoveryAttributes.Select(static name => name switch { "verified_email" => "email", "verified_phone_number" => "phone_number", _ => null }).OfType<string>();

    /// <summary>Why a user cannot have a code to choose another password with; null when they can.</summary>
    private static CognitoException? WhyNot(UserPool pool, CognitoUser? user) => user switch
    {
        null => Refusal.CombinationNotFound,
        { Enabled: false } => Refusal.UserIsDisabled,
        { Status: UserStatus.FORCE_CHANGE_PASSWORD or UserStatus.EXTERNAL_PROVIDER } => Refusal.CannotBeReset,
        _ when AttributeFor(pool, user) is null => Refusal.Invalid("Cannot reset password for the user as there is no registered/verified email or phone_number"),
        _ => null,
    };

    private async Task<JsonObject> ForgotAsync(CognitoCall call)
    {
        var (pool, client, username) = users.NamedIn(call);
        if (!lockout.TryBegin($"{pool.Id}/{pool.Fold(username)}/forgot"))
        {
            throw Refusal.LimitExceeded;
        }

        var signIn = call.SignIn(pool, client, "AuthParameters");
        var user = users.Find(pool, username) ?? await creation.MigrateAsync(signIn, "UserMigration_ForgotPassword", username, "", call.Cancellation).ConfigureAwait(false);
        if (WhyNot(pool, user) is { } refusal)
        {
            // "When a user isn't found, is deactivated, or doesn't have a verified delivery mechanism": the same answer as for a user who gets a code.
            return client.HidesUsers ? new JsonObject { ["CodeDeliveryDetails"] = imaginary.Delivery(pool, username, AttributesOf(pool)) } : throw refusal;
        }

        var attribute = AttributeFor(pool, user!)!;
        var (pending, delivery) = await codes.SendAsync(
            new(pool, client.Id, user!.Username), user, CodePurpose.Reset, attribute, call.Fields.Map("ClientMetadata"),
            call.Cancellation).ConfigureAwait(false);
        users.Save(pool, pending);
        return new JsonObject { ["CodeDeliveryDetails"] = delivery };
    }

    private async Task<JsonObject> ConfirmAsync(CognitoCall call)
    {
        var (pool, client, username) = users.NamedIn(call);
        var code = call.Fields.Required("ConfirmationCode", 1, 2048);
        var password = call.Fields.Required("Password", 1, 256);
        pool.PasswordPolicy.Check(password);
        var user = users.Find(pool, username);
        if (user is null || (client.HidesUsers && !user.Enabled))
        {
            throw !client.HidesUsers ? Refusal.CombinationNotFound : codes.TryBeginImaginary(pool, username, CodePurpose.Reset) ? Refusal.CodeMismatch : Refusal.LimitExceeded;
        }

        codes.Check(user, CodePurpose.Reset, code);
        user = users.Change(pool, user.Username, present => present.Codes.ContainsKey(CodePurpose.Reset.Name)
            ? newPasswords.With(pool, present, password) with { Codes = present.Codes.Remove(CodePurpose.Reset.Name) }
            : throw Refusal.ExpiredCode);
        lockout.Succeed($"{pool.Id}/{pool.Fold(username)}/forgot");
        await triggers.TellConfirmedAsync("PostConfirmation_ConfirmForgotPassword", new(pool, client.Id, user.Username), user, call).ConfigureAwait(false);
        return [];
    }
}
