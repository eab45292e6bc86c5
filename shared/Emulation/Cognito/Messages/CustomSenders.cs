using System.Net;
using System.Text.Json.Nodes;
using Emulation.Calls;
using Emulation.Cognito.Pools;
using Emulation.Cognito.Protocol;
using Emulation.Cognito.Triggers;
using Emulation.State;

namespace Emulation.Cognito.Messages;

/// <summary>
/// The functions that send a pool's messages themselves: they get the code, encrypted, and nobody waits for them. Amazon Cognito Developer Guide, "Custom sender Lambda triggers".
/// </summary>
/// <param name="triggers">Hands events to functions.</param>
/// <param name="outbox">Shows that a message went there, without what it brings.</param>
/// <param name="keys">Encrypts codes; null where there is no KMS.</param>
/// <param name="ids">Draws messages' ids.</param>
internal sealed class CustomSenders(TriggerRunner triggers, Outbox.Outbox outbox, ICodeKeys? keys, IdSource ids)
{
    private const string Standard = "CustomMessage_";

    /// <summary>Hands a message to the pool's function for it.</summary>
    /// <returns>False when the pool has none, so that Cognito itself sends.</returns>
    /// <exception cref="CognitoException">The function cannot be called, or the code not be encrypted.</exception>
    public async Task<bool> TakeAsync(UserMessage message, string medium, CancellationToken cancellation)
    {
        var trigger = medium == "SMS" ? "CustomSMSSender" : "CustomEmailSender";
        var pool = message.Subject.Pool;
        if (!triggers.Runs(pool, trigger))
        {
            return false;
        }

        // "Temporary passwords are HTML-escaped": they may be anything, and end up in an email.
        var code = message.Source == UserMessage.Invitation ? WebUtility.HtmlEncode(message.Code) : message.Code;
        var source = $"{trigger}_{message.Source[Standard.Length..]}";
        var request = new JsonObject
        {
            ["type"] = medium == "SMS" ? "customSMSSenderRequestV1" : "customEmailSenderRequestV1",
            ["code"] = Convert.ToBase64String(await CloseAsync(pool, code, cancellation).ConfigureAwait(false)),
            ["clientMetadata"] = message.Metadata.Count == 0 ? null : TriggerRunner.Map(message.Metadata),
            ["userAttributes"] = TriggerRunner.AttributesOf(message.User),
        };
        var function = triggers.Tell(trigger, source, message.Subject, request);
        outbox.Send(medium, message.Destination, "", $"Handed to the function {function.FunctionName} ({source}), which sends it. The code is in its event, encrypted.", null);
        return true;
    }

    private async Task<byte[]> CloseAsync(UserPool pool, string code, CancellationToken cancellation)
    {
        if (keys is null || (string?)pool.Triggers["KMSKeyID"] is not { } key)
        {
            throw Undelivered("The pool has no KMSKeyID, or there is no KMS here.");
        }

        using var message = new EncryptedCode([new("userpool-id", pool.Id)], ids);
        try
        {
            return message.Close(code, await keys.NewAsync(pool, key, message.Context, cancellation).ConfigureAwait(false));
        }
        catch (RefusedException e)
        {
            throw Undelivered($"The code cannot be encrypted with {key}: {e.Refusal.Message}");
        }
    }

    private static CognitoException Undelivered(string reason) => new("CodeDeliveryFailureException", reason);
}
