using System.Diagnostics.CodeAnalysis;
using Sam;

namespace Emulation.ApiGatewayV2;

/// <summary>The functions that an API may be integrated with: those of the stack.</summary>
internal sealed class StackFunctions(Stack stack)
{
    private const string InvocationSuffix = "/invocations";

    /// <summary>Finds the function of an ARN, or of the form <c>arn:aws:apigateway:{region}:lambda:path/2015-03-31/functions/{arn}/invocations</c>.</summary>
    /// <param name="uri">What the client sent.</param>
    /// <param name="function">The function.</param>
    /// <param name="problem">Why there is none, and which functions there are.</param>
    public bool TryFind(string? uri, [NotNullWhen(true)] out Function? function, [NotNullWhen(false)] out string? problem)
    {
        var arn = FunctionArn(uri ?? "");
        function = stack.Functions.FirstOrDefault(f => f.Arn.ToString() == arn);
        problem = function is null ? $"'{uri}' is no Lambda function of this LocalAws. There are: {string.Join(", ", stack.Functions.Select(static f => f.Arn))}." : null;
        return function is not null;
    }

    private string FunctionArn(string uri)
    {
        var prefix = $"arn:aws:apigateway:{stack.Region}:lambda:path/2015-03-31/functions/";
        return uri.StartsWith(prefix, StringComparison.Ordinal) && uri.EndsWith(InvocationSuffix, StringComparison.Ordinal) && uri.Length > prefix.Length + InvocationSuffix.Length
            ? uri[prefix.Length..^InvocationSuffix.Length]
            : uri;
    }
}
