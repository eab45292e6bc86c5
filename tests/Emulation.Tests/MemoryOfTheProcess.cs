namespace Emulation.Tests;

/// <summary>Tests that measure the memory of the whole process, and so run while no other test does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public static class MemoryOfTheProcess
{
    public const string Name = "memory of the process";
}
