using System.Collections.Immutable;
using Emulation.Calls;
using Emulation.Wire;
using Microsoft.AspNetCore.WebUtilities;
using SigV4;

namespace Emulation.Protocols.RestJson;

/// <summary>The REST-JSON protocol of one service: operations are told by method and path.</summary>
/// <param name="routes">The operations' methods and paths.</param>
/// <param name="known">What there is, for who asks for something else.</param>
/// <param name="fault">The member <c>Type</c> of a refusal's body, as Lambda has it; null for none.</param>
internal sealed class RestJsonWire(ImmutableArray<RestRoute> routes, string known, string? fault = null) : IWireProtocol<RestRequest, RestAnswer>
{
    /// <summary>The operations' methods and paths.</summary>
    public ImmutableArray<RestRoute> Routes => routes;

    public string? OperationOf(ReceivedRequest request) => Find(request.Method, request.Path).Route?.Operation;

    public RestRequest Read(ReceivedRequest request, IReadOnlySet<string> members) => Read(request.Method, request.Target, request.Body, members);

    /// <summary>The operation that a method and a target name; null when they name none.</summary>
    public string? OperationOf(string method, string target) => Find(method, target.Split('?')[0]).Route?.Operation;

    /// <summary>Reads what path, query and body say.</summary>
    public RestRequest Read(string method, string target, byte[] body, IReadOnlySet<string> members)
    {
        var at = target.IndexOf('?');
        var path = at < 0 ? target : target[..at];
        var variables = Find(method, path).Variables;
        foreach (var (name, values) in QueryHelpers.ParseQuery(at < 0 ? "" : target[at..]))
        {
            // The path has the first word, and a parameter that comes twice its first value.
            if (members.Contains(name) && !variables.ContainsKey(name))
            {
                variables = variables.Add(name, values[0] ?? "");
            }
        }

        return new RestRequest(method, path, variables, body);
    }

    public ServiceRefusal Unsigned(VerificationFailure failure) => new RestRefusal(failure.StatusCode, failure.ErrorType, failure.Message) { Fault = fault };

    public ServiceRefusal Denied(string message) => new RestRefusal(403, "AccessDeniedException", message) { IsInFront = true };

    public ServiceRefusal Unknown(string? operation, ReceivedRequest request) =>
        new RestRefusal(404, fault is null
            ? "NotFoundException"
            : "ResourceNotFoundException", $"LocalAws has no {request.Method} {request.Path}. It has {known}.") { Fault = fault };

    public async Task SendAsync(HttpContext http, string requestId, string operation, RestAnswer answer)
    {
        var response = http.Response;
        response.StatusCode = answer.StatusCode;
        response.Headers["x-amzn-RequestId"] = requestId;
        foreach (var (name, value) in answer.Headers)
        {
            response.Headers[name] = value;
        }

        var body = answer.Body;
        if (answer.Refusal is { } refusal)
        {
            response.Headers["x-amzn-ErrorType"] = refusal.Type;
            body = (refusal as RestRefusal ?? new RestRefusal(refusal.StatusCode, refusal.Type, refusal.Message) { Fault = fault }).Body();
        }

        if (answer.WriteAsync is { } writeAsync)
        {
            response.ContentType = answer.ContentType;
            try
            {
                await writeAsync(response.Body, http.RequestAborted).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
            {
                // The client has gone.
            }
        }
        else if (answer.HasNoContent)
        {
            response.ContentLength = 0;
        }
        else if (body.Length > 0)
        {
            response.ContentType = answer.ContentType ?? "application/json";
            response.ContentLength = body.Length;
            await response.Body.WriteAsync(body, http.RequestAborted).ConfigureAwait(false);
        }
    }

    private (RestRoute? Route, ImmutableDictionary<string, string> Variables) Find(string method, ReadOnlySpan<char> path)
    {
        var segments = path.ToString().TrimEnd('/').Split('/').Select(Uri.UnescapeDataString).ToArray();
        foreach (var route in routes)
        {
            if (route.Match(method, segments) is { } variables)
            {
                return (route, variables);
            }
        }

        return (null, ImmutableDictionary<string, string>.Empty);
    }
}
