using Sam.Resources;

namespace Sam.Integrations;

/// <summary>The function of a Lambda authorizer: <c>AuthorizerUri</c>, in which a stage's variables may stand.</summary>
internal static class AuthorizerFunction
{
    private const string Property = "AuthorizerUri";

    /// <summary>The function; null of one that is not the template's, which closes the authorizer at the stage, and after an error, which has been reported.</summary>
    public static FunctionTarget? Of(Values authorizer, FunctionArns functions, IReadOnlyDictionary<string, string> variables, out Closure? closed)
    {
        closed = null;
        if (authorizer.Text(Property) is not { } uri)
        {
            if (authorizer[Property] is null)
            {
                authorizer.Report(Property, "The function's URI is missing.", FunctionUri.Remedy);
            }

            return null;
        }

        if (StageVariables.Into(uri, variables) is not { } written)
        {
            closed = authorizer.Close(Property, $"'{uri}' names a variable that the stage does not have.", "Give the stage the variable, or name the function.");
            return null;
        }

        if (FunctionUri.FunctionOf(written) is not { } named)
        {
            authorizer.Report(Property, $"'{written}' is not the URI of a function.", FunctionUri.Remedy);
            return null;
        }

        var target = functions.Target(named);
        closed = target is null
            ? authorizer.Close(
                Property, $"The function '{named}' is not of this template, so nobody here can ask it.", "Refer to a function of the template with !GetAtt Function.Arn.")
            : null;
        return target;
    }
}
