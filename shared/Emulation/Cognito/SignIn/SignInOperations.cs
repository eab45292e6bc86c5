using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Emulation.Cognito.Devices;
using Emulation.Cognito.Pools;
using Emulation.Cognito.Protocol;
using Emulation.Cognito.Tokens;
using Emulation.Cognito.Users;

namespace Emulation.Cognito.SignIn;

/// <summary>InitiateAuth, RespondToAuthChallenge, their administrator's twins, and refreshing. Amazon Cognito API Reference.</summary>
internal sealed class SignInOperations(PoolDirectory directory, UserStore store, SignInFlow signIns, RefreshTokens grants, TokenIssuer issuer, DeviceKeys devices)
{
    private const string ChallengeParameters = "ChallengeParameters";

    public IEnumerable<Operation> All =>
    [
        Operation.Open("InitiateAuth", call => InitiateAsync(call, directory.Of(call.Fields), isAdmin: false)),
        Operation.Signed("AdminInitiateAuth", call => InitiateAsync(call, AdminOf(call), isAdmin: true)),
        Operation.Open("RespondToAuthChallenge", call => RespondAsync(call, directory.Of(call.Fields))),
        Operation.Signed("AdminRespondToAuthChallenge", call => RespondAsync(call, AdminOf(call))),
        Operation.Open("GetTokensFromRefreshToken", GetTokensAsync),
        Operation.Open("RevokeToken", Revoke),
    ];

    /// <summary>Tokens for a user who is in. A device that is new gets its key with them.</summary>
    private async Task<IssuedTokens> IssueAsync(
        UserPool pool,
        UserPoolClient client,
        SignInOutcome outcome,
        ImmutableDictionary<string, string> metadata,
        CancellationToken cancellation)
    {
        var newDevice = outcome.IsOnNewDevice ? devices.New(pool) : null;
        var grant = grants.Begin(client, outcome.User!.Sub, [TokenIssuer.AdminScope], deviceKey: outcome.DeviceKey ?? newDevice);
        var tokens = await issuer.IssueAsync(
            new(pool, client, outcome.User, grant) { Source = outcome.TokenSource, ClientMetadata = metadata }, cancellation).ConfigureAwait(false);
        return tokens with { RefreshToken = grants.TokenOf(grant), NewDevice = newDevice };
    }

    private async Task<JsonObject> InitiateAsync(CognitoCall call, (UserPool Pool, UserPoolClient Client) of, bool isAdmin)
    {
        var flow = call.Fields.Required("AuthFlow");
        var step = call.SignIn(of.Pool, of.Client, "AuthParameters");
        var today = flow switch { "ADMIN_NO_SRP_AUTH" => "ADMIN_USER_PASSWORD_AUTH", "REFRESH_TOKEN" => "REFRESH_TOKEN_AUTH", _ => flow };
        CheckFlow(of.Client, today, isAdmin);
        if (today == "REFRESH_TOKEN_AUTH")
        {
            return await RefreshAsync(call, step, step.Required("REFRESH_TOKEN"), step["SECRET_HASH"]).ConfigureAwait(false);
        }

        return await AnswerAsync(step, await signIns.StartAsync(step, today, call.Cancellation).ConfigureAwait(false), call.Cancellation).ConfigureAwait(false);
    }

    private async Task<JsonObject> RespondAsync(CognitoCall call, (UserPool Pool, UserPoolClient Client) of)
    {
        var step = call.SignIn(of.Pool, of.Client, "ChallengeResponses");
        return await AnswerAsync(
            step, await signIns.AnswerAsync(step, call.Fields.Required("ChallengeName"), call.Cancellation).ConfigureAwait(false),
            call.Cancellation).ConfigureAwait(false);
    }

    private static void CheckFlow(UserPoolClient client, string today, bool isAdmin)
    {
        var isAdminFlow = today == "ADMIN_USER_PASSWORD_AUTH";
        if (isAdminFlow && !isAdmin || today == "USER_PASSWORD_AUTH" && isAdmin && !client.Flows.Contains(today))
        {
            throw Refusal.Invalid("Initiate Auth method not supported.");
        }

        if (today == "REFRESH_TOKEN_AUTH" && client.RotatesRefreshTokens)
        {
            throw new CognitoException("UnsupportedOperationException", "This API does not support refresh token rotation");
        }

        // The old name of a client's setting stands for the flow's new one.
        if (!(isAdminFlow && client.Flows.Contains("ADMIN_NO_SRP_AUTH")) && !(today == "CUSTOM_AUTH" && client.Flows.Contains("CUSTOM_AUTH_FLOW_ONLY")))
        {
            client.CheckFlow(today);
        }
    }

    private async Task<JsonObject> AnswerAsync(SignInCall step, SignInOutcome outcome, CancellationToken cancellation)
    {
        if (outcome.User is null)
        {
            var asked = new JsonObject { ["ChallengeName"] = outcome.Challenge, [ChallengeParameters] = outcome.Parameters.DeepClone() };
            if (outcome.Session is { } session)
            {
                asked["Session"] = session;
            }

            if (outcome.Available.Length > 0)
            {
                asked["AvailableChallenges"] = WireJson.List(outcome.Available.Select(static challenge => (JsonNode)challenge));
            }

            return asked;
        }

        var tokens = await IssueAsync(step.Pool, step.Client, outcome, step.Metadata, cancellation).ConfigureAwait(false);
        var result = Result(tokens);
        if (tokens.NewDevice is { } device)
        {
            result["AuthenticationResult"]!["NewDeviceMetadata"] = new JsonObject { ["DeviceKey"] = device, ["DeviceGroupKey"] = devices.GroupOf(step.Pool, device) };
        }

        return result;
    }

    private Task<JsonObject> RefreshAsync(CognitoCall call, SignInCall step, string token, string? secretHash)
    {
        // The hash of a refresh is over the user's own name or the sub; nobody types a name here.
        var user = grants.Read(token) is { } read ? store.BySub(step.Pool.Id, read.Grant.Sub) : null;
        step.Client.CheckSecretHash(user is not null && step.Client.IsSecretHash(user.Sub, secretHash) ? user.Sub : user?.Username ?? "", secretHash);
        return RefreshAsync(call, step, token);
    }

    private async Task<JsonObject> RefreshAsync(CognitoCall call, SignInCall step, string token)
    {
        var grant = grants.Open(token, step.Client);
        var user = store.BySub(step.Pool.Id, grant.Sub) ?? throw Refusal.RefreshTokenOfNobody;
        if (!user.Enabled)
        {
            throw Refusal.UserIsDisabled;
        }

        if (user.SignedOutAt is { } signedOut && grant.AuthTime <= signedOut)
        {
            throw Refusal.RevokedRefreshToken;
        }

        if (grant.DeviceKey is { } device && (step["DEVICE_KEY"] ?? call.Fields.Text("DeviceKey")) != device)
        {
            throw new CognitoException(Refusal.InvalidRefreshToken.Type, "Invalid Refresh Token.", "the token belongs to a device, and DEVICE_KEY is not that device's");
        }

        grant = grants.Use(token, step.Client);
        var tokens = await issuer.IssueAsync(
            new(step.Pool, step.Client, user, grant) { Source = TokenIssuer.RefreshSource, ClientMetadata = step.Metadata },
            call.Cancellation).ConfigureAwait(false);
        return Result(step.Client.RotatesRefreshTokens ? tokens with { RefreshToken = grants.TokenOf(grant) } : tokens);
    }

    private async Task<JsonObject> GetTokensAsync(CognitoCall call)
    {
        var (pool, client) = directory.Of(call.Fields);
        CheckSecret(client, call.Fields.Text("ClientSecret", 24, 64));
        if (!client.RotatesRefreshTokens)
        {
            client.CheckFlow("REFRESH_TOKEN_AUTH");
        }

        var answer = await RefreshAsync(call, call.SignIn(pool, client, "AuthParameters"), call.Fields.Required("RefreshToken")).ConfigureAwait(false);
        answer.Remove(ChallengeParameters);
        return answer;
    }

    private Task<JsonObject> Revoke(CognitoCall call)
    {
        var client = directory.ClientOf(call.Fields);
        if (!HasProof(client, call.Fields.Text("ClientSecret", 24, 64)))
        {
            throw new CognitoException("UnauthorizedException", "Invalid client or secret");
        }

        if (!client.CanRevoke)
        {
            throw new CognitoException("UnsupportedOperationException", "This feature is not enabled for this client");
        }

        var token = call.Fields.Required("Token");
        if (grants.Read(token) is not { } read)
        {
            throw token.Count(static c => c == '.') == 2
                ? new CognitoException("UnsupportedTokenTypeException", "Unsupported token type")
                : Refusal.Invalid("Invalid Refresh Token");
        }

        if (read.Grant.ClientId != client.Id)
        {
            throw new CognitoException("UnauthorizedException", "Refresh token was not issued to this client.");
        }

        grants.Revoke(read.Grant);
        return Task.FromResult(new JsonObject());
    }

    /// <summary>A secret that a public client sends along proves nothing, and is not looked at.</summary>
    private static bool HasProof(UserPoolClient client, string? secret) => client.Secrets.IsEmpty || client.IsSecret(secret);

    private static void CheckSecret(UserPoolClient client, string? secret)
    {
        if (!HasProof(client, secret))
        {
            throw Refusal.NotAuthorized(secret is null
                ? $"Client {client.Id} is configured for secret but secret was not received"
                : $"Unable to verify secret hash for client {client.Id}");
        }
    }

    private static JsonObject Result(IssuedTokens tokens)
    {
        var result = new JsonObject { ["AccessToken"] = tokens.AccessToken, ["ExpiresIn"] = tokens.ExpiresIn, ["TokenType"] = "Bearer" };
        if (tokens.RefreshToken is { } refresh)
        {
            result["RefreshToken"] = refresh;
        }

        if (tokens.IdToken is { } id)
        {
            result["IdToken"] = id;
        }

        return new JsonObject { [ChallengeParameters] = new JsonObject(), ["AuthenticationResult"] = result };
    }

    private (UserPool Pool, UserPoolClient Client) AdminOf(CognitoCall call)
    {
        var pool = directory.PoolOf(call.Fields);
        return (pool, directory.ClientOf(pool, call.Fields));
    }
}
