namespace Emulation.Cognito.SignIn;

/// <summary>The beginning of <c>CUSTOM_AUTH</c>; from then on the pool's functions go round by round.</summary>
internal sealed class CustomSignIn(Admission admission) : IStep
{
    /// <inheritdoc/>
    public async Task<StepResult> AskAsync(SignInCall call, SignInState state, CancellationToken cancellation)
    {
        state = await admission.AskForUserAsync(call, state, cancellation).ConfigureAwait(false);
        if (state.User is { } user)
        {
            Admission.Check(user);
        }

        return new Passed(call["CHALLENGE_NAME"] == "SRP_A" ? state with { Rounds = [new("SRP_A", true, null)] } : state, SignInStage.CustomRound);
    }
}
