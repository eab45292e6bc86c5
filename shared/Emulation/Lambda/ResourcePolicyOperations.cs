using System.Text;
using Emulation.Protocols.RestJson;
using Iam;
using Sam;

namespace Emulation.Lambda;

/// <summary>PutResourcePolicy, GetResourcePolicy and DeleteResourcePolicy. AWS Lambda API Reference.</summary>
internal sealed class ResourcePolicyOperations(FunctionPolicies policies)
{
    /// <summary>In bytes: "Working with resource-based policies in Lambda".</summary>
    private const int Longest = 20 * 1024;

    /// <summary>Reads a policy that may be put; why it may not be, else.</summary>
    public RestRefusal? Check(string? text, out Policy policy)
    {
        policy = null!;
        if (text is null)
        {
            return LambdaRefusal.Of(400, "ValidationException", "1 validation error detected: Value null at 'policy' failed to satisfy constraint: Member must not be null");
        }

        if (Encoding.UTF8.GetByteCount(text) > Longest)
        {
            return LambdaRefusal.Of(400, "PolicyLengthExceededException", $"The final policy size ({Encoding.UTF8.GetByteCount(text)}) is bigger than the limit ({Longest}).");
        }

        var compiled = Policy.Parse(text, PolicyKind.Resource, new PolicyOrigin("policy"));
        policy = compiled.Policy!;
        return policy is null ? LambdaRefusal.Invalid(compiled.Errors[0].Message)
            : policies.KnowsAll(policy) ? null
            : LambdaRefusal.Invalid("The provided principal was invalid. Please check the principal and try again.");
    }

    public RestAnswer Put(Function function, Policy policy, string? revisionId)
    {
        if (PermissionOperations.IsOutdated(policies.Of(function), revisionId))
        {
            return PermissionOperations.Outdated;
        }

        policies.Put(function, policy);
        return PermissionOperations.Answer(policies.Of(function)!);
    }

    public RestAnswer Get(Function function) => policies.Of(function) is { } policy ? PermissionOperations.Answer(policy) : PermissionOperations.NoPolicy;

    public RestAnswer Delete(Function function, string? revisionId) =>
        PermissionOperations.IsOutdated(policies.Of(function), revisionId) ? PermissionOperations.Outdated
        : policies.Delete(function) ? RestAnswer.NoContent
        : PermissionOperations.NoPolicy;
}
