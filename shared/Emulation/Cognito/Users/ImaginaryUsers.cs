using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json.Nodes;
using Emulation.Cognito.Messages;
using Emulation.Cognito.Pools;
using Emulation.Cognito.Storage;

namespace Emulation.Cognito.Users;

/// <summary>
/// What is said of users who are not there, to clients that must not learn that: the same each time, and of the same shape as for users who are.
/// Amazon Cognito Developer Guide, "Managing user existence error responses".
/// </summary>
internal sealed class ImaginaryUsers(Seal seal)
{
    /// <summary>The user name behind a name that somebody typed: behind an alias, "an internal user ID in UUID format".</summary>
    public string UserId(UserPool pool, string typed)
    {
        if (pool.UsernameAttributes.IsEmpty && !(pool.AliasAttributes.Contains("email") && typed.Contains('@', StringComparison.Ordinal))
            && !(pool.AliasAttributes.Contains("phone_number") && typed.StartsWith('+')))
        {
            return pool.Fold(typed);
        }

        var bytes = Draw(pool, typed, "id")[..16];
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString();
    }

    /// <summary>Where a code seems to have gone: "the simulated delivery medium is determined by the input username format and verification settings of the user pool".</summary>
    public JsonObject Delivery(UserPool pool, string typed, IEnumerable<string> attributes)
    {
        var attribute = typed.Contains('@', StringComparison.Ordinal) ? "email" : typed.StartsWith('+') ? "phone_number" : attributes.FirstOrDefault() ?? "email";
        return Messenger.Delivery(attribute, Destination(pool, typed, attribute));
    }

    /// <summary>An address that such a user might have.</summary>
    public string Destination(UserPool pool, string typed, string attribute)
    {
        if (typed.Contains('@', StringComparison.Ordinal) == (attribute == "email") && (attribute == "email" || typed.StartsWith('+')))
        {
            return typed;
        }

        var drawn = Draw(pool, typed, "destination");
        return attribute == "email"
            ? $"{(char)('a' + (drawn[0] % 26))}@{(char)('a' + (drawn[1] % 26))}"
            : string.Create(CultureInfo.InvariantCulture, $"+1202555{BinaryPrimitives.ReadUInt32BigEndian(drawn) % 10_000:D4}");
    }

    private byte[] Draw(UserPool pool, string typed, string what) => Convert.FromBase64String(seal.Hash("imaginary user", $"{what}/{pool.Id}/{pool.Fold(typed)}"));
}
