using System.Collections.Immutable;
using System.Text.Json;
using Emulation.Gateway.Integration.Events;
using Emulation.Wire;
using Iam;
using Sam;

namespace Emulation.Gateway.Authorizers;

/// <summary>What asking a Lambda authorizer's function came to: an answer, <c>Unauthorized</c>, or a failure with the reason.</summary>
internal readonly record struct AuthorizerOutcome(AuthorizerAnswer? Answer, bool IsUnauthorized, string Reason)
{
    /// <summary>Whether nobody can tell here whether the function may be asked.</summary>
    public bool IsClosed { get; init; }

    public static AuthorizerOutcome Unauthorized(string reason) => new(null, true, reason);

    public static AuthorizerOutcome Failed(string reason) => new(null, false, reason);
}

/// <summary>A Lambda authorizer's answer, checked. API Gateway Developer Guide, "Output from an API Gateway Lambda authorizer".</summary>
/// <param name="Policies">The policy, which is the only one of the caller; null of a simple answer.</param>
/// <param name="IsAuthorized">A simple answer's word.</param>
/// <param name="Context">What the function gets to know.</param>
internal sealed record AuthorizerAnswer(PrincipalPolicies? Policies, bool IsAuthorized, LambdaAuthorizerContext Context)
{
    /// <summary>Context names that API Gateway keeps for itself.</summary>
    private const string Reserved = "claims";

    /// <summary>The one error by which a function says that it does not know the caller.</summary>
    public const string UnauthorizedText = "Unauthorized";

    public static AuthorizerOutcome Read(ReadOnlyMemory<byte> payload, LambdaAuthorizer authorizer, EventFormat format)
    {
        try
        {
            var readable = ForeignJson.Readable(payload);
            using var document = JsonDocument.Parse(readable);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
            {
                return Malformed(authorizer, "it is no JSON object");
            }

            // An HTTP API also takes the answer of a function that says so instead of throwing it (captured: apigateway/http_lambda_authorizers of radkawar/stackd).
            if (format.TakesUnauthorized && SaysUnauthorized(root))
            {
                return AuthorizerOutcome.Unauthorized($"Authorizer {authorizer.Name} answered {UnauthorizedText}.");
            }

            if (!TryContext(root, format, out var context, out var problem))
            {
                return Malformed(authorizer, problem);
            }

            return authorizer.EnableSimpleResponses && format.KeepsValues ? Simple(root, authorizer, context)
                // A policy must not be about something else than what was written.
                : !readable.Equals(payload) && HasReplacement(root) ? Malformed(authorizer, "policyDocument has a text that is none")
                : WithPolicy(root, authorizer, format, context);
        }
        catch (JsonException)
        {
            return Malformed(authorizer, "it is no JSON");
        }
    }

    public static bool SaysUnauthorized(JsonElement answer) =>
        answer.ValueKind == JsonValueKind.Object
        && answer.TryGetProperty("errorMessage", out var error) && error.ValueKind == JsonValueKind.String && error.ValueEquals(UnauthorizedText);

    private static bool HasReplacement(JsonElement root) => root.TryGetProperty("policyDocument", out var document)
        && document.GetRawText() is var text && (text.Contains('\uFFFD') || text.Contains(@"\ufffd", StringComparison.OrdinalIgnoreCase));

    private static AuthorizerOutcome Simple(JsonElement root, LambdaAuthorizer authorizer, ImmutableArray<ContextValue> context) =>
        root.TryGetProperty("isAuthorized", out var word) && word.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? new AuthorizerOutcome(new AuthorizerAnswer(null, word.GetBoolean(), new LambdaAuthorizerContext(null, context)), false, "")
            : Malformed(authorizer, "isAuthorized is missing or neither true nor false");

    private static AuthorizerOutcome WithPolicy(JsonElement root, LambdaAuthorizer authorizer, EventFormat format, ImmutableArray<ContextValue> context)
    {
        if (!root.TryGetProperty("policyDocument", out var document) || document.ValueKind != JsonValueKind.Object)
        {
            return Malformed(authorizer, "policyDocument is missing or no object");
        }

        var hasPrincipal = root.TryGetProperty("principalId", out var principal) && principal.ValueKind == JsonValueKind.String;
        if (!hasPrincipal && format.NeedsPrincipal)
        {
            return Malformed(authorizer, "principalId is missing or no text");
        }

        var parsed = Policy.Parse(document.GetRawText(), PolicyKind.Identity, new PolicyOrigin($"of authorizer {authorizer.Name}"));
        return parsed.Policy is { } policy
            ? new AuthorizerOutcome(
                new AuthorizerAnswer(new PrincipalPolicies([policy]), false, new LambdaAuthorizerContext(hasPrincipal ? principal.GetString() : null, context)
                {
                    UsageIdentifierKey = root.TryGetProperty("usageIdentifierKey", out var key) && key.ValueKind == JsonValueKind.String ? key.GetString() : null,
                }),
                false, "")
            : Malformed(authorizer, $"policyDocument has errors: {string.Join(" ", parsed.Errors.Select(e => $"{e.JsonPath}: {e.Message}"))}");
    }

    private static bool TryContext(JsonElement root, EventFormat format, out ImmutableArray<ContextValue> values, out string problem)
    {
        values = [];
        problem = "";
        if (!root.TryGetProperty("context", out var context) || context.ValueKind == JsonValueKind.Null)
        {
            return true;
        }

        if (context.ValueKind != JsonValueKind.Object)
        {
            problem = "context is no object";
            return false;
        }

        var read = ImmutableArray.CreateBuilder<ContextValue>();
        foreach (var member in context.EnumerateObject())
        {
            if (!format.KeepsValues && member.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
            {
                problem = $"context.{member.Name} is an object or a list; {format.Name} takes text, numbers and booleans";
                return false;
            }

            if (member.Name != Reserved)
            {
                var isText = member.Value.ValueKind == JsonValueKind.String;
                read.Add(new ContextValue(member.Name, KindIn(format, member.Value.ValueKind), isText ? member.Value.GetString()! : member.Value.GetRawText()));
            }
        }

        values = read.ToImmutable();
        return true;
    }

    /// <summary>Only format 2.0 keeps numbers and booleans: in the others they are text, whatever the integration's format.</summary>
    private static JsonValueKind KindIn(EventFormat format, JsonValueKind kind) => format.KeepsValues || kind == JsonValueKind.Null ? kind : JsonValueKind.String;

    private static AuthorizerOutcome Malformed(LambdaAuthorizer authorizer, string problem) =>
        AuthorizerOutcome.Failed($"The answer of authorizer {authorizer.Name} cannot be used: {problem}.");
}
