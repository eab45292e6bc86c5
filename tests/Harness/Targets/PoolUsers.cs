using System.Text.Json;
using System.Text.Json.Nodes;
using Emulation.Clients;
using SigV4;

namespace Harness.Targets;

/// <summary>Makes users of a pool and signs them in over the wire, at a LocalAws elsewhere or at AWS.</summary>
/// <param name="aws">Calls the pool's service.</param>
/// <param name="administrator">Who may make users and set passwords.</param>
internal sealed class PoolUsers(AwsCaller aws, AwsCredentials administrator)
{
    /// <exception cref="InvalidOperationException">Cognito refused; its answer is in the message.</exception>
    public async Task<UserTokens> SignInAsync(string poolId, string clientId, string username)
    {
        var created = await aws.CognitoAsync(
            "AdminCreateUser",
            new JsonObject
            {
                ["UserPoolId"] = poolId,
                ["Username"] = username,
                ["MessageAction"] = "SUPPRESS",
                ["UserAttributes"] = username.Contains('@', StringComparison.Ordinal)
                    ? new JsonArray(new JsonObject { ["Name"] = "email", ["Value"] = username }, new JsonObject { ["Name"] = "email_verified", ["Value"] = "true" })
                    : [],
            },
            administrator,
            CancellationToken.None).ConfigureAwait(false);
        if (!created.IsSuccess && !created.Body.Contains("UsernameExistsException", StringComparison.Ordinal))
        {
            throw Refused("AdminCreateUser", created);
        }

        await CallAsync(
            "AdminSetUserPassword",
            new JsonObject { ["UserPoolId"] = poolId, ["Username"] = username, ["Password"] = LocalAws.UserPassword, ["Permanent"] = true },
            administrator).ConfigureAwait(false);
        var answer = await CallAsync(
            "InitiateAuth",
            new JsonObject
            {
                ["ClientId"] = clientId,
                ["AuthFlow"] = "USER_PASSWORD_AUTH",
                ["AuthParameters"] = new JsonObject { ["USERNAME"] = username, ["PASSWORD"] = LocalAws.UserPassword },
            },
            null).ConfigureAwait(false);
        var tokens = answer["AuthenticationResult"] ?? throw new InvalidOperationException($"InitiateAuth of {username} asks for more than a password: {answer["ChallengeName"]}.");
        return new UserTokens((string)tokens["IdToken"]!, (string)tokens["AccessToken"]!, (string)tokens["RefreshToken"]!, SubOf((string)tokens["IdToken"]!));
    }

    private async Task<JsonObject> CallAsync(string operation, JsonObject request, AwsCredentials? signer)
    {
        var answer = await aws.CognitoAsync(operation, request, signer, CancellationToken.None).ConfigureAwait(false);
        return answer.IsSuccess ? answer.Json! : throw Refused(operation, answer);
    }

    private static InvalidOperationException Refused(string operation, AwsAnswer answer) => new($"{operation} was refused: {(int)answer.Status} {answer.Body}");

    private static string SubOf(string token)
    {
        using var claims = JsonDocument.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(token.Split('.')[1]));
        return claims.RootElement.GetProperty("sub").GetString()!;
    }
}
