using System.Text.Json.Nodes;
using Emulation.Cognito.Protocol;
using Emulation.Cognito.Triggers;
using Emulation.Cognito.Users;

namespace Emulation.Cognito.SignIn;

/// <summary>
/// <c>CUSTOM_AUTH</c>: three functions of the pool decide what to ask, make the question and judge the answer. Amazon Cognito Developer Guide, "Custom
/// authentication challenge Lambda triggers".
/// </summary>
internal sealed class CustomSignIn(SignInSessions sessions, TriggerRunner triggers)
{
    private const string Challenge = "CUSTOM_CHALLENGE";

    /// <summary>Asks the pool's function for the next step, and takes it.</summary>
    /// <param name="call">The call.</param>
    /// <param name="user">The user; null for one who is not there.</param>
    /// <param name="state">The rounds so far.</param>
    /// <param name="startSrp">Begins the password's round when the function asks for it.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The next challenge, or null when the user is in.</returns>
    public async Task<SignInOutcome?> NextAsync(SignInCall call, CognitoUser? user, SignInState state, Func<Task<SignInOutcome>> startSrp, CancellationToken cancellation)
    {
        var subject = call.Subject(state.Username);
        var request = Request(call, user, state);
        var defined = await triggers.RunAsync(
            "DefineAuthChallenge", "DefineAuthChallenge_Authentication", subject, request,
            new JsonObject { ["challengeName"] = null, ["issueTokens"] = null, ["failAuthentication"] = null }, cancellation).ConfigureAwait(false)
            ?? throw Refusal.Invalid("Custom auth lambda trigger is not configured for the user pool.");
        if (TriggerRunner.Says(defined, "failAuthentication"))
        {
            throw Refusal.WrongPassword;
        }

        if (TriggerRunner.Says(defined, "issueTokens"))
        {
            return user is null ? throw Refusal.WrongPassword : null;
        }

        return TriggerRunner.Text(defined, "challengeName") switch
        {
            Challenge => await CreateAsync(call, user, state, subject, cancellation).ConfigureAwait(false),
            "SRP_A" or "PASSWORD_VERIFIER" when call["SRP_A"] is not null => await startSrp().ConfigureAwait(false),
            var other => throw new CognitoException("InvalidLambdaResponseException", $"Unrecognizable challenge name '{other}' in the answer of DefineAuthChallenge."),
        };
    }

    /// <summary>Judges an answer.</summary>
    /// <returns>The state with one more round.</returns>
    public async Task<SignInState> AnswerAsync(SignInCall call, CognitoUser? user, SignInState state, CancellationToken cancellation)
    {
        var request = new JsonObject
        {
            ["userAttributes"] = user is null ? [] : TriggerRunner.AttributesOf(user),
            ["privateChallengeParameters"] = JsonNode.Parse(state.PrivateParameters ?? "{}"),
            ["challengeAnswer"] = call.Required("ANSWER"),
            ["clientMetadata"] = TriggerRunner.Map(call.Metadata),
            ["userNotFound"] = user is null,
        };
        var verified = await triggers.RunAsync(
            "VerifyAuthChallengeResponse", "VerifyAuthChallengeResponse_Authentication", call.Subject(state.Username), request,
            new JsonObject { ["answerCorrect"] = null }, cancellation).ConfigureAwait(false);
        if (!sessions.TryUse(state))
        {
            throw Refusal.UsedSession;
        }

        var metadata = state.Rounds is [.., { ChallengeName: Challenge } open] ? open.ChallengeMetadata : null;
        var rounds = state.Rounds is [.. var before, { ChallengeName: Challenge, ChallengeResult: false }] ? before : state.Rounds;
        return state with { Rounds = [.. rounds, new CustomRound(Challenge, TriggerRunner.Says(verified, "answerCorrect"), metadata)] };
    }

    private async Task<SignInOutcome> CreateAsync(SignInCall call, CognitoUser? user, SignInState state, TriggerSubject subject, CancellationToken cancellation)
    {
        var request = Request(call, user, state);
        request["challengeName"] = Challenge;
        var created = await triggers.RunAsync(
            "CreateAuthChallenge", "CreateAuthChallenge_Authentication", subject, request,
            new JsonObject { ["publicChallengeParameters"] = null, ["privateChallengeParameters"] = null, ["challengeMetadata"] = null },
            cancellation).ConfigureAwait(false)
                ?? [];
        var parameters = created["publicChallengeParameters"] is JsonObject made ? (JsonObject)made.DeepClone() : [];
        parameters["USERNAME"] = state.Username;
        var next = state with
        {
            Challenge = Challenge,
            PrivateParameters = created["privateChallengeParameters"]?.ToJsonString(),
            Rounds = [.. state.Rounds, new CustomRound(Challenge, false, TriggerRunner.Text(created, "challengeMetadata"))],
        };
        return SignInOutcome.Ask(Challenge, sessions.Close(next, call.Client.SessionLifetime), parameters);
    }

    private static JsonObject Request(SignInCall call, CognitoUser? user, SignInState state) => new()
    {
        ["userAttributes"] = user is null ? [] : TriggerRunner.AttributesOf(user),
        ["session"] = new JsonArray(
            [.. state.Rounds.Select(static round =>
                (JsonNode)new JsonObject
                {
                    ["challengeName"] = round.ChallengeName,
                    ["challengeResult"] = round.ChallengeResult,
                    ["challengeMetadata"] = round.ChallengeMetadata,
                })]),
        ["clientMetadata"] = TriggerRunner.Map(call.Metadata),
        ["userNotFound"] = user is null,
    };
}
