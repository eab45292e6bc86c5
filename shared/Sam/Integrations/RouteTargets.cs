using Sam.Resources;

namespace Sam.Integrations;

/// <summary>Finds what answers a route, from its integration and the variables of the stage. What cannot be answered here is closed, at that stage.</summary>
internal sealed class RouteTargets(FunctionArns functions, ApiKind kind)
{
    private readonly HttpIntegration http = new(kind);

    private const string OnlyAws = "Call it where the template is deployed, or put a function in its place here, with Fn::If.";

    public RouteTarget Of(ApiIntegration integration, IReadOnlyDictionary<string, string> variables) => integration.Type switch
    {
        "aws_proxy" when integration.Subtype is null => Function(integration, variables),
        "mock" => Mock(integration),
        "http" or "http_proxy" => Http(integration, variables),
        "aws" when integration.Uri is { } uri && FunctionUri.FunctionOf(uri) is not null =>
            Function(integration, variables) with
            {
                Closed = Close(integration, "Type", "LocalAws does not run the Velocity templates of an integration that is no proxy.", "Write AWS_PROXY."),
            },
        "aws" or "aws_proxy" => Closed(integration, "Uri", "LocalAws does not call the AWS service that the integration names.", OnlyAws),
        var other => Closed(integration, "Type", $"LocalAws knows no integration of type {other}.", "Write AWS_PROXY, with the function's Uri."),
    };

    private RouteTarget Function(ApiIntegration integration, IReadOnlyDictionary<string, string> variables)
    {
        if (integration.Uri is not { } uri)
        {
            return Closed(integration, "Uri", "The function's URI is missing.", FunctionUri.Remedy);
        }

        if (StageVariables.Into(uri, variables) is not { } written)
        {
            return Closed(integration, "Uri", $"'{uri}' names a variable that the stage does not have.", "Give the stage the variable, or name the function.");
        }

        if ((FunctionUri.FunctionOf(written) ?? (FunctionUri.IsOfAws(written) ? null : written)) is not { } named)
        {
            return Closed(integration, "Uri", $"'{written}' is not the URI by which a function is called for its whole answer.", FunctionUri.Remedy);
        }

        return functions.Target(named) is { } target
            ? new RouteTarget(target.LogicalId) { Qualifier = target.Qualifier }
            : Closed(integration, "Uri", $"The function '{named}' is not of this template.", "Refer to a function of the template with !GetAtt Function.Arn.");
    }

    private RouteTarget Http(ApiIntegration integration, IReadOnlyDictionary<string, string> variables) =>
        http.Read(integration, variables, out var why) is { } backend ? new RouteTarget("") { Http = backend } : Closed(integration, "Uri", why, OnlyAws);

    private static RouteTarget Mock(ApiIntegration integration) =>
        MockIntegration.Read(integration, out var why) is { } mock ? new RouteTarget("") { Mock = mock } : Closed(integration, "RequestTemplates", why, OnlyAws);

    private static RouteTarget Closed(ApiIntegration integration, string property, string message, string remedy) =>
        new("") { Closed = Close(integration, property, message, remedy) };

    private static Closure Close(ApiIntegration integration, string property, string message, string remedy) => integration.Values.Close(property, message, remedy);
}
