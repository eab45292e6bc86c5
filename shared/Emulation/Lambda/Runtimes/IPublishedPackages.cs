namespace Emulation.Lambda.Runtimes;

/// <summary>What a function's sources need, for another system than this.</summary>
internal interface IPublishedPackages
{
    /// <summary>Also of the folder in which they are kept: one for all functions that share them.</summary>
    string Name { get; }

    /// <summary>The same until they must be installed anew.</summary>
    string Stamp { get; }

    /// <summary>Installs them into an empty folder, as they lie beside the sources.</summary>
    /// <exception cref="FunctionBuildException">They cannot be had for that system.</exception>
    Task InstallAsync(BuildOutput output, string system, CancellationToken cancellation);
}
