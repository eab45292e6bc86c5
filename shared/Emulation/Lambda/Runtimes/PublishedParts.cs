namespace Emulation.Lambda.Runtimes;

/// <summary>What a function's published folder is put together of, beside its code.</summary>
internal sealed record PublishedParts
{
    /// <summary>What is installed beside the code; null when that has all it needs.</summary>
    public IPublishedPackages? Packages { get; init; }

    /// <summary>Makes the code of its sources; null when they are the code.</summary>
    public IFunctionProject? Bundle { get; init; }

    /// <summary>Names of files and folders that are no part of it.</summary>
    public IReadOnlyCollection<string> Without { get; init; } = [];
}
