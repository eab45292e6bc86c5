using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Emulation.Protocols.RestJson;
using Emulation.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Emulation.Tests.Calls;

/// <summary>A call as a client sends it, which each protocol writes in its own way.</summary>
/// <param name="Operation">What is called.</param>
/// <param name="Members">The members, with values as JSON.</param>
internal sealed record SampleCall(string Operation, ImmutableSortedDictionary<string, JsonNode> Members)
{
    private const int Limit = 1024 * 1024;

    public ImmutableArray<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>The query, with its question mark; empty for none.</summary>
    public string Query { get; init; } = "";

    public SampleCall With(string member, JsonNode value) => this with { Members = Members.SetItem(member, value) };

    public SampleCall Without(string member) => this with { Members = Members.Remove(member) };

    /// <summary>In the Query protocol: a form.</summary>
    public ValueTask<ReceivedRequest> AsFormAsync()
    {
        var form = new StringBuilder("Action=").Append(Operation);
        foreach (var (name, value) in Members)
        {
            Append(form, name, value);
        }

        return SendAsync("POST", "/", form.ToString(), "application/x-www-form-urlencoded");
    }

    /// <summary>In JSON 1.0 and 1.1: a document.</summary>
    public ValueTask<ReceivedRequest> AsJsonAsync(string version = "1.1") => SendAsync("POST", "/", Document(static _ => true), $"application/x-amz-json-{version}");

    /// <summary>In REST-JSON: the route's words in the path, the operation's other words in the query, everything else in a document.</summary>
    public ValueTask<ReceivedRequest> AsRestAsync(RestRoute route, IReadOnlySet<string> words)
    {
        var segments = route.Template.Split('/')
            .Select(segment => segment is ['{', .. var name, '}'] ? Uri.EscapeDataString(Members[name].ToString()) : segment);
        var query = string.Join('&', Members
            .Where(member => words.Contains(member.Key) && !route.Words.Contains(member.Key))
            .Select(static member => $"{member.Key}={Uri.EscapeDataString(member.Value.ToString())}")
            .Append(Query.TrimStart('?'))
            .Where(static part => part.Length > 0));
        var call = this with { Query = query.Length == 0 ? "" : $"?{query}" };
        return call.SendAsync(route.Method, string.Join('/', segments), Document(name => !words.Contains(name)), "application/json");
    }

    public override string ToString() => $"{Operation}{Query} {string.Join(' ', Members.Select(static member => $"{member.Key}={member.Value.ToJsonString()}"))} {string.Join(' ', Headers)}";

    private string Document(Func<string, bool> isIn) =>
        new JsonObject(Members.Where(member => isIn(member.Key)).Select(static member => KeyValuePair.Create(member.Key, (JsonNode?)member.Value.DeepClone()))).ToJsonString();

    private async ValueTask<ReceivedRequest> SendAsync(string method, string path, string body, string type)
    {
        var http = new DefaultHttpContext();
        http.Request.Method = method;
        http.Request.ContentType = type;
        http.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body));
        http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = path + Query;
        foreach (var (name, value) in Headers)
        {
            http.Request.Headers[name] = value;
        }

        return (await ReceivedRequest.ReadAsync(http, Limit))!;
    }

    private static void Append(StringBuilder form, string name, JsonNode? value)
    {
        switch (value)
        {
            case JsonArray items:
                for (var i = 0; i < items.Count; i++)
                {
                    Append(form, string.Create(CultureInfo.InvariantCulture, $"{name}.member.{i + 1}"), items[i]);
                }

                break;
            case JsonObject members:
                foreach (var (key, inner) in members)
                {
                    Append(form, $"{name}.{key}", inner);
                }

                break;
            default:
                form.Append('&').Append(name).Append('=').Append(Uri.EscapeDataString(value?.ToString() ?? ""));
                break;
        }
    }
}
