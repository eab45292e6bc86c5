using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Emulation.Cognito.Pools;
using Emulation.Cognito.Protocol;
using Emulation.Cognito.SignIn;
using Emulation.Cognito.Storage;
using Emulation.Cognito.Triggers;
using Emulation.Cognito.Users;
using Emulation.State;

namespace Emulation.Cognito.Messages;

/// <summary>What a code or a temporary password is sent for.</summary>
/// <param name="Name">The name under which a user's pending code is kept.</param>
/// <param name="Source">The <c>triggerSource</c> of the custom message trigger.</param>
/// <param name="Lifetime">How long it can be used.</param>
internal sealed record CodePurpose(string Name, string Source, TimeSpan Lifetime)
{
    public static CodePurpose SignUp { get; } = new("signup", "CustomMessage_SignUp", TimeSpan.FromHours(24));

    public static CodePurpose Resend { get; } = SignUp with { Source = "CustomMessage_ResendCode" };

    public static CodePurpose Reset { get; } = new("reset", "CustomMessage_ForgotPassword", TimeSpan.FromHours(1));

    public static CodePurpose SignIn { get; } = new("sign-in", "CustomMessage_Authentication", TimeSpan.FromMinutes(3));

    public static CodePurpose Update(string attribute) => new($"verify {attribute}", "CustomMessage_UpdateUserAttribute", TimeSpan.FromHours(24));

    public static CodePurpose Verify(string attribute) => new($"verify {attribute}", "CustomMessage_VerifyUserAttribute", TimeSpan.FromHours(24));
}

/// <summary>Makes, sends and checks codes of six digits. Only a keyed hash of a code is kept, and guessing is slowed down.</summary>
internal sealed class Codes(Seal seal, Messenger messenger, Lockout lockout, IdSource ids, TimeProvider time)
{
    /// <summary>Sends a code to an attribute of the user.</summary>
    /// <param name="subject">Who it is for, and the client.</param>
    /// <param name="user">The user.</param>
    /// <param name="purpose">What for.</param>
    /// <param name="attribute"><c>email</c> or <c>phone_number</c>.</param>
    /// <param name="metadata">What the client passes on to triggers.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <param name="value">The address, when it is not the attribute's present value.</param>
    /// <returns>The user with the code pending, and what the client learns of the delivery.</returns>
    public async Task<(CognitoUser User, JsonObject Delivery)> SendAsync(
        TriggerSubject subject,
        CognitoUser user,
        CodePurpose purpose,
        string attribute,
        ImmutableDictionary<string, string> metadata,
        CancellationToken cancellation,
        string? value = null)
    {
        var destination = value ?? user.Attribute(attribute) ?? throw Refusal.Invalid($"The user has no {attribute} to send a code to.");
        var code = NewCode();
        await messenger.SendCodeAsync(
            new() { Subject = subject, User = user, Source = purpose.Source, Attribute = attribute, Destination = destination, Code = code, Metadata = metadata },
            cancellation).ConfigureAwait(false);
        var pending = new PendingCode(HashOf(user.Sub, purpose.Name, code), time.GetUtcNow() + purpose.Lifetime, attribute, value, destination);
        return (user with { Codes = user.Codes.SetItem(purpose.Name, pending) }, Messenger.Delivery(attribute, destination));
    }

    /// <summary>Sends a code that the caller keeps the hash of.</summary>
    public async Task<(string Hash, string Destination)> SendForSignInAsync(
        TriggerSubject subject,
        CognitoUser user,
        string attribute,
        ImmutableDictionary<string, string> metadata,
        CancellationToken cancellation)
    {
        var destination = user.Attribute(attribute) ?? throw Refusal.Invalid($"The user has no {attribute} to send a code to.");
        var code = NewCode();
        await messenger.SendCodeAsync(
            new() { Subject = subject, User = user, Source = CodePurpose.SignIn.Source, Attribute = attribute, Destination = destination, Code = code, Metadata = metadata },
            cancellation).ConfigureAwait(false);
        return (HashOf(user.Sub, CodePurpose.SignIn.Name, code), destination);
    }

    /// <summary>Checks a code that was sent to a user.</summary>
    /// <exception cref="CognitoException">It is wrong, too late, or there were too many wrong ones.</exception>
    public PendingCode Check(CognitoUser user, CodePurpose purpose, string code)
    {
        var key = $"{user.PoolId}/{user.Sub}/{purpose.Name}";
        if (!lockout.TryBegin(key))
        {
            throw Refusal.LimitExceeded;
        }

        if (!user.Codes.TryGetValue(purpose.Name, out var pending))
        {
            throw Refusal.ExpiredCode;
        }

        if (!IsCode(pending.Hash, user.Sub, purpose.Name, code))
        {
            throw Refusal.CodeMismatch;
        }

        // A code that went to an address which the user no longer has proves nothing about the new one.
        if (pending.ExpiresAt <= time.GetUtcNow() || (pending.Value is null && pending.Destination != user.Attribute(pending.Attribute)))
        {
            throw Refusal.ExpiredCode;
        }

        lockout.Succeed(key);
        return pending;
    }

    /// <summary>Counts a try of a code for a user who is not there, as one for a user who is.</summary>
    /// <returns>False when there were too many.</returns>
    public bool TryBeginImaginary(UserPool pool, string username, CodePurpose purpose) => lockout.TryBegin($"{pool.Id}/{pool.Fold(username)}/{purpose.Name}");

    /// <summary>Whether this is the code of that hash; for codes that a sign-in's session holds.</summary>
    public bool IsSignInCode(string hash, CognitoUser user, string code) => IsCode(hash, user.Sub, CodePurpose.SignIn.Name, code);

    private bool IsCode(string hash, string sub, string purpose, string code) =>
        CryptographicOperations.FixedTimeEquals(Convert.FromBase64String(HashOf(sub, purpose, code)), Convert.FromBase64String(hash));

    private string HashOf(string sub, string purpose, string code) => seal.Hash("code", $"{sub}/{purpose}/{code}");

    private string NewCode() => ids.Below(1_000_000).ToString("D6", CultureInfo.InvariantCulture);
}
