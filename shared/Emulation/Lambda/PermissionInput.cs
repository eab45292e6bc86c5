using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Emulation.Protocols.RestJson;

namespace Emulation.Lambda;

/// <summary>The parameters of AddPermission that LocalAws honours; the others are collected, so that none is silently ignored.</summary>
internal sealed partial record PermissionInput
{
    /// <summary>The key that tells the kind of a function's URL.</summary>
    public const string AuthTypeKey = "lambda:FunctionUrlAuthType";

    public string? StatementId { get; init; }

    public string? Action { get; init; }

    public string? Principal { get; init; }

    public string? SourceArn { get; init; }

    public string? SourceAccount { get; init; }

    [JsonPropertyName("PrincipalOrgID")]
    public string? PrincipalOrgId { get; init; }

    public string? EventSourceToken { get; init; }

    public string? FunctionUrlAuthType { get; init; }

    public bool? InvokedViaFunctionUrl { get; init; }

    public string? RevisionId { get; init; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Others { get; set; }

    /// <summary>Null when the body is one that LocalAws honours whole.</summary>
    public static RestRefusal? Read(byte[] body, out PermissionInput input)
    {
        input = new PermissionInput();
        try
        {
            input = JsonSerializer.Deserialize(body, PermissionJson.Default.PermissionInput) ?? input;
        }
        catch (JsonException e)
        {
            return LambdaRefusal.Of(400, "InvalidRequestContentException", $"Could not parse request body into json: {e.Path}");
        }

        if (input.Others is { Count: > 0 } others)
        {
            return LambdaRefusal.Invalid($"LocalAws does not honour {string.Join(", ", others.Keys)}, and refuses rather than ignores it. Leave it out.");
        }

        return Violation("statementId", input.StatementId, StatementIdFormat())
            ?? Violation("action", input.Action, ActionFormat())
            ?? Violation("principal", input.Principal, PrincipalFormat())
            ?? (input.FunctionUrlAuthType is { } type ? OfUrl(type, input.Action!) : null);
    }

    /// <summary>The statement as Lambda writes it. AWS Lambda API Reference, AddPermission.</summary>
    public string ToStatement(string functionArn)
    {
        var statement = new JsonObject
        {
            ["Sid"] = StatementId,
            ["Effect"] = "Allow",
            [nameof(Principal)] = PrincipalNode(Principal!),
            [nameof(Action)] = Action,
            ["Resource"] = functionArn,
        };
        var condition = new JsonObject();
        var equals = new JsonObject();
        AddIf(equals, "AWS:SourceAccount", SourceAccount);
        AddIf(equals, "aws:PrincipalOrgID", PrincipalOrgId);
        AddIf(equals, AuthTypeKey, FunctionUrlAuthType);
        AddIf(equals, "lambda:EventSourceToken", EventSourceToken);
        if (equals.Count > 0)
        {
            condition["StringEquals"] = equals;
        }

        if (InvokedViaFunctionUrl == true)
        {
            condition["Bool"] = new JsonObject { ["lambda:InvokedViaFunctionUrl"] = "true" };
        }

        if (SourceArn is not null)
        {
            condition["ArnLike"] = new JsonObject { ["AWS:SourceArn"] = SourceArn };
        }

        if (condition.Count > 0)
        {
            statement["Condition"] = condition;
        }

        return statement.ToJsonString();
    }

    private static RestRefusal? OfUrl(string type, string action) =>
        type is not ("NONE" or "AWS_IAM") ? LambdaRefusal.NotOf("functionUrlAuthType", type, "NONE, AWS_IAM")
        : action != LambdaOperation.InvokeUrl ? LambdaRefusal.Invalid($"FunctionUrlAuthType is only supported for {LambdaOperation.InvokeUrl} action")
        : null;

    private static RestRefusal? Violation(string name, string? value, Regex format) =>
        value is null ? LambdaRefusal.Of(400, "ValidationException", $"1 validation error detected: Value null at '{name}' failed to satisfy constraint: Member must not be null")
        : format.IsMatch(value) ? null
        : LambdaRefusal.Of(
            400,
            "ValidationException",
            $"1 validation error detected: Value '{value}' at '{name}' failed to satisfy constraint: Member must satisfy regular expression pattern: {format.ToString()[2..^2]}");

    [GeneratedRegex(@"\A([a-zA-Z0-9-_]+)\z")]
    private static partial Regex StatementIdFormat();

    [GeneratedRegex(@"\A(lambda:[*]|lambda:[a-zA-Z]+|[*])\z")]
    private static partial Regex ActionFormat();

    [GeneratedRegex(@"\A[^\s]+\z")]
    private static partial Regex PrincipalFormat();

    private static JsonNode PrincipalNode(string principal) => principal == "*" ? JsonValue.Create("*")
        : principal.EndsWith(".amazonaws.com", StringComparison.Ordinal) ? new JsonObject { ["Service"] = principal }
        : new JsonObject { ["AWS"] = principal.Length == 12 && principal.All(char.IsAsciiDigit) ? $"arn:aws:iam::{principal}:root" : principal };

    private static void AddIf(JsonObject to, string key, string? value)
    {
        if (value is not null)
        {
            to[key] = value;
        }
    }
}

/// <summary>What AddPermission answers.</summary>
internal sealed record AddPermissionAnswer(string Statement);

/// <summary>What GetPolicy answers.</summary>
internal sealed record GetPolicyAnswer(string Policy, string RevisionId);

[JsonSerializable(typeof(PermissionInput))]
[JsonSerializable(typeof(AddPermissionAnswer))]
[JsonSerializable(typeof(GetPolicyAnswer))]
internal sealed partial class PermissionJson : JsonSerializerContext;
