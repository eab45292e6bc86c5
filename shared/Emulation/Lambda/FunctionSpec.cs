namespace Emulation.Lambda;

/// <summary>A function as its processes need to know it.</summary>
/// <param name="Name">The function's name.</param>
/// <param name="Arn">Its ARN.</param>
/// <param name="CodePath">The folder of its code: a .NET project, or files ready to run.</param>
/// <param name="Handler">The handler; for .NET executables the assembly's name.</param>
/// <param name="Runtime">Such as <c>dotnet10</c>.</param>
/// <param name="Timeout">The longest that one invocation may take.</param>
/// <param name="MemorySizeMb">The most memory that one process may use, MiB.</param>
/// <param name="Environment">Variables of the template.</param>
/// <param name="Region">Its region.</param>
/// <param name="ReservedConcurrency">The most invocations at a time; null for no limit of its own.</param>
internal sealed record FunctionSpec(
    string Name,
    string Arn,
    string CodePath,
    string Handler,
    string Runtime,
    TimeSpan Timeout,
    int MemorySizeMb,
    IReadOnlyDictionary<string, string> Environment,
    string Region,
    int? ReservedConcurrency);
