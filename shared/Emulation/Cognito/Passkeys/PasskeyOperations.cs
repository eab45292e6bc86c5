using System.Text.Json.Nodes;
using Emulation.Cognito.Protocol;
using Emulation.Cognito.Tokens;
using Emulation.Cognito.Users;

namespace Emulation.Cognito.Passkeys;

/// <summary>What users do about their passkeys, with an access token. Amazon Cognito API Reference, the operations with <c>WebAuthn</c> in their names.</summary>
internal sealed class PasskeyOperations(PasskeyRegistration registration, UserDirectory users, AccessTokens tokens)
{
    public IEnumerable<Operation> All =>
    [
        Operation.Open("StartWebAuthnRegistration", StartAsync),
        Operation.Open("CompleteWebAuthnRegistration", CompleteAsync),
        Operation.Open("ListWebAuthnCredentials", ListAsync),
        Operation.Open("DeleteWebAuthnCredential", DeleteAsync),
    ];

    private async Task<JsonObject> StartAsync(CognitoCall call)
    {
        var holder = await HolderAsync(call).ConfigureAwait(false);
        return new JsonObject { ["CredentialCreationOptions"] = registration.Begin(holder.Pool, holder.Client, holder.User) };
    }

    private async Task<JsonObject> CompleteAsync(CognitoCall call)
    {
        var holder = await HolderAsync(call).ConfigureAwait(false);
        var credential = call.Fields.Json["Credential"] ?? throw call.Fields.Missing("Credential");
        await registration.CompleteAsync(holder.Pool, holder.Client, holder.User, PasskeyCredential.Read(credential), call.Cancellation).ConfigureAwait(false);
        return [];
    }

    private async Task<JsonObject> ListAsync(CognitoCall call)
    {
        var holder = await HolderAsync(call).ConfigureAwait(false);
        return WireJson.Page(call.Fields, "Credentials", "MaxResults", "NextToken", [.. holder.User.Passkeys.Select(Described)], PasskeyRegistration.Most);
    }

    private async Task<JsonObject> DeleteAsync(CognitoCall call)
    {
        var holder = await HolderAsync(call).ConfigureAwait(false);
        var id = call.Fields.Required("CredentialId");
        users.Note(holder.Pool, holder.User, present =>
            present.Passkeys.RemoveAll(passkey => passkey.Id == id) is var left && left.Length < present.Passkeys.Length
                ? present with { Passkeys = left }
                : throw PasskeyRefusal.NotFound);
        return [];
    }

    private static JsonNode Described(Passkey passkey)
    {
        var described = new JsonObject
        {
            ["CredentialId"] = passkey.Id,
            ["FriendlyCredentialName"] = passkey.FriendlyName,
            ["RelyingPartyId"] = passkey.RelyingPartyId,
            ["AuthenticatorTransports"] = WireJson.List(passkey.Transports.Select(static transport => (JsonNode)transport)),
            ["CreatedAt"] = WireJson.Time(passkey.CreatedAt),
        };
        if (passkey.Attachment is { } attachment)
        {
            described["AuthenticatorAttachment"] = attachment;
        }

        return described;
    }

    private Task<TokenHolder> HolderAsync(CognitoCall call) => tokens.HolderAsync(call.Fields.Required("AccessToken"));
}
