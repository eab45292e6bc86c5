using LambdaHost.Errors;

namespace LambdaHost.Handlers;

/// <summary>A handler as a template writes it, <c>Assembly::Namespace.Type::Method</c>. The method may be a whole signature, as reflection prints it.</summary>
internal sealed record HandlerText(string Assembly, string Type, string Method)
{
    private const string Form = "The valid format is 'ASSEMBLY::TYPE::METHOD'.";

    /// <exception cref="LambdaValidationException">It has another form.</exception>
    public static HandlerText Parse(string? handler)
    {
        if (string.IsNullOrEmpty(handler))
        {
            throw new LambdaValidationException($"Empty lambda function handler. {Form}");
        }

        return handler.Split("::", 3, StringSplitOptions.TrimEntries) switch
        {
            ["", _, _] => throw Missing("assembly"),
            [_, "", _] => throw Missing("type"),
            [_, _, ""] => throw Missing("method"),
            [var assembly, var type, var method] => new HandlerText(assembly, type, method),
            _ => throw new LambdaValidationException($"Invalid lambda function handler: '{handler}'. {Form}"),
        };

        LambdaValidationException Missing(string part) => new($"Invalid lambda function handler: '{handler}', the {part} is missing. {Form}");
    }
}
