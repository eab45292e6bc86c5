namespace Emulation.Lambda.Runtimes;

/// <summary>What is made before functions start, once for all that share it.</summary>
internal interface IFunctionProject
{
    /// <summary>Also of the folder that it is built into.</summary>
    string Name { get; }

    /// <summary>The same until something changes that the build reads.</summary>
    string Stamp { get; }

    /// <summary>Whether the function runs from what is made alone; false where its sources stay in their place, and only what they need is made.</summary>
    bool HoldsSources => true;

    /// <summary>
    /// Whether it is made in a folder apart, which then takes the place of the one before: what processes have loaded must not be written over.
    /// </summary>
    bool IsMadeApart => false;

    /// <summary>What builds several of its kind at once; null where each is built by itself.</summary>
    IProjectBatch? Batch => null;

    /// <exception cref="FunctionBuildException">It cannot be built.</exception>
    Task BuildAsync(BuildOutput output, CancellationToken cancellation);
}

/// <summary>What a build makes, and where.</summary>
/// <param name="Folder">Where the files go that functions are started from.</param>
/// <param name="Intermediate">Where a compiler keeps what it makes on the way.</param>
/// <param name="System">Another system that they are for, such as <c>linux-arm64</c>, together with what they need there; null for this machine.</param>
internal sealed record BuildOutput(string Folder, string Intermediate, string? System)
{
    /// <summary>Is told what is being done at the moment, in a few words.</summary>
    public Action<string> Step { get; init; } = static _ => { };
}
