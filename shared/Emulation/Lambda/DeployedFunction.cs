using Sam;

namespace Emulation.Lambda;

/// <summary>A function and what it runs.</summary>
/// <param name="Function">The function.</param>
/// <param name="Code">The folder of its code: a project, or files ready to run.</param>
internal sealed record DeployedFunction(Function Function, string Code)
{
    /// <summary>The function's name.</summary>
    public string Name => Function.FunctionName;
}
