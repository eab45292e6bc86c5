using Harness.Targets;

namespace Integration.Targets;

/// <summary>Where the stack of these tests runs.</summary>
public enum TargetKind
{
    /// <summary>In this process: the default.</summary>
    InProcess,

    /// <summary>In a container, of the image that <c>LOCALAWS_IMAGE</c> names or <c>localaws:latest</c>.</summary>
    Container,

    /// <summary>In a process of its own: the program that <c>LOCALAWS_PROGRAM</c> names, as it is published.</summary>
    Program,

    /// <summary>In an AWS account, as the stack that <c>LOCALAWS_STACK</c> names.</summary>
    Aws,
}

/// <summary>The stack where <c>LOCALAWS_TARGET</c> says.</summary>
/// <param name="Kind">Where.</param>
/// <param name="Stack">The stack; null when it is missing.</param>
/// <param name="Missing">Why there is none, where a test cannot be blamed for it.</param>
/// <param name="ReadLog">What was logged so far.</param>
internal sealed record TestTarget(TargetKind Kind, IAwsTarget? Stack, string? Missing, Func<CancellationToken, Task<IReadOnlyCollection<string>>>? ReadLog = null)
{
    /// <exception cref="InvalidOperationException">The variable has another value, or what it names cannot be used.</exception>
    public static Task<TestTarget> StartAsync(CancellationToken cancellation) => Environment.GetEnvironmentVariable("LOCALAWS_TARGET") switch
    {
        null or "" or "process" => InProcess.StartAsync(cancellation),
        "container" => InContainer.StartAsync(cancellation),
        "program" => AsProgram.StartAsync(cancellation),
        "aws" => OnAws.StartAsync(cancellation),
        var other => throw new InvalidOperationException($"LOCALAWS_TARGET is '{other}'. It may be 'process', 'container', 'program' or 'aws'."),
    };

    /// <summary>A line that was written may take a moment to be read.</summary>
    public Task<IReadOnlyCollection<string>> LogWithAsync(Func<string, bool> line, CancellationToken cancellation)
    {
        Assert.SkipWhen(ReadLog is null, "LocalAws only: AWS keeps no log of decisions");
        return LoggedLines.WithAsync(() => ReadLog!(cancellation), line, cancellation);
    }
}
