using System.Collections.Immutable;
using Sam.Errors;

namespace Sam.Resources;

/// <summary>The functions of the template, by ARN: what an authorizer or a user pool calls must be one of them.</summary>
internal sealed class FunctionArns(ImmutableArray<Resource> resources)
{
    private const string Remedy = "Write !Sub arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Function.Arn}/invocations.";

    private readonly Dictionary<string, string> byArn = resources.Where(IsFunction).ToDictionary(Of, static function => function.LogicalId, StringComparer.Ordinal);

    public static bool IsFunction(Resource resource) => resource.TypeName is "AWS::Serverless::Function" or "AWS::Lambda::Function";

    public static string Of(Resource function) => function.Physical.Arn("lambda", $"function:{function.Physical.Name}");

    /// <summary>The template's function that an ARN means, with its alias or version; null of any other.</summary>
    public FunctionTarget? Target(string text)
    {
        if (byArn.TryGetValue(text, out var whole))
        {
            return new FunctionTarget(whole, null);
        }

        var colon = text.LastIndexOf(':');
        return colon > 0 && byArn.TryGetValue(text[..colon], out var function)
            ? new FunctionTarget(function, text[(colon + 1)..] is var qualifier && qualifier == "$LATEST" ? null : qualifier)
            : null;
    }

    /// <summary>The logical id of the function whose ARN a property holds, or null after an error, which has been reported.</summary>
    public string? LogicalId(Values values, string property)
    {
        if (values.Text(property) is not { } arn)
        {
            return null;
        }

        return Find(values, property, arn);
    }

    /// <summary>As <see cref="LogicalId"/>, for the URI by which API Gateway calls a function.</summary>
    public string? OfUri(Values values, string property)
    {
        const string before = ":lambda:path/2015-03-31/functions/";
        const string after = "/invocations";
        if (values.Text(property) is not { } uri)
        {
            if (values[property] is null)
            {
                values.Report(property, "The function's URI is missing.", Remedy);
            }

            return null;
        }

        var start = uri.IndexOf(before, StringComparison.Ordinal);
        if (start < 0 || !uri.EndsWith(after, StringComparison.Ordinal) || uri.Length - after.Length < start + before.Length)
        {
            values.Report(property, $"'{uri}' is not the URI of a function.", Remedy);
            return null;
        }

        return Find(values, property, uri[(start + before.Length)..^after.Length]);
    }

    /// <summary>The logical id of the function that a URI names; null when it is none of the template's.</summary>
    public string? IdOfUri(string uri)
    {
        const string before = ":lambda:path/2015-03-31/functions/";
        const string after = "/invocations";
        var start = uri.IndexOf(before, StringComparison.Ordinal);
        return start < 0 || !uri.EndsWith(after, StringComparison.Ordinal) || uri.Length - after.Length < start + before.Length
            ? null
            : byArn.GetValueOrDefault(uri[(start + before.Length)..^after.Length]);
    }

    private string? Find(Values values, string property, string arn)
    {
        if (byArn.TryGetValue(arn, out var logicalId))
        {
            return logicalId;
        }

        values.Report(
            property, $"The template declares no function with the ARN '{arn}'.",
            DidYouMean.Closest(arn, byArn.Values) is { } name ? $"Write !GetAtt {name}.Arn." : "Refer to a function of the template with !GetAtt Function.Arn.");
        return null;
    }
}
