using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Emulation.Cognito.Pools;
using Emulation.Cognito.Protocol;

namespace Emulation.Tests.Cognito.Captured;

/// <summary>Makes the calls of a capture again, one after the other, and compares each answer with AWS's.</summary>
internal sealed partial class Replay : IDisposable
{
    private readonly TestPool pool = new();
    private readonly Dictionary<string, string> kept = new(StringComparer.Ordinal);

    /// <summary>What was answered otherwise than it should be.</summary>
    /// <param name="steps">The calls.</param>
    public async Task<List<string>> RunAsync(IEnumerable<CapturedStep> steps)
    {
        List<string> differences = [];
        foreach (var step in steps)
        {
            pool.Time.Advance(TimeSpan.FromMilliseconds(100));
            kept["now"] = pool.Time.GetUtcNow().UtcDateTime.ToString("ddd MMM d HH:mm:ss 'UTC' yyyy", CultureInfo.InvariantCulture);
            var wanted = Filled(step.Here ?? step.Aws);
            if (await DoAsync(step, Filled(step.Request), wanted) is { } actual)
            {
                differences.Add($"{step.Label}\n  wanted {wanted}\n  got    {actual}");
            }
        }

        return differences;
    }

    public void Dispose() => pool.Dispose();

    /// <summary>Null when the answer is the wanted one.</summary>
    private async Task<string?> DoAsync(CapturedStep step, string request, string wanted)
    {
        var words = request.Split(' ');
        switch (step.Operation)
        {
            case "wait":
                pool.Time.Advance(TimeSpan.FromSeconds(int.Parse(request, CultureInfo.InvariantCulture)));
                return null;
            case "hash":
                kept["hash"] = Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(words[2]), Encoding.UTF8.GetBytes(words[0] + words[1])));
                return null;
            case "tamper":
                var signature = request.LastIndexOf('.') + 10;
                kept["tampered"] = $"{request[..signature]}{(request[signature] == 'A' ? 'B' : 'A')}{request[(signature + 1)..]}";
                return null;
            case "differ":
                return words[0] == words[1] ? $"both are {request}" : null;
            case "-":
                return Compare(step, TestTokens.Claims(request), wanted);
            default:
                return await CallAsync(step, request, wanted);
        }
    }

    private async Task<string?> CallAsync(CapturedStep step, string request, string wanted)
    {
        JsonObject answer;
        try
        {
            answer = await pool.DoAsync(step.Operation, request);
        }
        catch (CognitoException e)
        {
            var refusal = $"{e.Type}: {e.Message}".Replace("\n", "\\n", StringComparison.Ordinal).TrimEnd();
            return refusal == wanted ? null : refusal;
        }

        if (IsSilent(step.Operation) || wanted == "no body")
        {
            return IsSilent(step.Operation) && wanted == "no body" && answer.Count == 0 ? null : $"{(IsSilent(step.Operation) ? "no body" : "a body")}: {answer.ToJsonString()}";
        }

        return Compare(step, answer, wanted);
    }

    private static bool IsSilent(string operation) => UserPoolModel.All[operation].IsSilent;

    private string? Compare(CapturedStep step, JsonObject answer, string wanted)
    {
        if (wanted[0] != '{' || !IsAs(JsonNode.Parse(wanted), answer))
        {
            return answer.ToJsonString();
        }

        foreach (var (name, path) in step.Keeps)
        {
            var value = path.Split('.').Aggregate((JsonNode)answer, static (node, member) => node[member]!);
            kept[name] = value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString();
        }

        return null;
    }

    /// <summary>The same members with the same values. Lists have no order here: AWS's is its own.</summary>
    private static bool IsAs(JsonNode? wanted, JsonNode? actual) => (wanted, actual) switch
    {
        (JsonValue value, not null) when value.GetValueKind() == JsonValueKind.String && value.GetValue<string>() == "*" => true,
        (JsonObject these, JsonObject those) => these.Count == those.Count && these.All(member => those.ContainsKey(member.Key) && IsAs(member.Value, those[member.Key])),
        (JsonArray these, JsonArray those) => these.Count == those.Count && these.All(item => those.Count(other => IsAs(item, other)) >= these.Count(twin => JsonNode.DeepEquals(twin, item))),
        _ => JsonNode.DeepEquals(wanted, actual),
    };

    private string Filled(string text) => Variable().Replace(text, match => kept.TryGetValue(match.Groups["name"].Value, out var value) ? value : match.Value);

    [GeneratedRegex(@"\$(?<name>\w+)")]
    private static partial Regex Variable();
}
