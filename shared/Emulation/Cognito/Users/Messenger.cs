using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Emulation.Cognito.Protocol;
using Emulation.Cognito.Triggers;

namespace Emulation.Cognito.Users;

/// <summary>
/// Words the messages of a pool: its own templates, what the custom message trigger makes of them, or Cognito's default texts.
/// Amazon Cognito Developer Guide, "Configuring SMS and email verification messages and invitation messages".
/// </summary>
internal sealed class Messenger(Outbox.Outbox outbox, TriggerRunner triggers)
{
    private const string CodePlace = "{####}";
    private const string NamePlace = "{username}";

    /// <summary>What a client learns of a delivery: the address without most of it.</summary>
    public static JsonObject Delivery(string attribute, string destination) => new() { ["Destination"] = Mask(destination), ["DeliveryMedium"] = MediumOf(attribute), ["AttributeName"] = attribute };

    /// <summary><c>f***@e***</c>, or <c>+*******1234</c>.</summary>
    public static string Mask(string destination)
    {
        var at = destination.IndexOf('@', StringComparison.Ordinal);
        return at > 0 && at < destination.Length - 1 ? $"{destination[0]}***@{destination[at + 1]}***"
            : destination.Length > 5 ? $"+{new string('*', destination.Length - 5)}{destination[^4..]}"
            : "***";
    }

    public Task SendCodeAsync(TriggerSubject subject, CognitoUser user, string source, string attribute, string destination, string code, ImmutableDictionary<string, string> metadata, CancellationToken cancellation)
    {
        var template = subject.Pool.Document["VerificationMessageTemplate"];
        var isSignIn = source == "CustomMessage_Authentication";
        var words = new Words(
            (isSignIn ? null : (string?)template?["EmailSubject"] ?? (string?)subject.Pool.Document["EmailVerificationSubject"]) ?? (isSignIn ? "Your authentication code" : "Your verification code"),
            (isSignIn ? null : (string?)template?["EmailMessage"] ?? (string?)subject.Pool.Document["EmailVerificationMessage"]) ?? (isSignIn ? "Your authentication code is {####}. " : "Your confirmation code is {####}"),
            (string?)subject.Pool.Document[isSignIn ? "SmsAuthenticationMessage" : "SmsVerificationMessage"] ?? (isSignIn ? "Your authentication code is {####}. " : "Your verification code is {####}"));
        return SendAsync(subject, user, source, attribute, destination, code, words, metadata, cancellation);
    }

    public Task SendInvitationAsync(TriggerSubject subject, CognitoUser user, string attribute, string destination, string password, ImmutableDictionary<string, string> metadata, CancellationToken cancellation)
    {
        var template = subject.Pool.Document["AdminCreateUserConfig"]?["InviteMessageTemplate"];
        var words = new Words(
            (string?)template?["EmailSubject"] ?? "Your temporary password",
            (string?)template?["EmailMessage"] ?? "Your username is {username} and temporary password is {####}.",
            (string?)template?["SMSMessage"] ?? "Your username is {username} and temporary password is {####}.");
        return SendAsync(subject, user, "CustomMessage_AdminCreateUser", attribute, destination, password, words, metadata, cancellation);
    }

    private async Task SendAsync(TriggerSubject subject, CognitoUser user, string source, string attribute, string destination, string code, Words words, ImmutableDictionary<string, string> metadata, CancellationToken cancellation)
    {
        var answer = await triggers.RunAsync(
            "CustomMessage",
            source,
            subject,
            new JsonObject { ["userAttributes"] = TriggerRunner.AttributesOf(user), ["codeParameter"] = CodePlace, ["linkParameter"] = "{##Click Here##}", ["usernameParameter"] = source == "CustomMessage_AdminCreateUser" ? NamePlace : null, ["clientMetadata"] = TriggerRunner.Map(metadata) },
            new JsonObject { ["smsMessage"] = null, ["emailMessage"] = null, ["emailSubject"] = null },
            cancellation).ConfigureAwait(false);
        var medium = MediumOf(attribute);
        var body = medium == "EMAIL" ? Given(answer?["emailMessage"]) ?? words.Email : Given(answer?["smsMessage"]) ?? words.Sms;
        if (!body.Contains(CodePlace, StringComparison.Ordinal))
        {
            throw new CognitoException("InvalidLambdaResponseException", $"The message has no {CodePlace}, where the code belongs.");
        }

        outbox.Send(medium, destination, medium == "EMAIL" ? Given(answer?["emailSubject"]) ?? words.Subject : "", Fill(body, user.Username, code), code);
    }

    private static string Fill(string text, string username, string code) => text.Replace(CodePlace, code, StringComparison.Ordinal).Replace(NamePlace, username, StringComparison.Ordinal);

    private static string? Given(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0 ? text : null;

    private static string MediumOf(string attribute) => attribute == "phone_number" ? "SMS" : "EMAIL";

    private readonly record struct Words(string Subject, string Email, string Sms);
}
