using System.Text.Json.Nodes;
using Emulation.Cognito.Messages;
using Emulation.Cognito.Pools;
using Emulation.Cognito.Protocol;
using Emulation.Cognito.Triggers;

namespace Emulation.Cognito.Users;

/// <summary>SignUp, ConfirmSignUp and ResendConfirmationCode. Amazon Cognito Developer Guide, "Signing up and confirming user accounts".</summary>
internal sealed class SignUpOperations(UserDirectory users, UserCreation creation, Codes codes, AttributeUpdates updates, TriggerRunner triggers, ImaginaryUsers imaginary)
{
    private const string Confirmed = "PostConfirmation_ConfirmSignUp";

    public IEnumerable<Operation> All =>
    [
        Operation.Open("SignUp", SignUpAsync),
        Operation.Open("ConfirmSignUp", ConfirmAsync),
        Operation.Open("ResendConfirmationCode", ResendAsync),
    ];

    private async Task<JsonObject> SignUpAsync(CognitoCall call)
    {
        var (pool, client, username) = users.NamedIn(call);
        if (pool.OnlyAdministratorsCreateUsers)
        {
            throw Refusal.NotAuthorized("SignUp is not permitted for this user pool");
        }

        var attributes = AttributeUpdates.Read(call.Fields, "UserAttributes");
        AttributeSchema.CheckSettable(attributes.Keys, byUser: true);
        pool.Schema.CheckNew(attributes);
        AttributeUpdates.CheckWritable(client, attributes.Keys);
        var password = pool.FirstFactors.Any(static factor => factor != "PASSWORD") ? call.Fields.Text("Password", 1, 256) : call.Fields.Required("Password", 1, 256);
        var user = await creation.SignUpAsync(
            call.SignIn(pool, client, "AuthParameters"), username, password, attributes, AttributeUpdates.Read(call.Fields, "ValidationData"),
            call.Cancellation).ConfigureAwait(false);
        var answer = new JsonObject { ["UserConfirmed"] = user.Status == UserStatus.CONFIRMED, ["UserSub"] = user.Sub };
        var subject = new TriggerSubject(pool, client.Id, user.Username);
        if (user.Status == UserStatus.CONFIRMED)
        {
            await triggers.TellConfirmedAsync(Confirmed, subject, user, call).ConfigureAwait(false);
        }
        else if (AttributeToVerify(pool, user) is { } attribute)
        {
            var (pending, delivery) = await codes.SendAsync(
                subject, user, CodePurpose.SignUp, attribute, call.Fields.Map("ClientMetadata"), call.Cancellation).ConfigureAwait(false);
            users.Keep(pool, pending);
            answer["CodeDeliveryDetails"] = delivery;
        }

        return answer;
    }

    private async Task<JsonObject> ConfirmAsync(CognitoCall call)
    {
        var (pool, client, username) = users.NamedIn(call);
        var code = call.Fields.Required("ConfirmationCode", 1, 2048);
        var user = users.FindUnconfirmed(pool, username);
        if (user is null || (client.HidesUsers && !user.Enabled))
        {
            throw !client.HidesUsers ? Refusal.CombinationNotFound : codes.TryBeginImaginary(pool, username, CodePurpose.SignUp) ? Refusal.ExpiredCode : Refusal.LimitExceeded;
        }

        if (user.Status != UserStatus.UNCONFIRMED)
        {
            throw Refusal.NotAuthorized($"User cannot be confirmed. Current status is {user.Status}");
        }

        var pending = codes.Check(user, CodePurpose.SignUp, code);
        user = users.Change(pool, user.Username, present =>
        {
            if (present.Status != UserStatus.UNCONFIRMED)
            {
                throw Refusal.ExpiredCode;
            }

            if (call.Fields.Flag("ForceAliasCreation") == true && users.OwnerOf(pool, pending.Attribute, present.Attribute(pending.Attribute) ?? "", present.Username) is { } owner)
            {
                users.Save(pool, owner with { Attributes = owner.Attributes.SetItem($"{pending.Attribute}_verified", "false") });
            }

            return updates.Verified(pool, present with { Status = UserStatus.CONFIRMED }, pending.Attribute, pending, CodePurpose.SignUp.Name);
        });
        await triggers.TellConfirmedAsync(Confirmed, new(pool, client.Id, user.Username), user, call).ConfigureAwait(false);
        return [];
    }

    private async Task<JsonObject> ResendAsync(CognitoCall call)
    {
        var (pool, client, username) = users.NamedIn(call);
        if (users.FindUnconfirmed(pool, username) is not { } user || (client.HidesUsers && !user.Enabled))
        {
            return client.HidesUsers
                ? new JsonObject { ["CodeDeliveryDetails"] = imaginary.Delivery(pool, username, pool.AutoVerifiedAttributes) }
                : throw Refusal.CombinationNotFound;
        }

        if (user.Status != UserStatus.UNCONFIRMED)
        {
            throw Refusal.Invalid("User is already confirmed.");
        }

        var attribute = AttributeToVerify(pool, user) ?? throw Refusal.Invalid("Cannot resend codes. Auto verification not turned on.");
        var (pending, delivery) = await codes.SendAsync(
            new(pool, client.Id, user.Username), user, CodePurpose.Resend, attribute, call.Fields.Map("ClientMetadata"),
            call.Cancellation).ConfigureAwait(false);
        users.Keep(pool, pending);
        return new JsonObject { ["CodeDeliveryDetails"] = delivery };
    }

    /// <summary>A text message before an email, when the pool verifies both.</summary>
    private static string? AttributeToVerify(UserPool pool, CognitoUser user) =>
        ((string[])["phone_number", "email"]).FirstOrDefault(attribute =>
            pool.AutoVerifiedAttributes.Contains(attribute) && user.Attribute(attribute) is not null && !user.IsVerified(attribute));
}
