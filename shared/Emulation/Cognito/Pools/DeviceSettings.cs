using Emulation.Cognito.Protocol;

namespace Emulation.Cognito.Pools;

/// <summary>How a pool remembers devices. Amazon Cognito API Reference, DeviceConfigurationType.</summary>
/// <param name="ReplacesFactor">Whether the proof of a remembered device stands for the second factor (<c>ChallengeRequiredOnNewDevice</c>).</param>
/// <param name="OnlyOnPrompt">Whether a device that was confirmed is remembered only once its user says so.</param>
internal sealed record DeviceSettings(bool ReplacesFactor, bool OnlyOnPrompt)
{
    /// <summary>Null without any of the two members: the pool remembers none then.</summary>
    public static DeviceSettings? Read(Fields? configuration)
    {
        var replaces = configuration?.Flag("ChallengeRequiredOnNewDevice");
        var onPrompt = configuration?.Flag("DeviceOnlyRememberedOnUserPrompt");
        return replaces is null && onPrompt is null ? null : new(replaces ?? false, onPrompt ?? false);
    }
}
