using System.Collections.Immutable;
using Sam.Documents;
using Sam.Integrations;
using Sam.Resources;

namespace Sam.RestApis;

/// <summary>Reads <c>Integration</c> of an <c>AWS::ApiGateway::Method</c>. AWS CloudFormation, "AWS::ApiGateway::Method Integration".</summary>
internal static class MethodIntegration
{
    private static readonly string[] Types = ["AWS_PROXY", "AWS", "HTTP_PROXY", "HTTP", "MOCK"];

    /// <summary>The integration, or null after an error, which has been reported, or where its type cannot be told.</summary>
    public static ApiIntegration? Read(Values method)
    {
        var values = method.Inner("Integration");
        if (values.Text("Type") is not { } type)
        {
            return null;
        }

        if (!Types.Contains(type))
        {
            values.Report(
                "Type", $"'{type}' is not a type of integration.", Errors.DidYouMean.Hint(type, Types) ?? "Write AWS_PROXY, with the function's Uri.");
            return null;
        }

        var verb = values.Text("IntegrationHttpMethod");
        if (type == "AWS_PROXY" && verb is not "POST")
        {
            CheckVerb(values, verb);
        }

        var isMock = type == "MOCK";
        var isHttp = type is "HTTP" or "HTTP_PROXY";
        if (!isMock && !isHttp && values["RequestParameters"] is not null)
        {
            values.Close("RequestParameters", "LocalAws does not change requests on their way to the function.", "Give it only where the template is deployed, with Fn::If.");
        }

        return new ApiIntegration(type.ToLowerInvariant(), values)
        {
            Uri = isMock ? null : values.Text("Uri"),
            HttpMethod = verb,
            Timeout = values.Integer("TimeoutInMillis", 50, LongestMilliseconds),
            RequestParameters = isHttp ? values.TextMap("RequestParameters") : ImmutableDictionary<string, string>.Empty,
            RequestTemplates = isMock || type == "HTTP" ? values.TextMap("RequestTemplates") : ImmutableDictionary<string, string>.Empty,
            Responses = isMock || type == "HTTP" ? [.. values.Each("IntegrationResponses").Select(Response)] : [],
        };
    }

    /// <summary>"Maximum integration timeout": 29 seconds, and more where the account's quota was raised.</summary>
    private const int LongestMilliseconds = 300_000;

    private static void CheckVerb(Values values, string? verb)
    {
        const string remedy = "Write 'IntegrationHttpMethod: POST'.";
        if (verb is null && values["IntegrationHttpMethod"] is not UnknownNode)
        {
            values.Report("IntegrationHttpMethod", "An integration needs the method by which it is called, and functions are called with POST.", remedy);
        }
        else if (verb is not null)
        {
            values.Close("IntegrationHttpMethod", "Functions are called with POST: with another method each call gets 500.", remedy);
        }
    }

    private static IntegrationResponse Response(Values response) => new(
        response.Text("SelectionPattern") ?? "", response.Text("StatusCode") ?? "", response.TextMap("ResponseParameters"), response.TextMap("ResponseTemplates"));
}
