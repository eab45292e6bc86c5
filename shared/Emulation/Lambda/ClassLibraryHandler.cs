using Sam;

namespace Emulation.Lambda;

/// <summary>
/// Handlers of the form <c>Assembly::Type::Method</c>: a class library, which Lambda's own .NET runtime loads. Lambda Developer Guide, "Define Lambda function
/// handler in C#".
/// </summary>
internal static class ClassLibraryHandler
{
    /// <summary>Why such a function cannot run here; null for any other, and for one whose folder says how to start it.</summary>
    /// <param name="runtime">The function's <c>Runtime</c>.</param>
    /// <param name="handler">The function's <c>Handler</c>.</param>
    /// <param name="code">The folder of its code.</param>
    public static string? WhyNot(string runtime, string handler, string code) =>
        !runtime.StartsWith("dotnet", StringComparison.Ordinal) || !handler.Contains("::", StringComparison.Ordinal) || File.Exists(Path.Combine(code, "bootstrap"))
            ? null
            : $"The handler '{handler}' is a method of a class library, which Lambda's own runtime for .NET loads; LocalAws starts programs. "
                + $"Make {handler.Split("::")[0]} a program that speaks the Lambda Runtime API and name it: 'Handler: {handler.Split("::")[0]}'.";

    /// <summary>The functions of a stack that cannot run for that reason, as errors of the template.</summary>
    public static IEnumerable<TemplateError> Errors(Stack stack) =>
        from function in stack.Functions
        let why = WhyNot(function.Runtime, function.Handler, function.CodeUri)
        where why is not null
        select new TemplateError(function.Line, function.LogicalId, "Handler", why, "");
}
