using System.Text.Json.Nodes;
using Emulation.Calls;
using Emulation.Upstreams;

namespace Emulation.Fronts.Ssm;

/// <summary>
/// What Parameter Store asks of KMS in its caller's name for parameters that are secure strings. AWS Systems Manager User Guide, "AWS KMS encryption for AWS Systems
/// Manager Parameter
/// Store SecureString parameters".
/// </summary>
internal static class SecureParameters
{
    private const string Managed = "alias/aws/ssm";
    private const int MostPages = 20;

    public static FrontPlan Plan(FrontCall call, FrontPlan plan)
    {
        if (call.Keys is null)
        {
            return plan;
        }

        return call.Operation switch
        {
            "PutParameter" when call.Text("Type") == "SecureString" => plan with
            {
                Then = () => AsksAsync(call, call.Text("KeyId") ?? Managed, call.Text("Tier") == "Advanced" ? "GenerateDataKey" : "Encrypt", plan.Asks[0].Resource),
            },
            "GetParameter" or "GetParameters" or "GetParameterHistory" or "GetParametersByPath" when call.Switch("WithDecryption") == true =>
                plan with { Then = () => DecryptedAsync(call, plan) },
            _ => plan,
        };
    }

    private static async ValueTask<IReadOnlyList<Ask>> DecryptedAsync(FrontCall call, FrontPlan plan)
    {
        var asks = new List<Ask>();
        foreach (var (key, arn) in await SecureAsync(call, plan).ConfigureAwait(false))
        {
            asks.AddRange(await AsksAsync(call, key, "Decrypt", arn).ConfigureAwait(false));
        }

        return asks;
    }

    private static ValueTask<IReadOnlyList<Ask>> AsksAsync(FrontCall call, string key, string action, string arn) => ResourceKeys.AsksAsync(
        call, "ssm", key, [action], [new("PARAMETER_ARN", arn)], arn, ResourceKeys.Passing("AccessDeniedException"));

    /// <summary>The secure parameters that a call reads, with the keys that the server says. AWS's own parameters are none.</summary>
    private static async ValueTask<IReadOnlyList<(string Key, string Arn)>> SecureAsync(FrontCall call, FrontPlan plan)
    {
        var filter = call.Operation == "GetParametersByPath"
            ? new JsonObject
            {
                ["Key"] = "Path", ["Option"] = call.Switch("Recursive") == true ? "Recursive" : "OneLevel", ["Values"] = new JsonArray(call.Needed("Path")),
            }
            : new JsonObject { ["Key"] = "Name", ["Values"] = new JsonArray([.. NamesOf(plan).Select(static name => (JsonNode)name)]) };
        if (((JsonArray)filter["Values"]!).Count == 0)
        {
            return [];
        }

        var behind = plan.Account is { } owner ? call.Behind.In(owner) : call.Behind;
        var prefix = $"arn:aws:ssm:{call.Region}:{plan.Account ?? call.Home}:parameter/";
        var found = new List<(string Key, string Arn)>();
        string? token = null;
        for (var page = 0; page < MostPages; page++)
        {
            var members = new JsonObject { ["ParameterFilters"] = new JsonArray(filter.DeepClone()), ["MaxResults"] = 50 };
            if (token is not null)
            {
                members["NextToken"] = token;
            }

            var told = await behind.AskAsync("DescribeParameters", members).ConfigureAwait(false) ?? throw new RefusedException(new ServiceRefusal(
                400, "InvalidKeyId", "The server behind LocalAws does not say by which keys these parameters are encrypted (DescribeParameters), "
                    + "so that nobody can be asked for them."));
            found.AddRange((told["Parameters"] as JsonArray ?? []).OfType<JsonObject>().Where(static one => (string?)one["Type"] == "SecureString")
                .Select(one => ((string?)one["KeyId"] is { Length: > 0 } key ? key : Managed, prefix + ((string?)one["Name"] ?? "").TrimStart('/'))));
            token = (string?)told["NextToken"];
            if (string.IsNullOrEmpty(token))
            {
                return found;
            }
        }

        throw FrontCall.Invalid("LocalAws asks for the keys of a thousand parameters at most. Read a narrower path.");
    }

    /// <summary>A name with a slash in it begins with one; of another the ARN does not tell.</summary>
    private static IEnumerable<string> NamesOf(FrontPlan plan) => plan.Asks.Select(static ask => ask.Resource.Split(':', 6)).Where(static parts => parts[4].Length > 0)
        .Select(static parts => parts[5]["parameter/".Length..])
        .SelectMany(static name => name.Contains('/', StringComparison.Ordinal) ? [$"/{name}"] : (string[])[name, $"/{name}"]);
}
