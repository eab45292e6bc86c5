using System.Collections.Immutable;
using Sam.Documents;
using Sam.Errors;
using Sam.Resources;

namespace Sam.Serverless;

/// <summary>
/// Builds the WebSocket APIs from <c>AWS::Serverless::WebSocketApi</c>. Their routes are closed; who may connect is known all the same. Source: aws-sam-translator,
/// <c>WebSocketApiGenerator</c>, whose checks these are.
/// </summary>
internal sealed class WebSocketApis(ImmutableArray<Resource> resources, CredentialsReader credentials, string file)
{
    /// <summary>The type of the APIs.</summary>
    public const string TypeName = "AWS::Serverless::WebSocketApi";

    /// <summary>The stage of an API that names none.</summary>
    public const string DefaultStage = "default";

    /// <summary>The only route whose callers are asked who they are.</summary>
    public const string Connect = "$connect";

    private static readonly string[] Special = [Connect, "$disconnect", "$default"];
    private static readonly string[] AuthTypes = ["NONE", "AWS_IAM", "CUSTOM"];

    private readonly FunctionArns functions = new(resources);

    public ImmutableArray<WebSocketApi> Build() => [.. resources.Where(static resource => resource.TypeName == TypeName).Select(Build)];

    private WebSocketApi Build(Resource api)
    {
        var values = api.Values;
        var closed = values.ClosureOf() ?? values.Close("Routes", WebSocketApi.Unserved, WebSocketApi.Remedy);
        Check(values);
        var connect = Authorizer(api);
        return new WebSocketApi
        {
            LogicalId = api.LogicalId,
            ApiId = api.Declaration.Type!.Ref(api.Physical),
            Name = values.Text("Name") ?? api.LogicalId,
            StageName = values.Text("StageName") ?? DefaultStage,
            StageVariables = values.TextMap("StageVariables"),
            DisableExecuteApiEndpoint = values.Flag("DisableExecuteApiEndpoint") ?? false,
            Routes = [.. values.Inner("Routes").Map.Entries.Select(route => Route(values.Inner("Routes"), route, route.Key == Connect ? connect : NoAuthorizer.Instance, closed))],
            Line = new SourceLine(file, api.Declaration.Line),
        };
    }

    private Route Route(Values routes, MapEntry written, Authorizer? authorizer, Closure closed)
    {
        var key = written.Key;
        if (!Special.Contains(key) && !(key.Length > 0 && key.All(char.IsLetterOrDigit)))
        {
            routes.Report(
                key, $"Route key '{key}' must be alphanumeric. Only $connect, $disconnect, and $default special routes are supported.",
                DidYouMean.Hint(key, Special) ?? "Use letters and digits only, or declare the route with AWS::ApiGatewayV2::Route.");
        }

        var route = routes.Inner(key);
        if (route["RequestParameters"] is not null && key != Connect)
        {
            route.Report("RequestParameters", "Request parameters are only supported for the $connect route in WebSocket APIs.", "Remove them.");
        }

        var function = route.Text("FunctionArn") is { } arn ? functions.Target(arn) : null;
        return new Route
        {
            Method = WebSocketApi.Method,
            Path = key,
            Authorizer = new ClosedAuthorizer(closed, authorizer),
            FunctionLogicalId = function?.LogicalId ?? "",
            FunctionQualifier = function?.Qualifier,
            Line = new SourceLine(file, written.KeyLine),
        };
    }

    private static void Check(Values values)
    {
        if (values["Routes"] is MapNode { Entries.IsEmpty: true })
        {
            values.Report("Routes", "WebSocket API must have at least one route.", "Declare one.");
        }

        if (values["StageName"] is ScalarNode { Text: "$default" })
        {
            values.Report("StageName", "Stages cannot be named $default for WebSocket APIs.", "Leave it out, or give another name.");
        }

        if (values["IpAddressType"] is ScalarNode { Text: not ("ipv4" or "dualstack") })
        {
            values.Report("IpAddressType", "IpAddressType must be 'ipv4' or 'dualstack'.", "Use one of them.");
        }

        if (values["Domain"] is MapNode && values.Inner("Domain")["MutualTlsAuthentication"] is not null)
        {
            values.Report("Domain", "Mutual TLS domain name association is not supported for Websocket APIs.", "Remove MutualTlsAuthentication.");
        }
    }

    /// <summary>Who may connect; null after an error, and for what cannot be told.</summary>
    private Authorizer? Authorizer(Resource api)
    {
        var auth = api.Values.Inner("Auth");
        if (auth.Map.Entries.IsEmpty)
        {
            return api.Values["Auth"] is UnknownNode ? null : NoAuthorizer.Instance;
        }

        if (api.Values["Routes"] is MapNode routes && routes[Connect] is null)
        {
            api.Values.Report("Auth", "Authorization is only available if there is a $connect route.", "Declare the route $connect.");
        }

        if (auth["AuthType"] is null)
        {
            auth.Report("AuthType", "AuthType must be specified for additional auth configurations.", "Write AWS_IAM, CUSTOM or NONE.");
            return null;
        }

        return auth.Text("AuthType") is { } type && IsValid(auth, type.ToUpperInvariant()) ? Authorizer(api, auth, type) : null;
    }

    private static bool IsValid(Values auth, string type)
    {
        if (!AuthTypes.Contains(type))
        {
            auth.Report("AuthType", "AuthType is not one of AWS_IAM, CUSTOM or NONE.", DidYouMean.Hint(type, AuthTypes) ?? "Use one of them.");
        }
        else if (type == "CUSTOM" && auth["AuthArn"] is null)
        {
            auth.Report("AuthArn", "AuthArn must be specified if AuthType is CUSTOM.", "Write 'AuthArn: !GetAtt Function.Arn'.");
        }
        else if (type != "CUSTOM" && auth.Map.Entries.Length > 1)
        {
            auth.Report("AuthType", $"No additional configurations supported for AuthType {type}.", "Remove the others.");
        }
        else
        {
            return true;
        }

        return false;
    }

    // The transform takes a type in other letters as valid, and makes none of it.
    private Authorizer? Authorizer(Resource api, Values auth, string type)
    {
        if (type != "CUSTOM")
        {
            return type == "AWS_IAM" ? IamAuthorizer.Instance : NoAuthorizer.Instance;
        }

        var id = $"{api.LogicalId}ConnectAuthorizer";
        var role = credentials.OfAuthorizer(auth, "InvokeRole");
        return auth.Text("AuthArn") is { } arn && functions.Target(arn) is { } function
            ? new LambdaAuthorizer
            {
                AuthorizerId = id,
                Name = auth.Text("Name") is { Length: > 0 } name ? name : id,
                FunctionLogicalId = function.LogicalId,
                FunctionQualifier = function.Qualifier,
                CredentialsArn = role,
                IdentitySources = [.. auth.Texts("IdentitySource").Select(static source => source.Text)],
                CacheTtl = TimeSpan.Zero,
                PayloadFormatVersion = "1.0",
                EnableSimpleResponses = false,
            }
            : null;
    }
}
