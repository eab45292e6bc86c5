namespace Sam;

/// <summary>A permission to call a function that cannot be told here. It gives nothing, and whoever needed it learns why.</summary>
/// <param name="Principal">Whom it is for; null where that cannot be told either.</param>
/// <param name="Closure">What closes it.</param>
public sealed record ClosedPermission(string? Principal, Closure Closure);
