using Sam;

namespace Emulation.Lambda;

/// <summary>A function and the folder of its code: a project, or files ready to run.</summary>
internal sealed record DeployedFunction(Function Function, string Code)
{
    /// <summary>The function's name.</summary>
    public string Name => Function.FunctionName;

    /// <summary>Whether the folder has all that the function needs, as <c>sam build</c> leaves it: then nothing is built, whatever sources lie there too.</summary>
    public bool IsBuilt { get; init; }
}
