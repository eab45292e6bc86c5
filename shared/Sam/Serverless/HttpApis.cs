using System.Collections.Immutable;
using Sam.Authorizers;
using Sam.Catalogue;
using Sam.Documents;
using Sam.Errors;
using Sam.Intrinsics;
using Sam.Resources;

namespace Sam.Serverless;

/// <summary>Builds the HTTP APIs from <c>AWS::Serverless::HttpApi</c> and the events that name them.</summary>
internal sealed class HttpApis(
    ImmutableArray<Resource> resources, ImmutableArray<ApiEvent> events, CredentialsReader credentials, DependencyGraph dependencies, ErrorList errors, string file)
{
    private const string DefaultStage = "$default";
    private const string DefaultFormat = "2.0";
    private const int LongestMilliseconds = 30000;

    private readonly HttpAuthorizers authorizerReader = new(new FunctionArns(resources), credentials);

    public ImmutableArray<HttpApi> Build() =>
        [.. resources.Where(static resource => resource.TypeName == "AWS::Serverless::HttpApi").Select(Build)];

    private HttpApi Build(Resource api)
    {
        var values = api.Values;
        var mine = events.Where(one => one.Api == api.LogicalId).ToList();
        foreach (var route in mine)
        {
            // The API's document holds the function's ARN.
            dependencies.Add(api.LogicalId, route.Function.LogicalId, route.Line);
        }

        return new HttpApi
        {
            LogicalId = api.LogicalId,
            ApiId = api.Declaration.Type!.Ref(api.Physical),
            Name = values.Text("Name") ?? api.Physical.Stack.StackName,
            StageName = values.Text("StageName") ?? DefaultStage,
            StageVariables = values.TextMap("StageVariables"),
            Routes = Routes(values, mine),
            Cors = Cors(values),
            Line = new SourceLine(file, api.Declaration.Line),
        };
    }

    private ImmutableArray<Route> Routes(Values api, List<ApiEvent> mine)
    {
        var auth = api.Inner("Auth");
        var authorizers = new HttpRouteAuthorizers(auth, authorizerReader.Read(auth));
        var routes = ImmutableArray.CreateBuilder<Route>();
        var declared = new Dictionary<(string, string), int>();
        foreach (var one in mine)
        {
            if (!declared.TryAdd((one.Method, one.Path), one.Line))
            {
                one.Values.Report("Path", $"{one.Method} {one.Path} was already declared on line {declared[(one.Method, one.Path)]}.", "Remove one of the two events.");
            }

            var format = one.Values.Text("PayloadFormatVersion") ?? DefaultFormat;
            if (format is not ("1.0" or "2.0"))
            {
                one.Values.Report("PayloadFormatVersion", $"'{format}' is not a format of an HTTP API's event.", "Write '2.0' or '1.0'.");
            }

            if (ClosedRoutes.Guard(authorizers.For(one), one, api) is { } guard)
            {
                routes.Add(new Route
                {
                    Method = one.Method,
                    Path = one.Path,
                    Authorizer = guard,
                    FunctionLogicalId = one.Function.LogicalId,
                    FunctionQualifier = one.Qualifier,
                    IntegrationTimeout = TimeSpan.FromMilliseconds(one.Values.Integer("TimeoutInMillis", 50, LongestMilliseconds) ?? LongestMilliseconds),
                    PayloadFormatVersion = format,
                    Line = new SourceLine(file, one.Line),
                });
            }
        }

        return routes.DrainToImmutable();
    }

    // "true" stands for every origin; see SAM, "HttpApiCorsConfiguration".
    private CorsConfiguration? Cors(Values api)
    {
        if (api["CorsConfiguration"] is null or UnknownNode)
        {
            return null;
        }

        if (api["CorsConfiguration"] is not MapNode map)
        {
            return api.Flag("CorsConfiguration") == true ? new CorsConfiguration { AllowOrigins = ["*"] } : null;
        }

        new ShapeCheck(api.Resource, "CorsConfiguration", errors).Check(map, HttpApiTypes.Cors, "CorsConfiguration");
        var cors = api.Inner("CorsConfiguration");
        var origins = Texts(cors, "AllowOrigins");
        var credentials = cors.Flag("AllowCredentials") == true;
        if (credentials && origins.Contains("*"))
        {
            cors.Report(
                "AllowCredentials", "Browsers send no credentials where every origin is allowed, and API Gateway refuses the pair.",
                "List the origins, or remove AllowCredentials.");
        }

        return new CorsConfiguration
        {
            AllowOrigins = origins,
            AllowMethods = Texts(cors, "AllowMethods"),
            AllowHeaders = Texts(cors, "AllowHeaders"),
            ExposeHeaders = Texts(cors, "ExposeHeaders"),
            AllowCredentials = credentials,
            MaxAgeSeconds = cors.Integer("MaxAge", -1, 86400),
        };
    }

    private static ImmutableArray<string> Texts(Values cors, string property) => [.. cors.Texts(property).Select(static text => text.Text)];
}
