namespace LambdaHost.Errors;

/// <summary>A handler that cannot be called. Callers see the type's name, which is the one of AWS's own.</summary>
internal sealed class LambdaValidationException(string message) : Exception(message);
