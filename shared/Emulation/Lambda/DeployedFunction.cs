using Sam;

namespace Emulation.Lambda;

/// <summary>A function and the folder of its code: a project, or files ready to run.</summary>
internal sealed record DeployedFunction(Function Function, string Code)
{
    /// <summary>The function's name.</summary>
    public string Name => Function.FunctionName;

    /// <summary>What people are told that it is: its name in the template.</summary>
    public string Shown => Function.LogicalId;
}
