using System.Collections.Immutable;
using Sam.Catalogue;
using Sam.Documents;
using Sam.Errors;
using Sam.OpenApi;
using Sam.Resources;

namespace Sam.Serverless;

/// <summary>
/// How an HTTP API answers browsers: <c>CorsConfiguration</c>, each part of which goes before that of <c>x-amazon-apigateway-cors</c> in its document. Source: AWS SAM,
/// "HttpApiCorsConfiguration", and aws-sam-translator's <c>OpenApiEditor.add_cors</c>.
/// </summary>
internal sealed class HttpCors(ErrorList errors)
{
    private const string Property = "CorsConfiguration";

    /// <summary>The configuration; null without one.</summary>
    public CorsConfiguration? Read(Values api, ApiDocument document)
    {
        var own = document.Cors is { } map ? Read(new Values(map, api.Resource, "DefinitionBody.x-amazon-apigateway-cors", errors), char.ToLowerInvariant) : null;
        var cors = OfProperty(api);
        return cors is null || own is null ? cors ?? own : new CorsConfiguration
        {
            AllowOrigins = First(cors.AllowOrigins, own.AllowOrigins),
            AllowMethods = First(cors.AllowMethods, own.AllowMethods),
            AllowHeaders = First(cors.AllowHeaders, own.AllowHeaders),
            ExposeHeaders = First(cors.ExposeHeaders, own.ExposeHeaders),
            AllowCredentials = cors.AllowCredentials || own.AllowCredentials,
            MaxAgeSeconds = cors.MaxAgeSeconds ?? own.MaxAgeSeconds,
        };
    }

    // "true" stands for every origin.
    private CorsConfiguration? OfProperty(Values api)
    {
        if (api[Property] is MapNode map)
        {
            new ShapeCheck(api.Resource, Property, errors).Check(map, HttpApiTypes.Cors, Property);
            return Read(api.Inner(Property), static letter => letter);
        }

        return api.Flag(Property) == true ? new CorsConfiguration { AllowOrigins = ["*"] } : null;
    }

    private static CorsConfiguration Read(Values cors, Func<char, char> first)
    {
        var origins = Texts(cors, Name("AllowOrigins"));
        var credentials = cors.Flag(Name("AllowCredentials")) == true;
        if (credentials && origins.Contains("*"))
        {
            cors.Report(
                Name("AllowCredentials"), "Browsers send no credentials where every origin is allowed, and API Gateway refuses the pair.",
                "List the origins, or remove AllowCredentials.");
        }

        return new CorsConfiguration
        {
            AllowOrigins = origins,
            AllowMethods = Texts(cors, Name("AllowMethods")),
            AllowHeaders = Texts(cors, Name("AllowHeaders")),
            ExposeHeaders = Texts(cors, Name("ExposeHeaders")),
            AllowCredentials = credentials,
            MaxAgeSeconds = cors.Integer(Name("MaxAge"), -1, 86400),
        };

        string Name(string name) => $"{first(name[0])}{name[1..]}";
    }

    private static ImmutableArray<string> Texts(Values cors, string property) => [.. cors.Texts(property).Select(static text => text.Text)];

    private static ImmutableArray<string> First(ImmutableArray<string> one, ImmutableArray<string> other) => one.IsEmpty ? other : one;
}
