using System.Collections.Frozen;
using System.Collections.Immutable;
using Sam.Catalogue;
using Sam.Documents;
using Sam.Errors;
using Sam.Resources;

namespace Sam.Serverless;

/// <summary>An event of type <c>Api</c> or <c>HttpApi</c>: one route of one API.</summary>
/// <param name="Function">The function that answers, or the state machine that is started.</param>
/// <param name="Api">The logical id of the API.</param>
/// <param name="Method">The method in upper case, or <c>ANY</c>.</param>
/// <param name="Path">The resource path, or <c>$default</c>.</param>
/// <param name="Values">The event's properties.</param>
/// <param name="Line">Where the event is declared.</param>
internal sealed record ApiEvent(Resource Function, string Api, string Method, string Path, Values Values, int Line)
{
    public Values Auth => Values.Inner("Auth");

    /// <summary>The part of the function that closes the event alone: <c>Events.NAME</c>.</summary>
    public string Unit { get; } = Values.At[..Values.At.LastIndexOf('.')];

    /// <summary>
    /// The id that the transform writes into the route's permission: an API's own where the event refers to it, and the very text where it names it by its logical id,
    /// which is the id of no API.
    /// </summary>
    public required string SourceApiId { get; init; }

    /// <summary>Whether it is the catch-all route by its other spelling, <c>/$default</c>, for which the transform writes another permission.</summary>
    public bool IsSpelledAsPath { get; init; }

    /// <summary>Whether it makes a route: with a method that API Gateway does not know all it makes is a permission.</summary>
    public bool IsRoute => ApiEvents.Methods.Contains(Method);

    /// <summary>The alias that is called; null for the function itself.</summary>
    public string? Qualifier => Function.TypeName == "AWS::Serverless::Function" ? Function.Values.Text("AutoPublishAlias") : null;

    /// <summary>What the transform writes the route's permission for: its method and path under all stages.</summary>
    public string InArn => IsSpelledAsPath ? $"*/{RoutePath.CatchAll}" : $"*/{(Method == "ANY" ? "*" : Method)}{RoutePath.InArn(Path)}";
}

/// <summary>Reads the events that are routes of one kind of API.</summary>
internal sealed class ApiEvents
{
    public static readonly FrozenSet<string> Methods = FrozenSet.Create("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "ANY");

    private readonly string apiType;
    private readonly string apiProperty;
    private readonly string implicitApi;
    private readonly Shape shape;
    private readonly ErrorList errors;
    private readonly Dictionary<string, string> apis;

    private ApiEvents(ImmutableArray<Resource> resources, ErrorList errors, string apiType, string plainType, string apiProperty, string implicitApi, Shape shape)
    {
        (this.errors, this.apiType, this.apiProperty, this.implicitApi, this.shape) = (errors, apiType, apiProperty, implicitApi, shape);
        // On an API of plain CloudFormation an event makes no route, only the permission for one.
        apis = resources.Where(r => r.TypeName == apiType || r.TypeName == plainType)
            .ToDictionary(static r => r.Declaration.Type!.Ref(r.Physical), static r => r.LogicalId, StringComparer.Ordinal);
    }

    public static ApiEvents ReaderOfRestApis(ImmutableArray<Resource> resources, ErrorList errors) =>
        new(resources, errors, "AWS::Serverless::Api", "AWS::ApiGateway::RestApi", "RestApiId", Expansion.ImplicitApi, ApiTypes.Event);

    public static ApiEvents ReaderOfHttpApis(ImmutableArray<Resource> resources, ErrorList errors) =>
        new(resources, errors, "AWS::Serverless::HttpApi", "AWS::ApiGatewayV2::Api", "ApiId", Expansion.ImplicitHttpApi, HttpApiTypes.Event);

    /// <summary>The event, or null after an error, which has been reported.</summary>
    public ApiEvent? Read(Resource function, Values values, int line)
    {
        new ShapeCheck(function.LogicalId, $"an event of type {apiType["AWS::Serverless::".Length..]}", errors).Check(values.Map, shape, values.At);
        if (shape == HttpApiTypes.Event && values["Path"] is null && values["Method"] is null)
        {
            return Api(values) is { } only ? new ApiEvent(function, only.LogicalId, "ANY", RoutePath.CatchAll, values, line) { SourceApiId = only.SourceApiId } : null;
        }

        CheckBoth(values);
        CheckWritten(function, values);
        return values.Text("Path") is { } route && values.Text("Method") is { } method
            && Method(values, method) is { } verb && Api(values) is { } api && IsPath(values, route, verb)
            ? new ApiEvent(function, api.LogicalId, verb, IsSpelledAsPath(route, verb) ? RoutePath.CatchAll : route, values, line)
            {
                SourceApiId = api.SourceApiId,
                IsSpelledAsPath = IsSpelledAsPath(route, verb),
            }
            : null;
    }

    // The transform evaluates what refers to a parameter or looks in a map, and nothing else.
    private static void CheckWritten(Resource function, Values values)
    {
        var name = values.At.Split('.')[1];
        var written = ((function.Declaration.Properties["Events"] as MapNode)?[name] as MapNode)?["Properties"] as MapNode;
        foreach (var property in new[] { "Path", "Method" })
        {
            if (written?[property] is MapNode { IsCall: true, Entries: [{ Key: not ("Ref" or "Fn::FindInMap" or "Fn::If") and var call }] })
            {
                values.Report(property, $"Property '{property}' should be a string, and the transform does not evaluate {call} here.", "Write it out, or refer to a parameter.");
            }
        }
    }

    // The shape of an HTTP API's event cannot say "both or neither".
    private void CheckBoth(Values values)
    {
        foreach (var (given, missing) in new[] { ("Path", "Method"), ("Method", "Path") })
        {
            if (shape == HttpApiTypes.Event && values[given] is not null && values[missing] is null)
            {
                values.Report(missing, $"The event has a {given} and no {missing}.", $"Add the {missing}, or remove the {given} to get the $default route.");
            }
        }
    }

    private bool IsSpelledAsPath(string path, string method) => shape == HttpApiTypes.Event && method == "ANY" && path == $"/{RoutePath.CatchAll}";

    private bool IsPath(Values values, string path, string method) =>
        (shape == HttpApiTypes.Event && path == RoutePath.CatchAll && method == "ANY") || RoutePath.IsValid(values, path);

    private string? Method(Values values, string text)
    {
        var method = text.ToUpperInvariant();
        if (Methods.Contains(method))
        {
            return method;
        }

        var hint = DidYouMean.Hint(method, Methods);
        if (shape == HttpApiTypes.Event && hint is null)
        {
            values.Trap(
                TrapKind.WithoutEffect, values.LineOf("Method"), $"'{text}' is not a method of API Gateway, which takes no notice of it: the event makes no route.",
                "Use GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS or ANY.");
            return method;
        }

        values.Report("Method", $"'{text}' is not a method of API Gateway.", hint ?? "Use GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS or ANY.");
        return null;
    }

    // It is !Ref to an API, which has been evaluated to its id.
    private (string LogicalId, string SourceApiId)? Api(Values values)
    {
        switch (values.Map.Written(apiProperty))
        {
            case null:
                return (implicitApi, apis.FirstOrDefault(api => api.Value == implicitApi).Key ?? implicitApi);
            // The transform refuses it: whoever writes the property does not mean the implicit API, which may be open.
            case ScalarNode { IsNull: true }:
                values.Report(apiProperty, $"Property '{apiProperty}' should be a string.", $"Refer to an {apiType} with !Ref, or remove the property to get the implicit API.");
                return null;
        }

        if (values.Text(apiProperty) is not { } text)
        {
            return null;
        }

        // The transform looks a text up as a logical id, and then writes it as an id into the permission.
        if (apis.TryGetValue(text, out var api))
        {
            return (api, text);
        }

        if (apis.ContainsValue(text))
        {
            values.Trap(
                TrapKind.WithoutEffect, values.LineOf(apiProperty),
                $"The transform lets the API of the id '{text}' call the function, and {text} is the name of one whose id is another: API Gateway may not call it.",
                $"Write !Ref {text}.");
            return (text, text);
        }

        values.Report(apiProperty, $"The template declares no API '{text}'.", DidYouMean.Hint(text, apis.Values) ?? $"Refer to an {apiType} with !Ref.");
        return null;
    }
}
