using Emulation.Lambda.Runtimes;

namespace Emulation.Lambda;

/// <summary>How a function is started, for people.</summary>
internal sealed record FunctionStart(DeployedFunction Function)
{
    /// <summary>Null of a function that cannot be started, or of which that is known only when it is built.</summary>
    public LaunchCommand? Command { get; init; }

    /// <summary>What has to be built first; null when nothing has.</summary>
    public string? Unbuilt { get; init; }

    /// <summary>Why it cannot be started; null when it can.</summary>
    public string? WhyNot { get; init; }

    /// <summary>What a person should know of it; null when nothing.</summary>
    public string? Note => WhyNot is not null ? $"closed: {WhyNot}"
        : string.Join(" ", ((string?[])[Unbuilt is null ? null : $"'localaws up' builds {Unbuilt} first.", Command?.Note]).OfType<string>()) is { Length: > 0 } notes ? notes : null;
}
