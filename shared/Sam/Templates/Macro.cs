using Sam.Documents;
using Sam.Errors;

namespace Sam.Templates;

/// <summary><c>Fn::Transform</c>: a value that a macro of the account makes, and so one that nobody knows here.</summary>
internal static class Macro
{
    public const string Function = "Fn::Transform";

    public const string Include = "AWS::Include";

    public static UnknownNode Unknown(Node call) => new(call.Line, Why(call));

    /// <summary>Why what a macro makes is not known.</summary>
    public static Unknown Why(Node call) => call is MapNode { } map && map["Name"] is ScalarNode { Text: var name }
        ? name == Include
            ? new Unknown("What AWS::Include puts here is in a file that LocalAws does not read.", "Give a Location on this machine, relative to the template.")
            : new Unknown($"The macro '{name}' makes this value, and LocalAws runs no macros.", "Write out what it makes, or load the template as it is after processing.")
        : new Unknown("A macro makes this value, and LocalAws runs no macros.", "Write out what it makes, or load the template as it is after processing.");
}
