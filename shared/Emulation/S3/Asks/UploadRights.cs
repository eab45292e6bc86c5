using System.Text.Json.Nodes;
using Emulation.Calls;
using Iam;

namespace Emulation.S3.Asks;

/// <summary>
/// What whoever began an upload in parts may do without a policy that says so: list its parts and abort it. Of a user so may the user's account. A denial takes it away. Amazon S3
/// User Guide, "Multipart upload API and permissions".
/// </summary>
internal static class UploadRights
{
    /// <summary>The question with the rights that S3 itself gives.</summary>
    /// <param name="ask">The question about the upload's object.</param>
    /// <param name="initiator">The ARN of who began the upload; null where that is not known.</param>
    public static Ask With(Ask ask, string? initiator)
    {
        if (initiator is null || !Arn.TryParse(initiator, out var arn))
        {
            return ask;
        }

        string[] named = arn.Resource.StartsWith("user/", StringComparison.Ordinal) ? [initiator, $"arn:{arn.Partition}:iam::{arn.Account}:root"] : [initiator];
        var document = new JsonObject
        {
            ["Version"] = "2012-10-17",
            ["Statement"] = new JsonObject
            {
                ["Sid"] = "Initiator",
                ["Effect"] = "Allow",
                ["Principal"] = new JsonObject { ["AWS"] = new JsonArray([.. named.Select(static one => (JsonNode)one)]) },
                ["Action"] = ask.Action,
                ["Resource"] = "*",
            },
        };
        return Policy.Parse(document.ToJsonString(), PolicyKind.Resource, new PolicyOrigin("what S3 lets whoever began the upload do")).Policy is { } rights
            ? ask with { ResourcePolicy = ask.ResourcePolicy?.With(rights) ?? rights }
            : ask;
    }
}
