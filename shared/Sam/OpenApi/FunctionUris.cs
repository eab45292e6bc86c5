using System.Text.RegularExpressions;
using Sam.Documents;
using Sam.Resources;

namespace Sam.OpenApi;

/// <summary>
/// The functions that an API's URIs name at one stage: <c>arn:aws:apigateway:REGION:lambda:path/2015-03-31/functions/ARN/invocations</c>, in which
/// <c>${stageVariables.NAME}</c> stands for what the stage gives.
/// </summary>
internal sealed partial class FunctionUris(FunctionArns functions, IReadOnlyDictionary<string, string> stageVariables, StackOptions stack)
{
    /// <summary>The stage's variables.</summary>
    public IReadOnlyDictionary<string, string> Variables => stageVariables;

    /// <summary>The function whose URI a property holds; null when it is none of the template's, for which what the property belongs to is closed.</summary>
    public FunctionTarget? Of(Values values, string property)
    {
        if (values[property] is null)
        {
            values.Close(property, "It is not said which function is called.", "Give the function's URI.");
            return null;
        }

        if (values.Text(property) is not { } written || Resolved(values, property, written) is not { } uri)
        {
            return null;
        }

        if (functions.TargetOfUri(uri) is { } function)
        {
            return function;
        }

        values.Close(property, $"'{uri}' is not the URI of a function of the template.", "Refer to a function of the template.");
        return null;
    }

    /// <summary>As <see cref="Of"/>, of an integration of an HTTP API, which takes the function's ARN as well.</summary>
    public FunctionTarget? OfHttpIntegration(Values values, string property) =>
        values[property] is ScalarNode { Text: var text } && text.StartsWith("arn:aws:lambda:", StringComparison.Ordinal) && Resolved(values, property, text) is { } arn
            ? functions.Target(values.With(property, ScalarNode.Of(arn, values.LineOf(property))), property)
            : Of(values, property);

    /// <summary>A text with the stage's variables in it; null when the stage lacks one, for which what the property belongs to is closed.</summary>
    public string? Resolved(Values values, string property, string text)
    {
        var missing = Variable().Matches(text).Select(static match => match.Groups[1].Value).FirstOrDefault(name => !stageVariables.ContainsKey(name));
        if (missing is not null)
        {
            values.Close(property, $"The stage has no variable '{missing}'.", "Give it among the stage's variables.");
            return null;
        }

        // What API Gateway itself puts in as it imports a document: "API Gateway ... variables".
        return Variable().Replace(text, match => stageVariables[match.Groups[1].Value])
            .Replace("${AWS::Partition}", "aws", StringComparison.Ordinal)
            .Replace("${AWS::Region}", stack.Region, StringComparison.Ordinal)
            .Replace("${AWS::AccountId}", stack.AccountId, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\$\{stageVariables\.([A-Za-z0-9_]+)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Variable();
}
