using System.Text.Json.Nodes;
using Emulation.Cognito;
using Emulation.Cognito.Protocol;
using Emulation.Cognito.Users;

namespace Harness;

/// <summary>The tokens of a user who has signed in.</summary>
/// <param name="IdToken">For APIs that ask who the user is.</param>
/// <param name="AccessToken">For APIs that ask for scopes, and for Cognito itself.</param>
/// <param name="RefreshToken">For new ones.</param>
/// <param name="Sub">The user's id.</param>
public sealed record UserTokens(string IdToken, string AccessToken, string RefreshToken, string Sub);

/// <summary>Makes users of a pool and signs them in, past the steps that a test is not about.</summary>
internal static class UserSignIn
{
    public static async Task<UserTokens> SignInAsync(CognitoService cognito, string poolId, string clientId, string username)
    {
        try
        {
            await CallAsync(cognito, "AdminCreateUser", new JsonObject
            {
                ["UserPoolId"] = poolId,
                ["Username"] = username,
                ["MessageAction"] = "SUPPRESS",
                ["UserAttributes"] = username.Contains('@', StringComparison.Ordinal)
                    ? new JsonArray(new JsonObject { ["Name"] = "email", ["Value"] = username }, new JsonObject { ["Name"] = "email_verified", ["Value"] = "true" })
                    : [],
            }).ConfigureAwait(false);
        }
        catch (CognitoException e) when (e.Type == "UsernameExistsException")
        {
            // The user of an earlier test signs in again.
        }

        await CallAsync(
            cognito, "AdminSetUserPassword",
            new JsonObject { ["UserPoolId"] = poolId, ["Username"] = username, ["Password"] = LocalAws.UserPassword, ["Permanent"] = true }).ConfigureAwait(false);
        var pool = cognito.Directory.Pool(poolId);
        var client = cognito.Directory.Client(clientId);
        var user = new UserFinder(cognito.Stores.Users).Get(pool, username);
        var grant = cognito.RefreshTokens.Begin(client, user.Sub, [Emulation.Cognito.Tokens.TokenIssuer.AdminScope]);
        var tokens = await cognito.TokenIssuer.IssueAsync(
            new(pool, client, user, grant) { Source = "TokenGeneration_Authentication" }, CancellationToken.None).ConfigureAwait(false);
        return new UserTokens(tokens.IdToken!, tokens.AccessToken, cognito.RefreshTokens.TokenOf(grant), user.Sub);
    }

    private static Task<JsonObject> CallAsync(CognitoService cognito, string operation, JsonObject request) =>
        cognito.Operations[operation].RunAsync(new CognitoCall(new Fields(request), CancellationToken.None));
}
