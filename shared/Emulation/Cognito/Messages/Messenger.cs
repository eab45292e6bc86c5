using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Emulation.Cognito.Protocol;
using Emulation.Cognito.Triggers;
using Emulation.Cognito.Users;

namespace Emulation.Cognito.Messages;

/// <summary>A message to a user.</summary>
internal sealed record UserMessage
{
    /// <summary>The <see cref="Source"/> of an invitation.</summary>
    public const string Invitation = "CustomMessage_AdminCreateUser";

    public required TriggerSubject Subject { get; init; }

    public required CognitoUser User { get; init; }

    /// <summary>The <c>triggerSource</c> of the custom message trigger.</summary>
    public required string Source { get; init; }

    /// <summary><c>email</c> or <c>phone_number</c>.</summary>
    public required string Attribute { get; init; }

    public required string Destination { get; init; }

    /// <summary>The code or temporary password that the message brings.</summary>
    public required string Code { get; init; }

    /// <summary>What the client passes on to triggers.</summary>
    public required ImmutableDictionary<string, string> Metadata { get; init; }
}

/// <summary>
/// Words the messages of a pool: its own templates, what the custom message trigger makes of them, or Cognito's default texts.
/// Amazon Cognito Developer Guide, "Configuring SMS and email verification messages and invitation messages".
/// </summary>
internal sealed class Messenger(Outbox.Outbox outbox, TriggerRunner triggers, CustomSenders senders)
{
    private const string CodePlace = "{####}";
    private const string NamePlace = "{username}";

    /// <summary>What a client learns of a delivery: the address without most of it.</summary>
    public static JsonObject Delivery(string attribute, string destination) =>
        new() { ["Destination"] = Mask(destination), ["DeliveryMedium"] = MediumOf(attribute), ["AttributeName"] = attribute };

    /// <summary><c>f***@e***</c>, or <c>+*******1234</c>.</summary>
    public static string Mask(string destination)
    {
        var at = destination.IndexOf('@', StringComparison.Ordinal);
        return at > 0 && at < destination.Length - 1 ? $"{destination[0]}***@{destination[at + 1]}***"
            : destination.Length > 5 ? $"+{new string('*', destination.Length - 5)}{destination[^4..]}"
            : "***";
    }

    public Task SendCodeAsync(UserMessage message, CancellationToken cancellation)
    {
        var document = message.Subject.Pool.Document;
        var template = document["VerificationMessageTemplate"];
        var isSignIn = message.Source == "CustomMessage_Authentication";
        var words = new Words(
            (isSignIn ? null : (string?)template?["EmailSubject"] ?? (string?)document["EmailVerificationSubject"])
                ?? (isSignIn ? "Your authentication code" : "Your verification code"),
            (isSignIn ? null : (string?)template?["EmailMessage"] ?? (string?)document["EmailVerificationMessage"])
                ?? (isSignIn ? "Your authentication code is {####}. " : "Your confirmation code is {####}"),
            (string?)document[isSignIn ? "SmsAuthenticationMessage" : "SmsVerificationMessage"]
                ?? (isSignIn ? "Your authentication code is {####}. " : "Your verification code is {####}"));
        return SendAsync(message, words, cancellation);
    }

    public Task SendInvitationAsync(UserMessage message, CancellationToken cancellation)
    {
        var template = message.Subject.Pool.Document["AdminCreateUserConfig"]?["InviteMessageTemplate"];
        var words = new Words(
            (string?)template?["EmailSubject"] ?? "Your temporary password",
            (string?)template?["EmailMessage"] ?? "Your username is {username} and temporary password is {####}.",
            (string?)template?["SMSMessage"] ?? "Your username is {username} and temporary password is {####}.");
        return SendAsync(message, words, cancellation);
    }

    private async Task SendAsync(UserMessage message, Words words, CancellationToken cancellation)
    {
        var medium = MediumOf(message.Attribute);
        if (await senders.TakeAsync(message, medium, cancellation).ConfigureAwait(false))
        {
            return;
        }

        var answer = await triggers.RunAsync(
            "CustomMessage",
            message.Source,
            message.Subject,
            new JsonObject
            {
                ["userAttributes"] = TriggerRunner.AttributesOf(message.User),
                ["codeParameter"] = CodePlace,
                ["linkParameter"] = "{##Click Here##}",
                ["usernameParameter"] = message.Source == UserMessage.Invitation ? NamePlace : null,
                ["clientMetadata"] = TriggerRunner.Map(message.Metadata),
            },
            new JsonObject { ["smsMessage"] = null, ["emailMessage"] = null, ["emailSubject"] = null },
            cancellation).ConfigureAwait(false);
        var body = medium == "EMAIL" ? Given(answer?["emailMessage"]) ?? words.Email : Given(answer?["smsMessage"]) ?? words.Sms;
        if (!body.Contains(CodePlace, StringComparison.Ordinal))
        {
            throw new CognitoException("InvalidLambdaResponseException", $"The message has no {CodePlace}, where the code belongs.");
        }

        outbox.Send(
            medium, message.Destination, medium == "EMAIL" ? Given(answer?["emailSubject"]) ?? words.Subject : "",
            Fill(body, message.User.Username, message.Code), message.Code);
    }

    private static string Fill(string text, string username, string code) =>
        text.Replace(CodePlace, code, StringComparison.Ordinal).Replace(NamePlace, username, StringComparison.Ordinal);

    private static string? Given(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0 ? text : null;

    private static string MediumOf(string attribute) => attribute == "phone_number" ? "SMS" : "EMAIL";

    private readonly record struct Words(string Subject, string Email, string Sms);
}

/// <summary>What is sent to a user.</summary>
/// <param name="Source">Why, as the custom message trigger learns it: <c>CustomMessage_SignUp</c>.</param>
/// <param name="Attribute">The attribute whose address it goes to.</param>
/// <param name="Destination">The address.</param>
/// <param name="Code">The code, or the temporary password.</param>
/// <param name="Metadata">What the client gave for the trigger.</param>
internal readonly record struct Message(string Source, string Attribute, string Destination, string Code, ImmutableDictionary<string, string> Metadata)
{
    public const string Invitation = "CustomMessage_AdminCreateUser";
}
