using System.Collections.Frozen;
using Emulation.Cognito.Protocol;
using Emulation.Cognito.Users;

namespace Emulation.Cognito.SignIn;

/// <summary>
/// A sign-in from its beginning to the user who is in: step after step, until one has something to ask or none is left. Amazon Cognito Developer Guide, "Authentication flows".
/// </summary>
internal sealed class SignInFlow(FrozenDictionary<SignInStage, IStep> steps, IEnumerable<IChallenge> challenges, UserFinder finder)
{
    private readonly FrozenDictionary<string, IChallenge> challenges =
        challenges.SelectMany(static challenge => challenge.Names, static (challenge, name) => (name, challenge))
            .ToFrozenDictionary(static pair => pair.name, static pair => pair.challenge, StringComparer.Ordinal);

    /// <summary>Begins a sign-in.</summary>
    /// <param name="call">The call.</param>
    /// <param name="flow">The flow, under the name of today's API.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="CognitoException">It is refused.</exception>
    public Task<SignInOutcome> StartAsync(SignInCall call, string flow, CancellationToken cancellation)
    {
        var username = call.Required("USERNAME");
        call.Client.CheckSecretHash(username, call["SECRET_HASH"]);
        var first = flow switch
        {
            "USER_PASSWORD_AUTH" or "ADMIN_USER_PASSWORD_AUTH" => SignInStage.Password,
            "USER_SRP_AUTH" => SignInStage.Srp,
            "USER_AUTH" => SignInStage.Choice,
            "CUSTOM_AUTH" => SignInStage.Custom,
            _ => throw Refusal.Invalid("Unsupported auth flow."),
        };
        var user = finder.Find(call.Pool, username);
        var state = new SignInState { Challenge = "", PoolId = call.Pool.Id, ClientId = call.Client.Id, Username = user?.Username ?? username, Flow = flow, User = user };
        state = state with { DeviceKey = call["DEVICE_KEY"] };
        return GoOnAsync(call, new Passed(state, first), cancellation);
    }

    /// <summary>Takes the answer to a challenge.</summary>
    /// <exception cref="CognitoException">It is refused.</exception>
    public async Task<SignInOutcome> AnswerAsync(SignInCall call, string challenge, CancellationToken cancellation)
    {
        var asked = challenges.GetValueOrDefault(challenge) ?? throw Refusal.ExpiredSession;
        return await GoOnAsync(call, await asked.AnswerAsync(call, challenge, cancellation).ConfigureAwait(false), cancellation).ConfigureAwait(false);
    }

    private async Task<SignInOutcome> GoOnAsync(SignInCall call, StepResult result, CancellationToken cancellation)
    {
        while (result is Passed passed)
        {
            result = await steps[passed.Next].AskAsync(call, passed.State, cancellation).ConfigureAwait(false);
        }

        return (SignInOutcome)result;
    }
}
