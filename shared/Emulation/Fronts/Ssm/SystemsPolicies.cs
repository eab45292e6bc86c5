using Emulation.Calls;
using Emulation.Upstreams;
using Iam;

namespace Emulation.Fronts.Ssm;

/// <summary>
/// What calls do to the policies of parameters, documents and groups of OpsItems, which share them with other accounts. AWS Systems Manager API Reference,
/// PutResourcePolicy.
/// </summary>
internal static class SystemsPolicies
{
    private static readonly string[] Kinds = ["document/", "opsitemgroup/", "parameter/"];

    public static FrontPlan Plan(FrontCall call)
    {
        var arn = call.Needed("ResourceArn");
        var isOurs = Arn.TryParse(arn, out var read) && read is { Partition: "aws", Service: "ssm" } && read.Region == call.Region && read.Account == call.Home.ToString()
            && Kinds.Any(kind => read.Resource.StartsWith(kind, StringComparison.Ordinal) && read.Resource.Length > kind.Length);
        if (!isOurs || arn.AsSpan().ContainsAny("*?{"))
        {
            throw new RefusedException(new ServiceRefusal(
                400, "ResourcePolicyInvalidParameterException", "ResourceArn must be the ARN of a parameter, a document or the group of OpsItems of your account."));
        }

        return new FrontPlan([new Ask($"ssm:{call.Operation}", arn)])
        {
            Done = call.Operation switch
            {
                "PutResourcePolicy" => Put(call, arn),
                "DeleteResourcePolicy" => () => call.Policies.Delete(arn),
                _ => null,
            },
        };
    }

    private static Action Put(FrontCall call, string arn)
    {
        var result = ResourcePolicies.Parse(arn, call.Needed("Policy"));
        return result.Policy is { } policy
            ? () => call.Policies.Put(arn, policy)
            : throw new RefusedException(new ServiceRefusal(
                400, "MalformedResourcePolicyDocumentException", string.Join(" ", result.Errors.Select(static e => $"{e.JsonPath}: {e.Message} {e.Remedy}"))));
    }
}
