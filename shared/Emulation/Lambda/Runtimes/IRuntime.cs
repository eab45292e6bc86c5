namespace Emulation.Lambda.Runtimes;

/// <summary>How functions of one kind are made ready and started. AWS Lambda Developer Guide, "Lambda runtimes".</summary>
internal interface IRuntime
{
    /// <summary>What a <c>CodeUri</c> may name for it, as part of a sentence; empty where <see cref="UnservedLanguage"/> tells it.</summary>
    string Takes { get; }

    /// <summary>What it cannot do on this machine, and what to do about it; null when nothing.</summary>
    string? Lacks { get; }

    /// <summary>The file by which it knows a function's code, as part of a sentence; empty where <see cref="UnservedLanguage"/> tells it.</summary>
    string FileOf(DeployedFunction function);

    /// <summary>Whether a function is of this kind: by its <c>Runtime</c>, its <c>Handler</c> or what its folder has.</summary>
    bool Runs(DeployedFunction function);

    /// <summary>Why the <c>Handler</c> of such a function cannot run here, whatever is built; null when it can.</summary>
    string? WhyNot(DeployedFunction function);

    /// <summary>What must be made before the function starts; null when its code is taken as it is.</summary>
    IFunctionProject? ProjectOf(DeployedFunction function);

    /// <summary>What a folder of it for another machine is put together of; null where its project is built for that machine by itself.</summary>
    PublishedParts? PublishedOf(DeployedFunction function) => ProjectOf(function) is null ? new PublishedParts() : null;

    /// <summary>What this machine has not that functions of this runtime run on, wherever their code is, and what to do about it; null when nothing is known.</summary>
    string? Misses(DeployedFunction function) => null;

    /// <summary>How the function is started; null when there is nothing to start.</summary>
    /// <param name="function">The function.</param>
    /// <param name="code">The folder that its project was built into, or the function's own where it has none.</param>
    /// <exception cref="FunctionBuildException">This machine lacks what it needs.</exception>
    LaunchCommand? CommandOf(DeployedFunction function, string code);
}
