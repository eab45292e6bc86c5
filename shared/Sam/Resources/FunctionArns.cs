using System.Collections.Immutable;
using Sam.Errors;
using Sam.Naming;

namespace Sam.Resources;

/// <summary>The functions of the template, by name and ARN: what a route, an authorizer or a user pool calls is one of them, or nothing that LocalAws could call.</summary>
internal sealed class FunctionArns(ImmutableArray<Resource> resources)
{
    private const string Remedy = "Write !Sub arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Function.Arn}/invocations.";

    private readonly Dictionary<string, Resource> byName = ByName(resources);

    public static bool IsFunction(Resource resource) => resource.TypeName is "AWS::Serverless::Function" or "AWS::Lambda::Function";

    public static string Of(Resource function) => function.Physical.Arn("lambda", $"function:{function.Physical.Name}");

    /// <summary>The function that a name, an ARN or a part of one means; null when the template declares none such.</summary>
    public FunctionTarget? Target(string text) =>
        FunctionSpelling.Read(text) is { } spelt && byName.TryGetValue(spelt.Name, out var function)
        && (spelt.Region is null || spelt.Region == function.Physical.Stack.Region) && (spelt.Account is null || spelt.Account == function.Physical.Stack.AccountId)
            ? new FunctionTarget(function.LogicalId, spelt.Qualifier)
            : null;

    /// <summary>The function whose ARN a property holds; null for one of another template, which closes what the property belongs to, and for a wrong value.</summary>
    public FunctionTarget? Target(Values values, string property) => values.Text(property) is { } arn ? Find(values, property, arn) : null;

    /// <summary>As <see cref="Target(Values, string)"/>, for the URI by which API Gateway calls a function.</summary>
    public FunctionTarget? TargetOfUri(Values values, string property)
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

    /// <summary>As <see cref="Target(string)"/>, of the URI by which API Gateway calls a function.</summary>
    public FunctionTarget? TargetOfUri(string uri)
    {
        const string before = ":lambda:path/2015-03-31/functions/";
        const string after = "/invocations";
        var start = uri.IndexOf(before, StringComparison.Ordinal);
        return start < 0 || !uri.EndsWith(after, StringComparison.Ordinal) || uri.Length - after.Length < start + before.Length
            ? null
            : Target(uri[(start + before.Length)..^after.Length]);
    }

    /// <summary>The logical id of <see cref="Target(Values, string)"/>.</summary>
    public string? LogicalId(Values values, string property) => Target(values, property)?.LogicalId;

    private static Dictionary<string, Resource> ByName(ImmutableArray<Resource> resources)
    {
        var byName = new Dictionary<string, Resource>(StringComparer.Ordinal);
        foreach (var function in resources.Where(IsFunction))
        {
            byName.TryAdd(function.Physical.Name, function);
        }

        return byName;
    }

    private FunctionTarget? Find(Values values, string property, string arn)
    {
        if (!arn.StartsWith("arn:", StringComparison.Ordinal))
        {
            values.Report(
                property, NoSuch(arn),
                DidYouMean.Closest(arn, byName.Values.Select(static function => function.LogicalId)) is { } name
                    ? $"Write !GetAtt {name}.Arn." : "Refer to a function of the template with !GetAtt Function.Arn.");
            return null;
        }

        if (Target(arn) is { } target)
        {
            return target;
        }

        // Somebody else's function may well be there on AWS. Here nobody can call it, or say what it answers.
        values.Close(property, NoSuch(arn), "Refer to a function of the template with !GetAtt Function.Arn.");
        return null;
    }

    private static string NoSuch(string arn) => $"The template declares no function with the ARN '{arn}'.";
}
