using System.Collections.Immutable;
using Sam.Documents;
using Sam.Errors;
using Sam.Policies;
using Sam.RequestModels;
using Sam.Resources;

namespace Sam.Serverless;

/// <summary>
/// What an event has checked of requests: <c>RequestModel</c> with <c>ValidateBody</c> and <c>ValidateParameters</c>. Without one of these flags API Gateway looks at nothing,
/// whatever <c>RequestParameters</c> says. Source: AWS SAM, "RequestModel", and aws-sam-translator's <c>Api._add_swagger_integration</c>.
/// </summary>
internal static class EventChecks
{
    private const string Prefix = "method.request.";

    /// <summary>What is checked; null for nothing.</summary>
    public static RequestCheck? Of(ApiEvent one, Values api)
    {
        var request = one.Values.Inner("RequestModel");
        if (request.Text("Model") is not { } name)
        {
            return null;
        }

        if (api.Inner("Models")[name] is not { } model)
        {
            request.Report(
                "Model", $"The API declares no model '{name}'.",
                DidYouMean.Hint(name, api.Inner("Models").Map.Given.Select(static entry => entry.Key)) ?? "Declare it under Models of the API.");
            return null;
        }

        var checksBody = request.Flag("ValidateBody") == true;
        var models = ImmutableDictionary.Create<string, string>(StringComparer.OrdinalIgnoreCase);
        if (checksBody)
        {
            var schemas = new ModelSchemas(other => api.Inner("Models")[other] is { } found ? PolicyDocument.ToJson(found) : null);
            if (schemas.Whole(PolicyDocument.ToJson(model), out var problem) is not { } whole)
            {
                one.Values.Close("RequestModel", problem!, "Declare the model under Models of the API.");
                return null;
            }

            models = models.Add("application/json", whole);
        }

        var check = new RequestCheck
        {
            ChecksBody = checksBody,
            Models = models,
            Required = request.Flag("ValidateParameters") == true ? Required(one.Values) : [],
        };
        return check.ChecksAnything ? check : null;
    }

    private static ImmutableArray<string> Required(Values values) =>
    [
        .. values.Items("RequestParameters").OfType<MapNode>().SelectMany(static map => map.Given)
            .Where(static entry => entry.Value is MapNode settings && settings["Required"] is ScalarNode { Text: "true" or "True" })
            .Select(static entry => entry.Key.StartsWith(Prefix, StringComparison.Ordinal) ? entry.Key[Prefix.Length..] : entry.Key),
    ];
}
