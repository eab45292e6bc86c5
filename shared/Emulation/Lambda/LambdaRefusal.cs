using Emulation.Protocols.RestJson;
using Sam;

namespace Emulation.Lambda;

/// <summary>Lambda's refusals in its words. AWS Lambda API Reference, each operation's "Errors".</summary>
internal static class LambdaRefusal
{
    /// <summary>The member <c>Type</c> of their bodies.</summary>
    public const string Fault = "User";

    public static RestRefusal Throttled { get; } = Of(429, "TooManyRequestsException", "Rate Exceeded.");

    public static RestRefusal NotFound(string message) => Of(404, "ResourceNotFoundException", message);

    public static RestRefusal Invalid(string message) => Of(400, "InvalidParameterValueException", message);

    /// <summary>A member that has none of the values that there are for it.</summary>
    public static RestRefusal NotOf(string member, string value, string values) => Of(
        400,
        "ValidationException",
        $"1 validation error detected: Value '{value}' at '{member}' failed to satisfy constraint: Member must satisfy enum value set: [{values}]");

    /// <summary>Of a permission on a version or an alias that a function does not have.</summary>
    public static RestRefusal NoVersion(FunctionReference target) =>
        NotFound(target.Qualifier!.All(char.IsAsciiDigit) ? $"Function not found: {target.QualifiedArn}" : $"Cannot find alias arn: {target.QualifiedArn}");

    /// <summary>LocalAws's own: the function cannot be run here.</summary>
    public static RestRefusal Closed(Closure closure) => Of(501, "NotImplementedException", $"LocalAws cannot run this function: {closure}");

    public static RestRefusal Of(int status, string type, string message) => new(status, type, message) { Fault = Fault };
}
