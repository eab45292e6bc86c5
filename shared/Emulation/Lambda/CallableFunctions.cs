namespace Emulation.Lambda;

/// <summary>
/// The functions of a stack, for the services that call them on behalf of a resource: each is found by the name that the resource has for it, then permitted, then invoked.
/// </summary>
internal sealed record CallableFunctions(FunctionDirectory Directory, FunctionPermission Permission, IFunctions Host);
