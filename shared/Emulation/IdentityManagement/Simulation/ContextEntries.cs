using System.Collections.Immutable;
using System.Globalization;
using Emulation.IdentityManagement.Api;
using Emulation.Protocols.Query;
using Iam;

namespace Emulation.IdentityManagement.Simulation;

/// <summary>The condition keys that a simulation is given.</summary>
internal static class ContextEntries
{
    private static readonly ImmutableArray<string> Types =
        ["string", "stringList", "numeric", "numericList", "boolean", "booleanList", "ip", "ipList", "binary", "binaryList", "date", "dateList"];

    /// <summary>Sets them, each with its name in <paramref name="given"/>; false with an error when one is not of its type.</summary>
    public static bool Read(IamCall call, ConditionContext context, HashSet<string> given, out QueryError error)
    {
        foreach (var entry in call.Parameters.Members("ContextEntries"))
        {
            var (name, type) = (call[$"{entry}.ContextKeyName"], call[$"{entry}.ContextKeyType"]);
            ImmutableArray<string> values = [.. call.List($"{entry}.ContextKeyValues")];
            if (FaultOf(name, type, values) is { } fault)
            {
                error = fault;
                return false;
            }

            context.Set(name!, values);
            given.Add(name!);
        }

        error = null!;
        return true;
    }

    private static QueryError? FaultOf(string? name, string? type, ImmutableArray<string> values) =>
        name is not { Length: >= 5 and <= 256 }
            ? QueryError.Validation(
                "1 validation error detected: Value at 'contextEntries.member.contextKeyName' failed to satisfy constraint: Member must have length between 5 and 256, inclusive")
        : type is null || !Types.Contains(type) ? IamError.InvalidInput($"The type of the context key {name} must be one of {string.Join(", ", Types)}.")
        : !type.EndsWith("List", StringComparison.Ordinal) && values.Length > 1
            ? IamError.InvalidInput($"Context key {type} expected a single value, but received {values.Length}.")
        : type.StartsWith("numeric", StringComparison.Ordinal) && !values.All(IsNumber) ? IamError.InvalidInput($"Invalid context value for key {name}: expected numeric format.")
        : null;

    private static bool IsNumber(string value) => decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
}
