using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Emulation.Gateway.Answers;
using Emulation.Gateway.Integration.Events;
using Sam;

namespace Emulation.Gateway.Requests;

/// <summary>Checks what a route has checked of requests, once they got in. API Gateway Developer Guide, "Request validation for REST APIs in API Gateway".</summary>
internal sealed class RequestValidation
{
    private const string OfAnyType = "$default";
    private readonly ConditionalWeakTable<RequestCheck, Validators> known = [];

    /// <summary>The decision, or the refusal of a request that is not what the route says.</summary>
    public GatewayDecision Check(GatewayRequest request, RequestCheck check, GatewayDecision decision)
    {
        var errors = request.Target.Errors;
        if (check.Required.Where(parameter => !Has(request, parameter)).ToList() is { Count: > 0 } missing)
        {
            var text = $"Missing required request parameters: [{string.Join(", ", missing.Select(NameOf))}]";
            return Refused(decision, errors.BadParameters with { Message = text }, $"{text}.");
        }

        if (!check.ChecksBody || ModelFor(request, check) is not { } model)
        {
            return decision;
        }

        return model.Problem is { } problem ? Refused(decision, errors.NotImplemented, $"Closed: the model of the route's requests cannot be used here: {problem}")
            : model.Accepts(request.Received.Body) ? decision
            : Refused(decision, errors.BadBody, "The body is not what the route's model says.");
    }

    /// <summary>"If the content type does not match, no validation is performed": API Gateway passes on what it has no model for.</summary>
    private ModelValidator? ModelFor(GatewayRequest request, RequestCheck check)
    {
        var type = request.Header("Content-Type") ?? "application/json";
        type = (type.IndexOf(';', StringComparison.Ordinal) is var end and >= 0 ? type[..end] : type).Trim();
        var all = known.GetValue(check, static made => new Validators(made.Models.ToImmutableDictionary(
            static one => one.Key, static one => ModelValidator.Of(one.Value), StringComparer.OrdinalIgnoreCase)));
        return all.ByType.GetValueOrDefault(type) ?? all.ByType.GetValueOrDefault(OfAnyType);
    }

    /// <summary>An empty value is none.</summary>
    private static bool Has(GatewayRequest request, string parameter)
    {
        var name = NameOf(parameter);
        return parameter[..parameter.IndexOf('.', StringComparison.Ordinal)] switch
        {
            "header" => request.Header(name) is { Length: > 0 },
            "querystring" => ProxyEventQuery.Parse(request.Received.Query).TryGetValue(name, out var values) && values[^1].Length > 0,
            _ => request.Match.PathParameters.Any(pair => pair.Key == name && pair.Value.Length > 0),
        };
    }

    private static string NameOf(string parameter) => parameter[(parameter.IndexOf('.', StringComparison.Ordinal) + 1)..];

    private static GatewayDecision Refused(GatewayDecision decision, GatewayError error, string reason) =>
        GatewayDecision.Refuse(decision.Caller, error, reason) with { Context = decision.Context, Key = decision.Key, IsOfAuthorization = false };

    private sealed record Validators(ImmutableDictionary<string, ModelValidator> ByType);
}
