using System.Net;
using System.Text.Json;

namespace Amazon.Lambda.Annotations.APIGateway;

public class HttpResultSerializationOptions
{
    public enum ProtocolFormat
    {
        RestApi,
        HttpApi,
    }

    public enum ProtocolVersion
    {
        V1,
        V2,
    }

    public ProtocolFormat Format { get; set; }
    public ProtocolVersion Version { get; set; }
    public Core.ILambdaSerializer Serializer { get; set; }
}

public interface IHttpResult
{
    HttpStatusCode StatusCode { get; }

    IHttpResult AddHeader(string name, string value);

    Stream Serialize(HttpResultSerializationOptions options);
}

public class HttpResults : IHttpResult
{
    private readonly object body;
    private readonly Dictionary<string, string> headers = [];

    private HttpResults(HttpStatusCode status, object body) => (StatusCode, this.body) = (status, body);

    public HttpStatusCode StatusCode { get; }

    public static IHttpResult Ok(object body = null) => new HttpResults(HttpStatusCode.OK, body);

    public static IHttpResult NotFound(object body = null) => new HttpResults(HttpStatusCode.NotFound, body);

    public static IHttpResult Created(string uri = null, object body = null)
    {
        var result = new HttpResults(HttpStatusCode.Created, body);
        return uri is null ? result : result.AddHeader("location", uri);
    }

    public IHttpResult AddHeader(string name, string value)
    {
        headers[name] = value;
        return this;
    }

    public Stream Serialize(HttpResultSerializationOptions options)
    {
        var text = body as string;
        if (body is not null && text is null)
        {
            using var json = new MemoryStream();
            options.Serializer.Serialize(body, json);
            text = System.Text.Encoding.UTF8.GetString(json.ToArray());
            headers.TryAdd("content-type", "application/json");
        }

        var isRest = options.Format == HttpResultSerializationOptions.ProtocolFormat.RestApi;
        return new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(isRest
            ? new Dictionary<string, object>
            {
                ["statusCode"] = (int)StatusCode, ["multiValueHeaders"] = headers.ToDictionary(static one => one.Key, static one => new[] { one.Value }), ["body"] = text ?? "",
            }
            : new Dictionary<string, object> { ["statusCode"] = (int)StatusCode, ["headers"] = headers, ["body"] = text ?? "" }));
    }
}

public class AuthorizerResultSerializationOptions
{
    public enum AuthorizerFormat
    {
        RestApi,
        HttpApiSimple,
        HttpApiIamPolicy,
    }

    public AuthorizerFormat Format { get; set; }
    public string MethodArn { get; set; }
}

public interface IAuthorizerResult
{
    bool IsAuthorized { get; }

    IAuthorizerResult WithPrincipalId(string principalId);

    IAuthorizerResult WithContext(string key, object value);

    Stream Serialize(AuthorizerResultSerializationOptions options);
}

public class AuthorizerResults : IAuthorizerResult
{
    private readonly Dictionary<string, object> context = [];
    private string principal = "user";

    private AuthorizerResults(bool isAuthorized) => IsAuthorized = isAuthorized;

    public bool IsAuthorized { get; }

    public static IAuthorizerResult Allow() => new AuthorizerResults(true);

    public static IAuthorizerResult Deny() => new AuthorizerResults(false);

    public IAuthorizerResult WithPrincipalId(string principalId)
    {
        principal = principalId;
        return this;
    }

    public IAuthorizerResult WithContext(string key, object value)
    {
        context[key] = value;
        return this;
    }

    public Stream Serialize(AuthorizerResultSerializationOptions options)
    {
        object answer = options.Format == AuthorizerResultSerializationOptions.AuthorizerFormat.HttpApiSimple ? new { isAuthorized = IsAuthorized, context } : new
        {
            principalId = principal,
            policyDocument = new
            {
                Version = "2012-10-17",
                Statement = new[] { new { Effect = IsAuthorized ? "Allow" : "Deny", Action = "execute-api:Invoke", Resource = options.MethodArn } },
            },
            context,
        };
        return new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(answer));
    }
}
