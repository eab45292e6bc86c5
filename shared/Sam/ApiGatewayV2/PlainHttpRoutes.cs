using System.Collections.Immutable;
using Sam.Documents;
using Sam.Errors;
using Sam.Integrations;
using Sam.Resources;
using Sam.Serverless;

namespace Sam.ApiGatewayV2;

/// <summary>
/// The routes of an HTTP API that the template writes out, and its integrations. AWS CloudFormation, "AWS::ApiGatewayV2::Route" and "AWS::ApiGatewayV2::Integration".
/// </summary>
internal sealed class PlainHttpRoutes(HttpApiParts parts, PlainHttpAuthorizers authorizers, RouteTargets targets, CredentialsReader credentials, string file)
{
    private const string TargetPrefix = "integrations/";
    private const int LongestMilliseconds = 30000;

    private static readonly string[] Verbs = ["ANY", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];

    /// <summary>The routes of an API, in the template's order, and the one that its <c>Target</c> makes.</summary>
    public ImmutableArray<PlainHttpRoute> Of(Resource api, string apiId)
    {
        var declared = new Dictionary<(string, string), int>();
        var routes = ImmutableArray.CreateBuilder<PlainHttpRoute>();
        var integrations = new Dictionary<string, ApiIntegration?>(StringComparer.Ordinal);
        foreach (var route in parts.Of("Route", apiId))
        {
            if (KeyOf(route.Values, "RouteKey") is not var (verb, path))
            {
                if (route.Values["RouteKey"] is UnknownNode)
                {
                    api.Values.Close(
                        "", $"For which path or method {route.LogicalId} is cannot be told here, so a call for another may be meant for it.", "Give the values that it refers to.");
                }

                continue;
            }

            if (declared.TryAdd((verb, path), route.Declaration.Line))
            {
                var integration = Integration(route.Values, apiId, integrations, out var called, out var closed);
                routes.Add(new PlainHttpRoute(route.Values, verb, path, integration, new SourceLine(file, route.Declaration.Line))
                {
                    Called = called,
                    Closed = route.Values.ClosureOf() ?? closed,
                });
            }
            else
            {
                route.Values.Report("RouteKey", $"{verb} {path} was already declared on line {declared[(verb, path)]}.", "Remove one of the two routes.");
            }
        }

        if (Quick(api, declared.Keys) is { } quick)
        {
            routes.Add(quick);
        }

        return routes.ToImmutable();
    }

    /// <summary>The routes at a stage with these variables.</summary>
    /// <param name="routes">The API's routes.</param>
    /// <param name="apiId">The API's id.</param>
    /// <param name="variables">The stage's variables.</param>
    /// <param name="closed">What closes the whole API at the stage; null when it is open.</param>
    public ImmutableArray<Route> At(ImmutableArray<PlainHttpRoute> routes, string apiId, IReadOnlyDictionary<string, string> variables, Closure? closed) =>
        [.. routes.Select(route => RouteOf(route, apiId, variables, closed)).OfType<Route>()];

    private Route? RouteOf(PlainHttpRoute route, string apiId, IReadOnlyDictionary<string, string> variables, Closure? closed)
    {
        var authorizer = route.IsQuick ? NoAuthorizer.Instance : authorizers.Of(route.Values, apiId, variables, isWebSocket: false);
        var target = route.Integration is { } integration ? targets.Of(integration, variables) : null;
        // What the authorizer could not tell closes the route, which must not be taken for another one.
        var closure = route.Closed ?? closed ?? target?.Closed ?? (authorizer is null ? route.Values.ClosureOf() : null);
        return (authorizer is null || target is null) && closure is null ? null : new Route
        {
            Method = route.Verb,
            Path = route.Path,
            Authorizer = closure is null ? authorizer! : new ClosedAuthorizer(closure, authorizer is ClosedAuthorizer known ? known.Instead : authorizer),
            FunctionLogicalId = target?.FunctionLogicalId ?? "",
            FunctionQualifier = target?.Qualifier,
            Http = target?.Http,
            Credentials = route.Called,
            IntegrationTimeout = TimeSpan.FromMilliseconds(route.Integration?.Timeout ?? LongestMilliseconds),
            PayloadFormatVersion = route.Integration?.PayloadFormatVersion ?? "1.0",
            Line = route.Line,
        };
    }

    /// <summary>The method and the path of a route; null after an error, which has been reported, and of one that cannot be told.</summary>
    public static (string Verb, string Path)? KeyOf(Resource route) => KeyOf(route.Values, "RouteKey");

    /// <summary>What a key says: a method and a path, or <c>$default</c>.</summary>
    private static (string Verb, string Path)? KeyOf(Values values, string property)
    {
        if (values.Text(property) is not { } key)
        {
            return null;
        }

        if (key == RoutePath.CatchAll)
        {
            return ("ANY", key);
        }

        var space = key.IndexOf(' ');
        var (verb, path) = space < 0 ? (key, "") : (key[..space].ToUpperInvariant(), key[(space + 1)..]);
        if (!Verbs.Contains(verb))
        {
            values.Report(property, $"'{key}' is no key of a route.", DidYouMean.Hint(verb, Verbs) ?? "Write a method and a path, such as 'GET /orders', or '$default'.");
            return null;
        }

        return RoutePath.IsValid(values, path, property) ? (verb, path) : null;
    }

    private ApiIntegration? Integration(Values route, string apiId, Dictionary<string, ApiIntegration?> known, out IntegrationCredentials called, out Closure? closed)
    {
        (called, closed) = (IntegrationCredentials.None, null);
        if (route["Target"] is null)
        {
            route.Close("Target", "The route has no integration, so nothing answers it.", "Write !Sub integrations/${Integration}.");
            return null;
        }

        if (route.Text("Target") is not { } target)
        {
            return null;
        }

        var id = target.StartsWith(TargetPrefix, StringComparison.Ordinal) ? target[TargetPrefix.Length..] : "";
        if (parts.Find("Integration", id, apiId) is not { } declared)
        {
            route.Report("Target", $"'{target}' is no integration of the route's API.", "Write !Sub integrations/${Integration}.");
            return null;
        }

        if (!known.TryGetValue(id, out var integration))
        {
            known[id] = integration = Read(declared.Values);
        }

        called = credentials.OfIntegration(declared.Values, "CredentialsArn", GuardOf(route));

        // Asked now: what closes the integration at one stage does not close it at the others.
        closed = declared.Values.ClosureOf();
        return integration;
    }

    /// <summary>As far as it matters to credentials: whether callers sign.</summary>
    private static Authorizer GuardOf(Values route) => route["AuthorizationType"] is ScalarNode { Text: "AWS_IAM" } ? IamAuthorizer.Instance : NoAuthorizer.Instance;

    private static ApiIntegration? Read(Values values)
    {
        string[] types = ["AWS_PROXY", "HTTP_PROXY"];
        if (values.Text("IntegrationType") is not { } type)
        {
            return null;
        }

        if (!types.Contains(type))
        {
            values.Report("IntegrationType", $"'{type}' is not a type of integration of an HTTP API.", DidYouMean.Hint(type, types) ?? "Write AWS_PROXY or HTTP_PROXY.");
            return null;
        }

        return new ApiIntegration(type.ToLowerInvariant(), values)
        {
            Uri = values.Text("IntegrationUri"),
            Subtype = values["IntegrationSubtype"] is null ? null : values.Text("IntegrationSubtype") ?? "",
            HttpMethod = values.Text("IntegrationMethod"),
            PayloadFormatVersion = Format(values),
            Timeout = values.Integer("TimeoutInMillis", 50, LongestMilliseconds),
        };
    }

    private static string Format(Values values)
    {
        var format = values.Text("PayloadFormatVersion") ?? "1.0";
        if (format is not ("1.0" or "2.0"))
        {
            values.Report("PayloadFormatVersion", $"'{format}' is not a format of an HTTP API's event.", "Write '2.0' or '1.0'.");
        }

        return format;
    }

    /// <summary>"Quick create": a target makes a route, which nobody is asked to authenticate for.</summary>
    private PlainHttpRoute? Quick(Resource api, IEnumerable<(string, string)> declared)
    {
        var values = api.Values;
        if (values["Target"] is null)
        {
            return null;
        }

        var target = values.Text("Target");
        if ((values["RouteKey"] is null ? ("ANY", RoutePath.CatchAll) : KeyOf(values, "RouteKey")) is not var (verb, path) || declared.Contains((verb, path)))
        {
            return null;
        }

        var isFunction = target?.StartsWith("arn:", StringComparison.Ordinal) != false;
        return new PlainHttpRoute(
            values, verb, path, new ApiIntegration(isFunction ? "aws_proxy" : "http_proxy", values) { Uri = target, PayloadFormatVersion = "2.0" },
            new SourceLine(file, values.LineOf("Target")))
        {
            IsQuick = true,
            Called = credentials.OfIntegration(values, "CredentialsArn", NoAuthorizer.Instance),
        };
    }
}

/// <summary>A route of an API.</summary>
/// <param name="Values">Where it is written.</param>
/// <param name="Verb">The HTTP method, or <c>ANY</c>.</param>
/// <param name="Path">The path, or <c>$default</c>.</param>
/// <param name="Integration">What answers; null after an error, or where it cannot be told.</param>
/// <param name="Line">The line to look at.</param>
internal sealed record PlainHttpRoute(Values Values, string Verb, string Path, ApiIntegration? Integration, SourceLine Line)
{
    /// <summary>Whether the API's own <c>Target</c> makes it.</summary>
    public bool IsQuick { get; init; }

    /// <summary>With whose permissions API Gateway calls the function.</summary>
    public IntegrationCredentials Called { get; init; } = IntegrationCredentials.None;

    /// <summary>What closes it at every stage; null when it is open.</summary>
    public Closure? Closed { get; init; }
}
