using Emulation.Cognito.Devices;
using Emulation.Cognito.Protocol;
using Emulation.Cognito.Users;

namespace Emulation.Cognito.SignIn;

/// <summary>
/// Asks a remembered device for its proof: in place of the second factor where the pool has it so, and after that factor elsewhere. Amazon Cognito Developer Guide, "Working with
/// user devices in your user pool".
/// </summary>
/// <param name="challenge">Asks.</param>
/// <param name="isForFactor">Whether this is where the second factor would be asked for.</param>
internal sealed class DeviceStep(DeviceChallenge challenge, bool isForFactor) : IStep
{
    /// <inheritdoc/>
    /// <exception cref="CognitoException">The sign-in names a device that the user does not have.</exception>
    public Task<StepResult> AskAsync(SignInCall call, SignInState state, CancellationToken cancellation)
    {
        state = call.TracksDevices ? state with { DeviceKey = call["DEVICE_KEY"] ?? state.DeviceKey } : state with { DeviceKey = null };
        var asks = Named(state) is { IsRemembered: true } && !state.IsDeviceProven && (!isForFactor || call.Pool.Devices!.ReplacesFactor);
        return Task.FromResult<StepResult>(asks ? challenge.Ask(call, state) : new Passed(state, isForFactor ? SignInStage.Code : SignInStage.Done));
    }

    private static UserDevice? Named(SignInState state) =>
        state.DeviceKey is not { } key ? null : state.User!.Devices.FirstOrDefault(device => device.Key == key) ?? throw DeviceOperations.NoDevice;
}
