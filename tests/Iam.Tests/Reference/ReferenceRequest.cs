using System.Text.Json.Nodes;

namespace Iam.Tests.Reference;

/// <summary>The request of a case: the principal's ARN, and the condition keys with those that follow from it.</summary>
internal sealed class ReferenceRequest
{
    private readonly Dictionary<string, List<string>> keys = new(StringComparer.OrdinalIgnoreCase);

    public ReferenceRequest(JsonObject policyCase)
    {
        Principal = policyCase["principal"] is JsonObject other ? other.First().Value!.GetValue<string>() : policyCase["principal"]!.GetValue<string>();
        Action = policyCase["action"]!.GetValue<string>();
        Resource = policyCase["resource"]!.GetValue<string>();
        var fields = Principal.Split(':');
        Account = fields.Length > 4 ? fields[4] : null;
        var names = fields[^1].Split('/');
        RoleArn = names[0] == "assumed-role" ? $"arn:aws:iam::{Account}:role/{names[1]}" : null;
        if (Account is not null)
        {
            keys["aws:PrincipalArn"] = [RoleArn ?? Principal];
            keys["aws:PrincipalAccount"] = [Account];
            if (names[0] == "user")
            {
                keys["aws:username"] = [names[^1]];
            }
        }

        foreach (var (key, values) in policyCase["context"] as JsonObject ?? [])
        {
            keys[key] = ReferenceEvaluator.Texts(values);
        }
    }

    public string Principal { get; }

    public string? RoleArn { get; }

    public string? Account { get; }

    public string Action { get; }

    public string Resource { get; }

    public bool IsRoot => Principal.EndsWith(":root", StringComparison.Ordinal);

    public bool IsFederatedUser => Principal.Contains(":federated-user/", StringComparison.Ordinal);

    /// <summary>Whether a key holds several values: AWS declares it so, or it does.</summary>
    public bool IsList(string key) => key.Equals("aws:TagKeys", StringComparison.OrdinalIgnoreCase) || Values(key) is { Count: > 1 };

    /// <summary>A key without values is as absent as one that is not there.</summary>
    public List<string>? Values(string key) => keys.TryGetValue(key, out var values) && values.Count > 0 ? values : null;
}
