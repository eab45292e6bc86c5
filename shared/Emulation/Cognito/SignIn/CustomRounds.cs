using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Emulation.Cognito.Protocol;
using Emulation.Cognito.Triggers;

namespace Emulation.Cognito.SignIn;

/// <summary>
/// The rounds of <c>CUSTOM_AUTH</c>: three functions of the pool decide what to ask, make the question and judge the answer. Amazon Cognito Developer Guide, "Custom authentication
/// challenge Lambda triggers".
/// </summary>
internal sealed class CustomRounds(Challenges challenges, TriggerRunner triggers) : IStep, IChallenge
{
    private const string Challenge = "CUSTOM_CHALLENGE";

    /// <inheritdoc/>
    public ImmutableArray<string> Names => [Challenge];

    /// <summary>Asks the pool's function for the next round, and takes it.</summary>
    public async Task<StepResult> AskAsync(SignInCall call, SignInState state, CancellationToken cancellation)
    {
        var defined = await triggers.RunAsync(
            "DefineAuthChallenge",
            "DefineAuthChallenge_Authentication",
            call.Subject(state.Username),
            Request(call, state),
            new JsonObject { ["challengeName"] = null, ["issueTokens"] = null, ["failAuthentication"] = null },
            cancellation).ConfigureAwait(false) ?? throw Refusal.Invalid("Custom auth lambda trigger is not configured for the user pool.");
        if (TriggerRunner.Says(defined, "failAuthentication"))
        {
            throw Refusal.WrongPassword;
        }

        if (TriggerRunner.Says(defined, "issueTokens"))
        {
            return state.User is null ? throw Refusal.WrongPassword : new Passed(state, SignInStage.Device);
        }

        return TriggerRunner.Text(defined, "challengeName") switch
        {
            Challenge => await CreateAsync(call, state, cancellation).ConfigureAwait(false),
            "SRP_A" or SrpChallenge.Name when call["SRP_A"] is not null => new Passed(state, SignInStage.Srp),
            var other => throw new CognitoException("InvalidLambdaResponseException", $"Unrecognizable challenge name '{other}' in the answer of DefineAuthChallenge."),
        };
    }

    /// <summary>Has an answer judged: one more round.</summary>
    public async Task<StepResult> AnswerAsync(SignInCall call, string challenge, CancellationToken cancellation)
    {
        var state = challenges.Open(call, challenge);
        if (state.User is { } user)
        {
            // Disabled since the last round, perhaps.
            Admission.Check(user);
        }

        var request = new JsonObject
        {
            ["userAttributes"] = AttributesOf(state),
            ["privateChallengeParameters"] = JsonNode.Parse(state.PrivateParameters ?? "{}"),
            ["challengeAnswer"] = call.Required("ANSWER"),
            ["clientMetadata"] = TriggerRunner.Map(call.Metadata),
            ["userNotFound"] = state.User is null,
        };
        var verified = await triggers.RunAsync(
            "VerifyAuthChallengeResponse", "VerifyAuthChallengeResponse_Authentication", call.Subject(state.Username), request,
            new JsonObject { ["answerCorrect"] = null }, cancellation).ConfigureAwait(false);
        challenges.Use(state);
        var metadata = state.Rounds is [.., { ChallengeName: Challenge } open] ? open.ChallengeMetadata : null;
        var rounds = state.Rounds is [.. var before, { ChallengeName: Challenge, ChallengeResult: false }] ? before : state.Rounds;
        return new Passed(state with { Rounds = [.. rounds, new CustomRound(Challenge, TriggerRunner.Says(verified, "answerCorrect"), metadata)] }, SignInStage.CustomRound);
    }

    private async Task<StepResult> CreateAsync(SignInCall call, SignInState state, CancellationToken cancellation)
    {
        var request = Request(call, state);
        request["challengeName"] = Challenge;
        var created = await triggers.RunAsync(
            "CreateAuthChallenge",
            "CreateAuthChallenge_Authentication",
            call.Subject(state.Username),
            request,
            new JsonObject { ["publicChallengeParameters"] = null, ["privateChallengeParameters"] = null, ["challengeMetadata"] = null },
            cancellation).ConfigureAwait(false) ?? [];
        var parameters = created["publicChallengeParameters"] is JsonObject made ? (JsonObject)made.DeepClone() : [];
        parameters["USERNAME"] = state.Username;
        var next = state with
        {
            PrivateParameters = created["privateChallengeParameters"]?.ToJsonString(),
            Rounds = [.. state.Rounds, new CustomRound(Challenge, false, TriggerRunner.Text(created, "challengeMetadata"))],
        };
        return challenges.Ask(call, next, Challenge, parameters);
    }

    private static JsonObject Request(SignInCall call, SignInState state) => new()
    {
        ["userAttributes"] = AttributesOf(state),
        ["session"] = new JsonArray(
            [.. state.Rounds.Select(static round =>
                (JsonNode)new JsonObject
                {
                    ["challengeName"] = round.ChallengeName,
                    ["challengeResult"] = round.ChallengeResult,
                    ["challengeMetadata"] = round.ChallengeMetadata,
                })]),
        ["clientMetadata"] = TriggerRunner.Map(call.Metadata),
        ["userNotFound"] = state.User is null,
    };

    private static JsonObject AttributesOf(SignInState state) => state.User is { } user ? TriggerRunner.AttributesOf(user) : [];
}
