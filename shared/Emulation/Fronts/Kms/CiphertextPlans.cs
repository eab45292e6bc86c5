using System.Text;
using System.Text.RegularExpressions;
using Emulation.Calls;
using Emulation.Upstreams;

namespace Emulation.Fronts.Kms;

/// <summary>
/// Calls with a ciphertext, which itself says which key it is of. LocalAws remembers the ciphertexts that it has passed on, and reads those that begin with the key's
/// id, as Moto's and LocalStack's do. Of any other the call has to say the key.
/// </summary>
internal static partial class CiphertextPlans
{
    private const string Kind = "ciphertext";
    private const string OfCiphertext = "the resource associated with this ciphertext";
    private const int LengthOfId = 36;
    private static readonly string[] Members = ["CiphertextBlob", "PrivateKeyCiphertextBlob"];

    public static async ValueTask<FrontPlan> PlanAsync(FrontCall call)
    {
        var isDecrypt = call.Operation == "Decrypt";
        var action = isDecrypt ? "Decrypt" : "ReEncryptFrom";
        var source = await SourceAsync(call, isDecrypt ? "KeyId" : "SourceKeyId").ConfigureAwait(false);
        var asked = await KeyAsk.OfAsync(call, source, action, EncryptionContext.Of(call, isDecrypt ? "EncryptionContext" : "SourceEncryptionContext")).ConfigureAwait(false);
        asked = asked.With(KeyKeys.OfCall(call, action)) with
        {
            Refusal = asked.Refusal is null ? null : KeyAsk.Unresolvable(call, action, OfCiphertext),
            ShownPlace = asked.ShownPlace is null ? null : OfCiphertext,
        };
        if (isDecrypt)
        {
            return new FrontPlan([asked]) { Account = source.Owner, Sent = source.Pinned(call.Members, "KeyId") };
        }

        var destination = await CalledKey.FindAsync(call, call.Needed("DestinationKeyId")).ConfigureAwait(false);
        var to = await KeyAsk.OfAsync(call, destination, "ReEncryptTo", EncryptionContext.Of(call, "DestinationEncryptionContext")).ConfigureAwait(false);
        var same = new ConditionKey("kms:ReEncryptOnSameKey", source.Arn == destination.Arn ? "true" : "false");
        return Remembered(call, destination, new FrontPlan([asked.With(same), to.With([.. KeyKeys.OfCall(call, "ReEncryptTo"), same])])
        {
            Account = source.Owner == destination.Owner ? source.Owner : null,
            Sent = source.Pinned(destination.Pinned(call.Members, "DestinationKeyId"), "SourceKeyId"),
        });
    }

    /// <summary>Remembers the ciphertexts of an answer.</summary>
    public static FrontPlan Remembered(FrontCall call, CalledKey key, FrontPlan plan) => plan with
    {
        Answered = answer =>
        {
            foreach (var member in Members)
            {
                if ((string?)answer[member] is { } blob && Bytes(blob) is { } bytes)
                {
                    call.Remember(Kind, bytes, key.Arn);
                }
            }
        },
    };

    private static async ValueTask<CalledKey> SourceAsync(FrontCall call, string member)
    {
        var bytes = Bytes(call.Needed("CiphertextBlob")) ?? throw new RefusedException(new ServiceRefusal(400, "SerializationException", "CiphertextBlob must be base64."));
        var named = call.Text(member) is { } id ? await CalledKey.FindAsync(call, id).ConfigureAwait(false) : null;
        if ((call.Recall(Kind, bytes) ?? Beginning(bytes)) is not { } told)
        {
            return named ?? throw new RefusedException(new ServiceRefusal(
                400, "InvalidCiphertextException",
                $"LocalAws cannot tell which key this ciphertext is of: it has not passed it on since it is up, and it does not begin with a key's id. Send {member}."));
        }

        var found = await CalledKey.FindAsync(call, told).ConfigureAwait(false);
        return named is null ? found
            : named.IsOfNobody || named.Arn == found.Arn ? named
            : throw new RefusedException(new ServiceRefusal(
                400, "IncorrectKeyException", "The key ID in the request does not identify a CMK that can perform this operation."));
    }

    private static string? Beginning(ReadOnlySpan<byte> bytes) =>
        bytes.Length > LengthOfId && Encoding.Latin1.GetString(bytes[..LengthOfId]) is var id && KeyId().IsMatch(id) ? id : null;

    private static byte[]? Bytes(string base64)
    {
        var bytes = new byte[(base64.Length / 4 * 3) + 3];
        return Convert.TryFromBase64String(base64, bytes, out var length) ? bytes[..length] : null;
    }

    [GeneratedRegex("^(?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|mrk-[0-9a-f]{32})\\z")]
    private static partial Regex KeyId();
}
