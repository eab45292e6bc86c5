using System.Text.Json;
using System.Text.Json.Nodes;
using Emulation.Calls;
using Iam;

namespace Emulation.Upstreams;

/// <summary>
/// Policies that calls give to resources of a service that is not written by hand. The server does not ask them. Those are kept here, and asked, whose statements are about one
/// resource that every call names; any other is refused, since what it denies would not be.
/// </summary>
internal static class GivenPolicies
{
    /// <summary>The operations that put a policy, take it away, or take the resource away, and the member that has the policy.</summary>
    private static readonly Dictionary<(string Service, string Operation), string> Kept = new()
    {
        // Amazon ECR API Reference, SetRepositoryPolicy.
        [("ecr", "SetRepositoryPolicy")] = "policyText",
        [("ecr", "DeleteRepositoryPolicy")] = "",
        [("ecr", "DeleteRepository")] = "",
        [("ecr-public", "SetRepositoryPolicy")] = "policyText",
        [("ecr-public", "DeleteRepositoryPolicy")] = "",
        [("ecr-public", "DeleteRepository")] = "",

        // Amazon EFS API Reference, PutFileSystemPolicy.
        [("elasticfilesystem", "PutFileSystemPolicy")] = "Policy",
        [("elasticfilesystem", "DeleteFileSystemPolicy")] = "",
        [("elasticfilesystem", "DeleteFileSystem")] = "",
    };

    /// <summary>The plan, with what is kept of a policy once the server has it.</summary>
    /// <param name="call">The call.</param>
    /// <param name="signingName">The service.</param>
    /// <param name="asks">What it asks.</param>
    /// <param name="passes">Whether policies that cannot be kept are let through, as somebody says who starts LocalAws.</param>
    /// <exception cref="RefusedException">It gives a policy that cannot be kept.</exception>
    public static FrontPlan Plan(FrontCall call, string signingName, IReadOnlyList<Ask> asks, bool passes)
    {
        if (Kept.TryGetValue((signingName, call.Operation), out var member)
            && asks is [var only, ..] && (only.OneOf is null || only.OneOf.Starred == only.Resource) && Arn.TryParse(only.Resource, out _))
        {
            return new FrontPlan(asks) { Done = member.Length == 0 ? () => call.Policies.Delete(only.Resource) : Put(call, only.Resource, call.Needed(member)) };
        }

        // The policy of a VPC endpoint is about the way to a service, which is no way to here.
        return passes || signingName == "ec2" || !Gives(call.Members, 0)
            ? FrontPlan.Of(asks)
            : throw new RefusedException(new ServiceRefusal(
                501, "NotImplementedException",
                $"LocalAws does not enforce a policy of {signingName} resources that {call.Operation} gives, so it is not set. Say the same in the policies of principals; or "
                    + $"start LocalAws with --allow-underived {signingName}, and it is set on the server, which asks nobody."));
    }

    /// <summary>Refuses a call that may be about a resource whose policy denies something, and does not say which resource it is about.</summary>
    /// <param name="policies">The policies that are kept.</param>
    /// <param name="shape">What it may be about.</param>
    /// <exception cref="RefusedException">It may.</exception>
    public static void CheckUntold(ResourcePolicies policies, ResourceShape shape)
    {
        var starred = shape.Starred;
        var known = starred.IndexOf('*', StringComparison.Ordinal) is var star and >= 0 ? starred[..star] : starred;
        if (policies.Below(known).FirstOrDefault(static kept => kept.Policy.Statements.Any(static statement => statement.Denies)) is { Name: { } denied })
        {
            throw FrontCall.Invalid(
                $"The request does not say in a way that LocalAws reads what it is about, and the policy of {denied} denies something. Name the resource by its name or ARN.");
        }
    }

    private static Action Put(FrontCall call, string arn, string json)
    {
        var result = ResourcePolicies.Parse(arn, Whole(json));
        return result.Policy is { } policy
            ? () => call.Policies.Put(arn, policy)
            : throw new RefusedException(new ServiceRefusal(
                400, "InvalidParameterException", $"The policy is not valid. {string.Join(" ", result.Errors.Select(static e => $"{e.JsonPath}: {e.Message} {e.Remedy}"))}"));
    }

    /// <summary>Statements of a policy that hangs on one resource need not name it.</summary>
    private static string Whole(string json)
    {
        if (Read(json) is not { } document)
        {
            return json;
        }

        foreach (var statement in Statements(document).Where(static one => !one.ContainsKey("Resource") && !one.ContainsKey("NotResource")))
        {
            statement["Resource"] = "*";
        }

        return document.ToJsonString();
    }

    /// <summary>Whether a text anywhere in a call is a policy that names principals, as those of resources do.</summary>
    private static bool Gives(JsonNode? node, int depth) => node switch
    {
        _ when depth > 64 => true,
        JsonObject structure => structure.Any(member => Gives(member.Value, depth + 1)),
        JsonArray list => list.Any(item => Gives(item, depth + 1)),
        JsonValue value when value.TryGetValue<string>(out var text) => text.Contains("rincipal", StringComparison.Ordinal) && Read(text) is { } document
            && Statements(document).Any(static one => one.ContainsKey("Principal") || one.ContainsKey("NotPrincipal")),
        _ => false,
    };

    private static IEnumerable<JsonObject> Statements(JsonObject document) => document["Statement"] switch
    {
        JsonArray several => several.OfType<JsonObject>(),
        JsonObject one => [one],
        _ => [],
    };

    private static JsonObject? Read(string json)
    {
        try
        {
            return JsonNode.Parse(json) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
