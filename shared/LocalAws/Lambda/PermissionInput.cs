using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Emulation.Lambda;

/// <summary>The parameters of AddPermission that LocalAws honours; the others are collected, so that none is silently ignored.</summary>
internal sealed record PermissionInput
{
    public string? StatementId { get; init; }

    public string? Action { get; init; }

    public string? Principal { get; init; }

    public string? SourceArn { get; init; }

    public string? SourceAccount { get; init; }

    [JsonPropertyName("PrincipalOrgID")]
    public string? PrincipalOrgId { get; init; }

    public string? RevisionId { get; init; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Others { get; set; }

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
        if ((SourceAccount ?? PrincipalOrgId) is not null)
        {
            var equals = new JsonObject();
            AddIf(equals, "AWS:SourceAccount", SourceAccount);
            AddIf(equals, "aws:PrincipalOrgID", PrincipalOrgId);
            condition["StringEquals"] = equals;
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
