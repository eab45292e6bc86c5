using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Emulation.Gateway.Authorizers;
using Emulation.Lambda;

namespace Emulation.Gateway.Integration.Events;

/// <summary>The form in which a function gets a request, answers it, and, where it authorizes, says who may pass.</summary>
internal abstract class EventFormat
{
    private static KeptTime? LastTime;

    /// <summary>A REST API's proxy event.</summary>
    public static EventFormat Rest { get; } = new RestEvent();

    /// <summary>Payload format 1.0 of an HTTP API: nearly a REST API's event.</summary>
    public static EventFormat Http1 { get; } = new HttpProxyEvent();

    /// <summary>Payload format 2.0 of an HTTP API.</summary>
    public static EventFormat Http2 { get; } = new HttpApiEvent();

    /// <summary>Whose it is, in a sentence.</summary>
    public abstract string Name { get; }

    /// <summary>Whether a function that authorizes may answer <c>Unauthorized</c> instead of throwing it.</summary>
    public virtual bool TakesUnauthorized => true;

    /// <summary>Whether the answer of a function that authorizes must name the caller.</summary>
    public virtual bool NeedsPrincipal => false;

    /// <summary>Whether what a function that authorizes says of the caller keeps its numbers, lists and maps, and it may say simply yes or no.</summary>
    public virtual bool KeepsValues => false;

    /// <summary>Whether the error document of a function that fails is an answer too.</summary>
    public virtual bool TakesErrors => false;

    /// <summary>Whether an answer is handed on as the function writes it.</summary>
    public virtual bool IsStreamed => false;

    /// <summary>The event of a proxy integration.</summary>
    public byte[] EventOf(GatewayRequest request, GatewayDecision decision) =>
        EventBytes.Of((Format: this, request, decision), static (json, of) => of.Format.WriteMembers(json, of.request, of.decision));

    /// <summary>Writes what a function that authorizes gets of a request.</summary>
    public abstract void WriteAuthorizerMembers(Utf8JsonWriter json, GatewayRequest request, ImmutableArray<string> identity);

    /// <summary>Reads what an invocation came to. Null when it is malformed, with the reason in <paramref name="problem"/>.</summary>
    public virtual ProxyResponse? Read(InvocationResult result, out string problem) => Read(result.Payload.Span, out problem);

    /// <summary>Reads the answer of a proxy integration. Null when it is malformed, with the reason in <paramref name="problem"/>.</summary>
    public ProxyResponse? Read(ReadOnlySpan<byte> payload, out string problem)
    {
        try
        {
            return Parse(payload, out problem);
        }
        catch (JsonException e)
        {
            problem = $"the function's answer is not JSON: {e.Message}";
            return null;
        }
    }

    protected static void BeginContext(Utf8JsonWriter json, GatewayRequest request)
    {
        json.WriteStartObject("requestContext");
        json.WriteString("accountId", request.Target.ShownAccount);
        json.WriteString("apiId", request.Target.Api.ApiId);
    }

    /// <summary>Writes what the function learns from the authorizer; nothing where there is nothing to learn.</summary>
    protected void WriteAuthorizerIfAny(Utf8JsonWriter json, AuthorizerContext? authorizer)
    {
        if (authorizer is not null)
        {
            json.WriteStartObject("authorizer");
            WriteAuthorizer(json, authorizer);
            json.WriteEndObject();
        }
    }

    protected abstract void WriteAuthorizer(Utf8JsonWriter json, AuthorizerContext authorizer);

    protected abstract void WriteMembers(Utf8JsonWriter json, GatewayRequest request, GatewayDecision decision);

    /// <exception cref="JsonException">It is no JSON.</exception>
    protected virtual ProxyResponse? Parse(ReadOnlySpan<byte> payload, out string problem) => ProxyResponse.Parse(payload, out problem);

    /// <summary>Hot path: the requests of one second share it.</summary>
    protected static string TimeOf(GatewayRequest request)
    {
        var second = request.ReceivedAt.ToUnixTimeSeconds();
        if (Volatile.Read(ref LastTime) is { } kept && kept.Second == second)
        {
            return kept.Text;
        }

        var text = request.ReceivedAt.UtcDateTime.ToString("dd/MMM/yyyy:HH:mm:ss +0000", CultureInfo.InvariantCulture);
        Volatile.Write(ref LastTime, new KeptTime(second, text));
        return text;
    }

    protected static IEnumerable<KeyValuePair<string, string>> Decoded(IEnumerable<KeyValuePair<string, string>> parameters) =>
        parameters.Select(static parameter => new KeyValuePair<string, string>(parameter.Key, Uri.UnescapeDataString(parameter.Value)));

    /// <summary>Writes a map; where nothing is in it a null, or an empty one.</summary>
    protected static void WriteMap(Utf8JsonWriter json, string name, IEnumerable<KeyValuePair<string, string>> values, bool isThere)
    {
        if (WriteMapIfAny(json, name, values))
        {
            return;
        }

        if (isThere)
        {
            json.WriteStartObject(name);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull(name);
        }
    }

    /// <summary>Writes a map; false where nothing is in it, and nothing was written.</summary>
    protected static bool WriteMapIfAny(Utf8JsonWriter json, string name, IEnumerable<KeyValuePair<string, string>> values)
    {
        var begun = false;
        foreach (var (key, value) in values)
        {
            if (!begun)
            {
                json.WriteStartObject(name);
                begun = true;
            }

            json.WriteString(key, value);
        }

        if (begun)
        {
            json.WriteEndObject();
        }

        return begun;
    }

    /// <param name="Second">Since 1970.</param>
    /// <param name="Text">The same as events have it.</param>
    private sealed record KeptTime(long Second, string Text);
}
