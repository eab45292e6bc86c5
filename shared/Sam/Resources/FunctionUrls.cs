using System.Collections.Immutable;
using Sam.Documents;
using Sam.Naming;

namespace Sam.Resources;

/// <summary>Builds the URLs of functions, from <c>AWS::Lambda::Url</c> and from what SAM makes of <c>FunctionUrlConfig</c>.</summary>
internal sealed class FunctionUrls(ImmutableArray<Resource> resources, FunctionArns functions, string file)
{
    private const int LongestMaxAge = 86400;

    public ImmutableArray<FunctionUrl> Build() => [.. resources.Where(static resource => resource.TypeName == "AWS::Lambda::Url").Select(Build).OfType<FunctionUrl>()];

    private FunctionUrl? Build(Resource url)
    {
        var values = url.Values;
        var target = values.Text("TargetFunctionArn") is { } name ? functions.Target(name) : null;
        var isSigned = IsSigned(values);
        var mode = values.Text("InvokeMode") ?? "BUFFERED";
        if (mode is not ("BUFFERED" or "RESPONSE_STREAM"))
        {
            values.Report("InvokeMode", $"'{mode}' is not an invoke mode.", "Write BUFFERED or RESPONSE_STREAM.");
        }

        var cors = Cors(values);
        // A URL of somebody else's function is somebody else's.
        return target is null ? null : new FunctionUrl
        {
            LogicalId = url.LogicalId,
            FunctionLogicalId = target.LogicalId,
            Qualifier = Qualifier(values) ?? target.Qualifier,
            UrlId = DerivedId.FunctionUrl(url.Physical.Stack, url.LogicalId),
            IsSigned = isSigned,
            Cors = cors,
            IsStreamed = mode == "RESPONSE_STREAM",
            Closed = values.ClosureOf(values.At == "FunctionUrlConfig" ? values.At : ""),
            Line = new SourceLine(file, values.At.Length == 0 ? url.Declaration.Line : values.Map.Line),
        };
    }

    // aws-sam-translator, _validate_url_auth_type. What cannot be told has closed the URL.
    private static bool IsSigned(Values url)
    {
        switch (url["AuthType"])
        {
            case ScalarNode { Text: "AWS_IAM" }:
                return true;
            case ScalarNode { Text: "NONE" }:
                return false;
            case UnknownNode:
                _ = url.Text("AuthType");
                return true;
            default:
                url.Report(
                    "AuthType", url.At.Length == 0 ? "AuthType is AWS_IAM or NONE."
                        : "AuthType is required to configure function property `FunctionUrlConfig`. Please provide either AWS_IAM or NONE.",
                    "Write one of them.");
                return true;
        }
    }

    private static string? Qualifier(Values url)
    {
        var qualifier = url.Text("Qualifier");
        if (qualifier is not null && (qualifier == "$LATEST" || qualifier.All(char.IsAsciiDigit)))
        {
            url.Report("Qualifier", $"'{qualifier}' is not an alias, and a URL belongs to a function or to an alias.", "Name an alias, or remove it.");
        }

        return qualifier;
    }

    private static CorsConfiguration? Cors(Values url)
    {
        if (url["Cors"] is null)
        {
            return null;
        }

        var cors = url.Inner("Cors");
        return new CorsConfiguration
        {
            AllowOrigins = Texts(cors, "AllowOrigins"),
            AllowMethods = Texts(cors, "AllowMethods"),
            AllowHeaders = Texts(cors, "AllowHeaders"),
            ExposeHeaders = Texts(cors, "ExposeHeaders"),
            AllowCredentials = cors.Flag("AllowCredentials") == true,
            MaxAgeSeconds = cors.Integer("MaxAge", 0, LongestMaxAge),
        };
    }

    private static ImmutableArray<string> Texts(Values cors, string property) => [.. cors.Texts(property).Select(static text => text.Text)];
}
