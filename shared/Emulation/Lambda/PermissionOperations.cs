using System.Security.Cryptography;
using System.Text;
using Emulation.Protocols.RestJson;
using Iam;
using Sam;

namespace Emulation.Lambda;

/// <summary>AddPermission, RemovePermission and GetPolicy. AWS Lambda API Reference.</summary>
internal sealed class PermissionOperations(FunctionPolicies policies)
{
    public static readonly RestRefusal Outdated = LambdaRefusal.Of(
        412, "PreconditionFailedException", "The Revision Id provided does not match the latest Revision Id. Call the GetPolicy API to retrieve the latest Revision Id");

    public static readonly RestRefusal NoPolicy = LambdaRefusal.NotFound("The resource you requested does not exist.");

    /// <summary>The policy of a function; null for what has none, as <c>$LATEST</c>.</summary>
    public RestAnswer Get(Function? function) => function is not null && policies.Of(function) is { } policy ? Answer(policy) : NoPolicy;

    /// <summary>A policy as it is told.</summary>
    public static RestAnswer Answer(Policy policy) => RestAnswer.Ok(new GetPolicyAnswer(policy.Json, RevisionOf(policy)), PermissionJson.Default.GetPolicyAnswer);

    public RestAnswer Add(Function function, PermissionInput input)
    {
        if (IsOutdated(policies.Of(function), input.RevisionId))
        {
            return Outdated;
        }

        var statement = input.ToStatement(function.Arn.ToString());
        var checkedPolicy = Policy.Parse($$"""{"Version":"2012-10-17","Statement":[{{statement}}]}""", PolicyKind.Resource, new PolicyOrigin("permission"));
        if (checkedPolicy.Policy is not { } permission || !policies.KnowsAll(permission))
        {
            return LambdaRefusal.Invalid(checkedPolicy.Policy is not null || checkedPolicy.Errors[0].JsonPath.Contains("Principal", StringComparison.Ordinal)
                ? "The provided principal was invalid. Please check the principal and try again."
                : checkedPolicy.Errors[0].Message);
        }

        return policies.Add(function, input.StatementId!, permission, statement)
            ? RestAnswer.Created(new AddPermissionAnswer(statement), PermissionJson.Default.AddPermissionAnswer)
            : LambdaRefusal.Of(
                409,
                "ResourceConflictException",
                $"The statement id ({input.StatementId}) provided already exists. Please provide a new statement id, or remove the existing statement.");
    }

    /// <summary>Takes a permission of a function back; null for what has none.</summary>
    public RestAnswer Remove(Function? function, string statementId, string? revisionId) =>
        function is null || policies.Of(function) is not { } policy ? LambdaRefusal.NotFound("No policy is associated with the given resource.")
        : IsOutdated(policy, revisionId) ? Outdated
        : policies.Remove(function, statementId) ? RestAnswer.NoContent
        : LambdaRefusal.NotFound($"Statement {statementId} is not found in resource policy.");

    public static bool IsOutdated(Policy? policy, string? revisionId) => revisionId is not null && (policy is null || revisionId != RevisionOf(policy));

    /// <summary>The same for the same policy: AWS draws one for each change.</summary>
    private static string RevisionOf(Policy policy) => new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(policy.Json)).AsSpan(0, 16)).ToString();
}
