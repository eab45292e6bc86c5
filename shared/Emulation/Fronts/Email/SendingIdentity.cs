using System.Text.Json.Nodes;
using Emulation.Calls;
using Emulation.Upstreams;

namespace Emulation.Fronts.Email;

/// <summary>The identities that addresses belong to. Amazon SES Developer Guide, "Verified identities".</summary>
internal static class SendingIdentity
{
    /// <summary>An identity of the caller's account, an address or a domain, which is in lower case.</summary>
    public static string Arn(FrontCall call, string name)
    {
        var at = name.IndexOf('@', StringComparison.Ordinal);
        return $"arn:aws:ses:{call.Region}:{call.Home}:identity/{name[..(at + 1)]}{name[(at + 1)..].ToLowerInvariant()}";
    }

    /// <summary>
    /// The identities that a sender may turn out to be: the one that the call names, the address itself where it is verified, else its domain. Where the server does not tell,
    /// both.
    /// </summary>
    /// <param name="call">The call.</param>
    /// <param name="address">The sender.</param>
    /// <param name="named">The ARN that the call gives for it, of this account or another; null for none.</param>
    /// <exception cref="RefusedException">The ARN is of an identity to which the address does not belong.</exception>
    public static async ValueTask<IReadOnlyList<string>> OfSenderAsync(FrontCall call, EmailAddress address, string? named)
    {
        if (named is not null)
        {
            return [OfArn(named, address)];
        }

        var parents = Parents(address.Domain).ToList();
        var names = new JsonArray([.. parents.Prepend(address.Address).Select(static one => (JsonNode)one)]);
        var reply = await call.Behind.AskAsync("GetIdentityVerificationAttributes", new JsonObject { ["Identities"] = names }).ConfigureAwait(false);
        return reply is null
            ? [Arn(call, address.Address), Arn(call, address.Domain)]
            : [Arn(call, parents.Prepend(address.Address).FirstOrDefault(name => IsVerified(reply, name)) ?? address.Domain)];
    }

    private static bool IsVerified(JsonObject reply, string name) =>
        (reply["VerificationAttributes"] as JsonObject)?[name] is JsonObject known && known["VerificationStatus"]?.ToString() == "Success";

    /// <summary>A domain and those above it: what is verified is so for all below.</summary>
    private static IEnumerable<string> Parents(string domain)
    {
        for (var parent = domain; parent.Contains('.', StringComparison.Ordinal); parent = parent[(parent.IndexOf('.', StringComparison.Ordinal) + 1)..])
        {
            yield return parent;
        }
    }

    private static string OfArn(string arn, EmailAddress address) =>
        arn.Split(':', 6) is ["arn", "aws", "ses", { Length: > 0 }, { Length: 12 }, var named] && named.StartsWith("identity/", StringComparison.Ordinal)
            && (named["identity/".Length..] == address.Address || Parents(address.Domain).Contains(named["identity/".Length..], StringComparer.Ordinal))
            ? arn
            : throw new RefusedException(new ServiceRefusal(400, "InvalidParameterValue", $"'{Wire.ClientText.Shown(arn)}' is not the ARN of an identity of {address.Address}."));
}
