using System.Collections.Immutable;
using Emulation.Lambda.Runtimes;
using Emulation.Lambda.Sources;
using Sam;

namespace Emulation.Lambda;

/// <summary>A function and the folder of its code: a project, or files ready to run.</summary>
internal sealed record DeployedFunction(Function Function, string Code)
{
    /// <summary>The function's name.</summary>
    public string Name => Function.FunctionName;

    /// <summary>What people are told that it is: its name in the template.</summary>
    public string Shown => Function.LogicalId;

    /// <summary>Whether the folder has all that the function needs, as <c>sam build</c> leaves it: then nothing is built, whatever sources lie there too.</summary>
    public bool IsBuilt { get; init; }

    /// <summary>What makes the folder of its code first, with all that it needs; null where <see cref="Code"/> is that folder.</summary>
    public IFunctionProject? Source { get; init; }

    /// <summary>Its layers that are on this machine, the first below all others.</summary>
    public ImmutableArray<LayerSource> Layers { get; init; } = [];

    /// <summary>The files and folders in which a change may be one of its code; empty where they are <see cref="Code"/>.</summary>
    public ImmutableArray<string> Watched { get; init; } = [];

    /// <summary>What a person should know of where its code comes from, a sentence each.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>Why it cannot run here for a reason of where its code comes from; null when it can.</summary>
    public Closure? Closed { get; init; }

    /// <summary>All that must be made for its code and its layers, before what its runtime makes.</summary>
    public IEnumerable<IFunctionProject> Sources => Layers.Select(static layer => layer.Project).Append(Source).OfType<IFunctionProject>();
}
