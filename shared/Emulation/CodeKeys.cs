using System.Text.Json.Nodes;
using Emulation.Calls;
using Emulation.Cognito.Messages;
using Emulation.Cognito.Pools;
using Emulation.Fronts.Kms;
using Emulation.Upstreams;
using Iam;

namespace Emulation;

/// <summary>
/// The keys of KMS that user pools encrypt codes with: of the server that runs KMS, or of the templates. Whoever gives a pool a key lets Cognito use it, which is a grant: Amazon
/// Cognito Developer Guide, "Custom sender Lambda triggers", wants <c>kms:CreateGrant</c> of them.
/// </summary>
/// <param name="fronts">The services behind LocalAws, once they are made.</param>
/// <param name="home">The account of who belongs to none.</param>
internal sealed class CodeKeys(Func<AllFronts> fronts, AccountId home) : ICodeKeys
{
    private const string Grantee = "cognito-idp.amazonaws.com";
    private const string ForResource = "kms:GrantIsForAWSResource";

    /// <inheritdoc/>
    public async Task<DataKey> NewAsync(UserPool pool, string key, IReadOnlyDictionary<string, string> context, CancellationToken cancellation)
    {
        var owner = OwnerOf(key);
        if (fronts().QuestionsOf(LocalDataKeys.Service, pool.Region, owner, cancellation) is not { } questions)
        {
            throw Refused("There is no such key in the template, nor a server that runs KMS. Declare it, or put one behind LocalAws with --upstream kms=URL.");
        }

        var reply = await questions.ReplyAsync("GenerateDataKey", new JsonObject
        {
            ["KeyId"] = key,
            ["NumberOfBytes"] = DataKey.Length,
            ["EncryptionContext"] = new JsonObject(context.Select(static pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))),
        }).ConfigureAwait(false);
        return reply.Members is { } made && Bytes(made, "Plaintext") is { Length: DataKey.Length } plain && Bytes(made, "CiphertextBlob") is { } wrapped
            ? new DataKey(plain, wrapped, ServerArn.In(owner, (string?)made["KeyId"]) ?? key)
            : throw Refused(reply.Code ?? "It gives no data key.");
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Ask>> AsksAsync(string pool, string key, ServiceCall call)
    {
        var account = call.Signer.Principal.Account ?? home;
        var use = new EncryptionUse("cognito-idp", key, OwnerOf(key), ["CreateGrant"], [new("userpool-id", pool)])
        {
            Members = new JsonObject { ["GranteePrincipal"] = Grantee, ["Operations"] = new JsonArray("GenerateDataKey") },
        };
        var used = await fronts().Keys.AskAsync(
            use, call.Signer, call.Facts.Region,
            ask => call.Environment.For(call.Signer.Principal.Account, ask.Owner ?? account, ask.Action), call.Cancellation).ConfigureAwait(false);
        return [.. used.Asks.Select(static ask => ask with { Keys = [.. ask.Keys.Where(static key => key.Name != ForResource), new ConditionKey(ForResource, "true")] })];
    }

    private AccountId OwnerOf(string key) => Arn.TryParse(key, out var arn) && AccountId.TryParse(arn.Account, out var owner) ? owner : home;

    private static byte[]? Bytes(JsonObject from, string member) => (string?)from[member] is { } text ? Convert.FromBase64String(text) : null;

    private static RefusedException Refused(string message) => new(new ServiceRefusal(400, "KMS.NotFoundException", message));
}
