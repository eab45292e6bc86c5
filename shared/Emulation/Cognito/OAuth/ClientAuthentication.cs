using System.Text;
using Emulation.Cognito.Pools;

namespace Emulation.Cognito.OAuth;

/// <summary>Which client calls: by HTTP Basic or by <c>client_id</c> and <c>client_secret</c> of the form. RFC 6749, section 2.3.1.</summary>
internal sealed class ClientAuthentication(PoolStore store)
{
    private const string Basic = "Basic ";

    public (UserPoolClient? Client, OAuthRefusal? Refusal) Authenticate(DomainCall call)
    {
        var (id, secret) = (call.Form!["client_id"], call.Form["client_secret"]);
        if (call.Http.Request.Headers.Authorization.ToString() is { Length: > 0 } header)
        {
            if (Read(header) is not { } given || (id is not null && id != given.Id))
            {
                return (null, OAuthRefusal.InvalidClient("The Authorization header is not Basic base64(client_id:client_secret) of the client that the form names."));
            }

            (id, secret) = given;
        }

        if (id is null)
        {
            return (null, OAuthRefusal.InvalidRequest("There is no client_id."));
        }

        return store.Client(id) is { } client && client.PoolId == call.Pool.Id && client.IsSecret(secret)
            ? (client, null)
            : (null, OAuthRefusal.InvalidClient("The user pool has no such client, or the client's secret is missing, wrong, or not expected."));
    }

    private static (string Id, string? Secret)? Read(string header)
    {
        var encoded = header.StartsWith(Basic, StringComparison.OrdinalIgnoreCase) ? header[Basic.Length..].Trim() : "";
        var bytes = new byte[encoded.Length];
        if (!Convert.TryFromBase64String(encoded, bytes, out var length))
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(bytes, 0, length);
        return text.IndexOf(':', StringComparison.Ordinal) is var colon and > 0 ? (text[..colon], text[(colon + 1)..] is { Length: > 0 } secret ? secret : null) : null;
    }
}
