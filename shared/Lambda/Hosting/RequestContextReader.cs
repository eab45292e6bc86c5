using System.Collections.Frozen;
using System.Text.Json;

namespace Lambda.Hosting;

/// <summary>Reads an event's <c>requestContext</c>: the route, the ids, and who the caller is.</summary>
internal static class RequestContextReader
{
    public static void Read(ref Utf8JsonReader json, ProxyRequest request)
    {
        if (!EventObject.IsObject(json, "requestContext"))
        {
            return;
        }

        var fields = new Fields();
        while (EventObject.NextMember(ref json, out var name))
        {
            ReadMember(ref json, name, request, ref fields);
        }

        request.Caller = fields.ToCaller(request);
        request.ContextPath = fields.Path ?? "";
    }

    private static void ReadMember(ref Utf8JsonReader json, string name, ProxyRequest request, ref Fields fields)
    {
        switch (name)
        {
            case "requestId":
                fields.RequestId = EventObject.Text(ref json);
                break;
            case "extendedRequestId":
                fields.ExtendedRequestId = EventObject.Text(ref json);
                break;
            case "apiId":
                fields.ApiId = EventObject.Text(ref json);
                break;
            case "stage":
                fields.Stage = EventObject.Text(ref json);
                break;
            case "resourcePath":
                fields.ResourcePath = EventObject.Text(ref json);
                break;
            case "routeKey":
                fields.ResourcePath = EventObject.Text(ref json) is { } key ? key[(key.IndexOf(' ', StringComparison.Ordinal) + 1)..] : null;
                break;
            case "path":
                fields.Path = EventObject.Text(ref json);
                break;
            case "protocol":
                request.Protocol = EventObject.Text(ref json) ?? request.Protocol;
                break;
            case "http":
                ReadHttp(ref json, request, ref fields);
                break;
            case "identity":
                fields.Identity = EventObject.TextMembers(ref json, "requestContext.identity");
                break;
            case "authorizer":
                ReadAuthorizer(ref json, ref fields);
                break;
            default:
                json.Skip();
                break;
        }
    }

    // Format 2.0 has here what format 1.0 has at the top and in the identity.
    private static void ReadHttp(ref Utf8JsonReader json, ProxyRequest request, ref Fields fields)
    {
        var http = EventObject.TextMembers(ref json, "requestContext.http");
        request.Method = http.GetValueOrDefault("method", request.Method);
        request.Protocol = http.GetValueOrDefault("protocol", request.Protocol);
        fields.SourceIp = http.GetValueOrDefault("sourceIp");
        fields.UserAgent = http.GetValueOrDefault("userAgent");
    }

    private static void ReadAuthorizer(ref Utf8JsonReader json, ref Fields fields)
    {
        if (!EventObject.IsObject(json, "requestContext.authorizer"))
        {
            return;
        }

        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        while (EventObject.NextMember(ref json, out var name))
        {
            // A REST API's Lambda authorizer may give a value of its context, which is never an object, any of these names.
            switch (json.TokenType == JsonTokenType.StartObject ? name : "")
            {
                case "claims":
                    fields.Claims = EventObject.TextMembers(ref json, "requestContext.authorizer.claims");
                    break;
                case "iam":
                    fields.Iam = EventObject.TextMembers(ref json, "requestContext.authorizer.iam");
                    break;
                case "jwt":
                    ReadJwt(ref json, ref fields);
                    break;
                case "lambda":
                    values = EventObject.TextMembers(ref json, "requestContext.authorizer.lambda");
                    break;
                default:
                    if (EventObject.Text(ref json) is { } text)
                    {
                        values[name] = text;
                    }

                    break;
            }
        }

        fields.Authorizer = values;
    }

    private static void ReadJwt(ref Utf8JsonReader json, ref Fields fields)
    {
        if (!EventObject.IsObject(json, "requestContext.authorizer.jwt"))
        {
            return;
        }

        while (EventObject.NextMember(ref json, out var name))
        {
            if (name == "claims")
            {
                fields.Claims = EventObject.TextMembers(ref json, "requestContext.authorizer.jwt.claims");
            }
            else
            {
                json.Skip();
            }
        }
    }

    private struct Fields
    {
        public string? RequestId;
        public string? ExtendedRequestId;
        public string? ApiId;
        public string? Stage;
        public string? ResourcePath;
        public string? Path;
        public string? SourceIp;
        public string? UserAgent;
        public Dictionary<string, string>? Identity;
        public Dictionary<string, string>? Iam;
        public Dictionary<string, string>? Claims;
        public Dictionary<string, string>? Authorizer;

        public readonly GatewayCaller ToCaller(ProxyRequest request) => new()
        {
            // Format 1.0 has the IAM caller in the identity, format 2.0 in the authorizer, under other names.
            AccessKey = Of("accessKey", "accessKey"),
            AccountId = Of("accountId", "accountId"),
            Caller = Of("caller", "callerId"),
            User = Of("user", "userId"),
            UserArn = Of("userArn", "userArn"),
            PrincipalOrgId = Of("principalOrgId", "principalOrgId"),
            ApiKey = Identity?.GetValueOrDefault("apiKey"),
            ApiKeyId = Identity?.GetValueOrDefault("apiKeyId"),
            CognitoIdentityId = Identity?.GetValueOrDefault("cognitoIdentityId"),
            CognitoIdentityPoolId = Identity?.GetValueOrDefault("cognitoIdentityPoolId"),
            CognitoAuthenticationType = Identity?.GetValueOrDefault("cognitoAuthenticationType"),
            CognitoAuthenticationProvider = Identity?.GetValueOrDefault("cognitoAuthenticationProvider"),
            SourceIp = SourceIp ?? Identity?.GetValueOrDefault("sourceIp"),
            UserAgent = UserAgent ?? Identity?.GetValueOrDefault("userAgent"),
            RequestId = RequestId ?? "",
            ExtendedRequestId = ExtendedRequestId,
            ApiId = ApiId ?? "",
            Stage = Stage ?? "",
            ResourcePath = ResourcePath ?? "",
            HttpMethod = request.Method,
            Authorizer = Authorizer is { Count: > 0 } ? Authorizer : FrozenDictionary<string, string>.Empty,
            Claims = Claims is { Count: > 0 } ? Claims : FrozenDictionary<string, string>.Empty,
        };

        private readonly string? Of(string identityName, string iamName) => Identity?.GetValueOrDefault(identityName) ?? Iam?.GetValueOrDefault(iamName);
    }
}
