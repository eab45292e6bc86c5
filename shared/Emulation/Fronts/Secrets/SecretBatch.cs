using System.Text.Json.Nodes;
using Emulation.Calls;
using Emulation.Upstreams;

namespace Emulation.Fronts.Secrets;

/// <summary>
/// Many secrets in one call: each is decided on its own, and those that are refused come back in <c>Errors</c>. AWS Secrets Manager API Reference, BatchGetSecretValue.
/// </summary>
internal static class SecretBatch
{
    public static async ValueTask<FrontPlan> PlanAsync(FrontCall call)
    {
        var ids = call.Texts("SecretIdList");
        var isFiltered = call.List("Filters").Count > 0;
        if (isFiltered == ids.Count > 0 || ids.Count > 20)
        {
            throw new RefusedException(new ServiceRefusal(
                400, "InvalidParameterException", "Either 'SecretIdList' of up to 20 secrets or 'Filters' must be provided, but not both."));
        }

        List<Ask> asks = [new("secretsmanager:BatchGetSecretValue", "*") { Owner = call.Home }];
        if (isFiltered)
        {
            asks.Add(new Ask("secretsmanager:ListSecrets", "*") { Owner = call.Home, Shown = "" });
        }

        var plan = new FrontPlan(asks);
        return asks.Exists(ask => call.Refuse(ask) is not null) ? plan : await DecidedAsync(call, plan, ids, isFiltered).ConfigureAwait(false);
    }

    private static async ValueTask<FrontPlan> DecidedAsync(FrontCall call, FrontPlan plan, IReadOnlyList<string> ids, bool isFiltered)
    {
        string? next = null;
        if (isFiltered)
        {
            (ids, next) = await FoundAsync(call).ConfigureAwait(false);
        }

        var allowed = new JsonArray();
        var errors = new JsonArray();
        foreach (var id in ids)
        {
            var secret = await CalledSecret.FindAsync(call, id).ConfigureAwait(false);
            if (secret.Owner != call.Home)
            {
                errors.Add((JsonNode)Error(id, "InvalidParameterException", "LocalAws asks for the secrets of one account at once. Ask for this one by GetSecretValue."));
            }
            else if (call.Refuse(secret.Ask(call, "GetSecretValue")) is { } words)
            {
                errors.Add((JsonNode)Error(id, "AccessDeniedException", words));
            }
            else if ((await SecretEncryption.AsksAsync(call, secret, "GetSecretValue").ConfigureAwait(false)).FirstOrDefault(ask => call.Refuse(ask) is not null) is { } ofKey)
            {
                errors.Add((JsonNode)Error(id, "AccessDeniedException", ofKey.Refused!("").Message));
            }
            else
            {
                allowed.Add((JsonNode)(secret.TextOf("ARN") ?? id));
            }
        }

        return allowed.Count == 0
            ? plan with { Answer = Whole(new JsonObject { ["SecretValues"] = new JsonArray() }, errors, next) }
            : plan with
            {
                Sent = new JsonObject { ["SecretIdList"] = allowed },
                RewriteMembers = members => Whole(members, errors, next),
            };
    }

    /// <summary>The secrets that the filters find, which the server says without their values.</summary>
    private static async ValueTask<(IReadOnlyList<string> Ids, string? Next)> FoundAsync(FrontCall call)
    {
        var asked = new JsonObject { ["Filters"] = call.Members["Filters"]!.DeepClone(), ["MaxResults"] = call.Members["MaxResults"]?.DeepClone() ?? 20 };
        if (call.Text("NextToken") is { } token)
        {
            asked["NextToken"] = token;
        }

        var list = await call.Behind.AskAsync("ListSecrets", asked).ConfigureAwait(false)
            ?? throw new RefusedException(new ServiceRefusal(
                400, "InvalidParameterException", "The server behind LocalAws does not list secrets by these filters. Send SecretIdList."));
        return ([.. (list["SecretList"] as JsonArray ?? []).OfType<JsonObject>().Select(static one => (string?)one["ARN"]).OfType<string>()], (string?)list["NextToken"]);
    }

    private static JsonObject Whole(JsonObject members, JsonArray errors, string? next)
    {
        if (errors.Count > 0)
        {
            members["Errors"] = new JsonArray([.. (members["Errors"] as JsonArray ?? []).Concat(errors).Select(static error => error?.DeepClone())]);
        }

        if (next is not null)
        {
            members["NextToken"] = next;
        }

        return members;
    }

    private static JsonObject Error(string id, string code, string message) => new() { ["SecretId"] = id, ["ErrorCode"] = code, ["Message"] = message };
}
