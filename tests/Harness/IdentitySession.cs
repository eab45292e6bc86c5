using System.Text.Json.Nodes;
using Emulation.Cognito.Protocol;
using Emulation.CognitoIdentity;
using SigV4;

namespace Harness;

/// <summary>Trades a sign-in for the credentials of an identity pool's role, as a mobile app does.</summary>
internal static class IdentitySession
{
    public static async Task<AwsCredentials> OpenAsync(CognitoIdentityService identities, string poolId, UserTokens? user)
    {
        var logins = new JsonObject();
        if (user is not null)
        {
            logins[ProviderOf(user.IdToken)] = user.IdToken;
        }

        var identity = await CallAsync(identities, "GetId", new JsonObject { ["IdentityPoolId"] = poolId, ["Logins"] = logins }).ConfigureAwait(false);
        var answer = await CallAsync(
            identities, "GetCredentialsForIdentity",
            new JsonObject { ["IdentityId"] = (string?)identity["IdentityId"], ["Logins"] = logins.DeepClone() }).ConfigureAwait(false);
        var credentials = answer["Credentials"]!;
        return new AwsCredentials((string)credentials["AccessKeyId"]!, (string)credentials["SecretKey"]!, (string)credentials["SessionToken"]!);
    }

    /// <summary>The user pool as <c>Logins</c> names it: its tokens end their issuer with its id.</summary>
    private static string ProviderOf(string idToken)
    {
        var payload = JsonNode.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(idToken.Split('.')[1]))!;
        var pool = new Uri((string)payload["iss"]!).Segments[^1];
        return $"cognito-idp.{pool[..pool.IndexOf('_', StringComparison.Ordinal)]}.amazonaws.com/{pool}";
    }

    private static Task<JsonObject> CallAsync(CognitoIdentityService identities, string operation, JsonObject request) =>
        identities.Operations[operation].RunAsync(new CognitoCall(new Fields(request), CancellationToken.None));
}
