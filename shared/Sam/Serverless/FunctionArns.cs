using System.Collections.Immutable;

using Sam.Errors;
using Sam.Resources;

namespace Sam.Serverless;

/// <summary>The functions of the template, by ARN: what an authorizer or a user pool calls must be one of them.</summary>
internal sealed class FunctionArns(ImmutableArray<Resource> resources)
{
    private readonly Dictionary<string, string> _byArn = resources.Where(IsFunction).ToDictionary(Of, static function => function.LogicalId, StringComparer.Ordinal);

    public static bool IsFunction(Resource resource) => resource.TypeName is "AWS::Serverless::Function" or "AWS::Lambda::Function";

    public static string Of(Resource function) => function.Physical.Arn("lambda", $"function:{function.Physical.Name}");

    /// <summary>The logical id of the function whose ARN a property holds, or null after an error, which has been reported.</summary>
    public string? LogicalId(Values values, string property)
    {
        if (values.Text(property) is not { } arn)
        {
            return null;
        }
        if (_byArn.TryGetValue(arn, out var logicalId))
        {
            return logicalId;
        }
        values.Report(
            property, $"The template declares no function with the ARN '{arn}'.",
            DidYouMean.Closest(arn, _byArn.Values) is { } name ? $"Write !GetAtt {name}.Arn." : "Refer to a function of the template with !GetAtt Function.Arn.");
        return null;
    }
}
