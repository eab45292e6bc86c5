namespace Sam.Resources;

/// <summary>A function that something calls.</summary>
/// <param name="LogicalId">The function.</param>
/// <param name="Qualifier">Its alias or version; null for the function itself, which <c>$LATEST</c> means too.</param>
internal sealed record FunctionTarget(string LogicalId, string? Qualifier);
