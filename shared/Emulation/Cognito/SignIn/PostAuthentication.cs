using System.Text.Json.Nodes;
using Emulation.Cognito.Triggers;

namespace Emulation.Cognito.SignIn;

/// <summary>The last step: the post authentication function learns of it, and the user is in.</summary>
internal sealed class PostAuthentication(TriggerRunner triggers) : IStep
{
    /// <inheritdoc/>
    public async Task<StepResult> AskAsync(SignInCall call, SignInState state, CancellationToken cancellation)
    {
        var user = state.User!;
        var isOnNewDevice = call.TracksDevices && state.DeviceKey is null;
        await triggers.RunAsync(
            "PostAuthentication",
            "PostAuthentication_Authentication",
            call.Subject(user.Username),
            new JsonObject { ["userAttributes"] = TriggerRunner.AttributesOf(user), ["newDeviceUsed"] = isOnNewDevice, ["clientMetadata"] = TriggerRunner.Map(call.Metadata) },
            [],
            cancellation).ConfigureAwait(false);
        var outcome = new SignInOutcome { User = user, DeviceKey = state.IsDeviceProven ? state.DeviceKey : null, IsOnNewDevice = isOnNewDevice };
        return state.TokenSource is { } source ? outcome with { TokenSource = source } : outcome;
    }
}
