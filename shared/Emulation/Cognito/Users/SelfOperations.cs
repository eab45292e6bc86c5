using System.Text.Json.Nodes;
using Emulation.Cognito.Messages;
using Emulation.Cognito.Protocol;
using Emulation.Cognito.SignIn;
using Emulation.Cognito.Tokens;

namespace Emulation.Cognito.Users;

/// <summary>What users do to themselves, with an access token. Amazon Cognito API Reference.</summary>
internal sealed class SelfOperations(UserDirectory users, AccessTokens tokens, AttributeUpdates updates, NewPasswords newPasswords, Codes codes, Lockout lockout)
{
    public IEnumerable<Operation> All =>
    [
        Operation.Open("GetUser", GetAsync),
        Operation.Open("UpdateUserAttributes", UpdateAsync),
        Operation.Open("DeleteUserAttributes", DeleteAttributesAsync),
        Operation.Open("DeleteUser", DeleteAsync),
        Operation.Open("ChangePassword", ChangePasswordAsync),
        Operation.Open("GetUserAttributeVerificationCode", SendCodeAsync),
        Operation.Open("VerifyUserAttribute", VerifyAsync),
        Operation.Open("GlobalSignOut", SignOutAsync),
        Operation.Open("SetUserMFAPreference", SetMfaAsync),
        Operation.Open("GetUserAuthFactors", FactorsAsync),
    ];

    private async Task<JsonObject> GetAsync(CognitoCall call)
    {
        var holder = await HolderAsync(call).ConfigureAwait(false);
        var view = new JsonObject
        {
            ["Username"] = holder.User.Username,
            ["UserAttributes"] = UserView.Attributes(holder.User, name => name == "sub" || holder.Client.MayRead(name)),
        };
        UserView.AddMfa(view, holder.User);
        return view;
    }

    private async Task<JsonObject> UpdateAsync(CognitoCall call)
    {
        var holder = await HolderAsync(call).ConfigureAwait(false);
        var deliveries = await updates.SetOwnAsync(
            new(holder.Pool, holder.Client.Id, holder.User.Username), holder.Client, holder.User,
            AttributeUpdates.Read(call.Fields, "UserAttributes"), call.Fields.Map("ClientMetadata"), call.Cancellation).ConfigureAwait(false);
        return deliveries.Count == 0 ? [] : new JsonObject { ["CodeDeliveryDetailsList"] = deliveries };
    }

    private async Task<JsonObject> DeleteAttributesAsync(CognitoCall call)
    {
        var holder = await HolderAsync(call).ConfigureAwait(false);
        updates.RemoveOwn(holder.Pool, holder.Client, holder.User, call.Fields.Texts("UserAttributeNames"));
        return [];
    }

    private async Task<JsonObject> DeleteAsync(CognitoCall call)
    {
        var holder = await HolderAsync(call).ConfigureAwait(false);
        users.Delete(holder.Pool, holder.User);
        return [];
    }

    private async Task<JsonObject> ChangePasswordAsync(CognitoCall call)
    {
        var holder = await HolderAsync(call).ConfigureAwait(false);
        var proposed = call.Fields.Required("ProposedPassword", 1, 256);
        if (holder.User.Status == UserStatus.EXTERNAL_PROVIDER)
        {
            throw Refusal.NotAuthorized("User is not authorized to change password.");
        }

        var key = $"{holder.Pool.Id}/{holder.User.Sub}/change";
        if (!lockout.TryBegin(key))
        {
            throw Refusal.LimitExceeded;
        }

        // Who signs in with codes only has no password to show.
        if (holder.User.Password is not null && !newPasswords.IsPresent(holder.User, call.Fields.Required("PreviousPassword", 1, 256)))
        {
            throw Refusal.WrongPassword;
        }

        users.Save(holder.Pool, newPasswords.With(holder.Pool, holder.User, proposed));
        lockout.Succeed(key);
        return [];
    }

    private async Task<JsonObject> SendCodeAsync(CognitoCall call)
    {
        var holder = await HolderAsync(call).ConfigureAwait(false);
        CheckVerifiable(holder.User);
        var attribute = AttributeOf(call);
        var (pending, delivery) = await codes.SendAsync(
            new(holder.Pool, holder.Client.Id, holder.User.Username), holder.User, CodePurpose.Verify(attribute), attribute,
            call.Fields.Map("ClientMetadata"), call.Cancellation).ConfigureAwait(false);
        users.Keep(holder.Pool, pending);
        return new JsonObject { ["CodeDeliveryDetails"] = delivery };
    }

    private async Task<JsonObject> VerifyAsync(CognitoCall call)
    {
        var holder = await HolderAsync(call).ConfigureAwait(false);
        CheckVerifiable(holder.User);
        var attribute = AttributeOf(call);
        var purpose = CodePurpose.Verify(attribute);
        var pending = codes.Check(holder.User, purpose, call.Fields.Required("Code", 1, 2048));
        users.Save(holder.Pool, updates.Verified(holder.Pool, holder.User, attribute, pending, purpose.Name));
        return [];
    }

    private async Task<JsonObject> SignOutAsync(CognitoCall call)
    {
        var holder = await HolderAsync(call).ConfigureAwait(false);
        users.Save(holder.Pool, users.SignedOut(holder.User));
        return [];
    }

    private async Task<JsonObject> SetMfaAsync(CognitoCall call)
    {
        var holder = await HolderAsync(call).ConfigureAwait(false);
        users.Save(holder.Pool, MfaPreference.Apply(holder.Pool, holder.User, call.Fields));
        return [];
    }

    private async Task<JsonObject> FactorsAsync(CognitoCall call)
    {
        var holder = await HolderAsync(call).ConfigureAwait(false);
        var view = new JsonObject
        {
            ["Username"] = holder.User.Username,
            ["ConfiguredUserAuthFactors"] = WireJson.List(ConfiguredFactors(holder.Pool, holder.User).Select(static factor => (JsonNode)factor)),
        };
        UserView.AddMfa(view, holder.User);
        return view;
    }

    private static void CheckVerifiable(CognitoUser user)
    {
        if (user.Status == UserStatus.EXTERNAL_PROVIDER)
        {
            throw Refusal.VerifiedByProvider;
        }
    }

    /// <summary>The factors that the pool allows and the user has what is needed for.</summary>
    private static IEnumerable<string> ConfiguredFactors(Pools.UserPool pool, CognitoUser user) => pool.FirstFactors.Where(factor => factor switch
    {
        "PASSWORD" => user.Password is not null,
        "EMAIL_OTP" => user.IsVerified("email"),
        "SMS_OTP" => user.IsVerified("phone_number"),
        _ => !user.Passkeys.IsEmpty,
    });

    private static string AttributeOf(CognitoCall call) =>
        call.Fields.Required("AttributeName", 1, 32) is var name && name is "email" or "phone_number" ? name : throw Refusal.Invalid($"Attribute {name} cannot be verified.");

    private Task<TokenHolder> HolderAsync(CognitoCall call) => tokens.HolderAsync(call.Fields.Required("AccessToken"));
}
