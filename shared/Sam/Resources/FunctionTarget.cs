namespace Sam.Resources;

/// <summary>A function of the template, and the alias or version of it that is meant.</summary>
/// <param name="LogicalId">The function.</param>
/// <param name="Qualifier">The alias or the number of the version; null for the function itself, which <c>$LATEST</c> is too.</param>
internal sealed record FunctionTarget(string LogicalId, string? Qualifier);
