using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Iam;
using Sam;

namespace Emulation.Lambda;

/// <summary>What one of them answers: a body, or an error.</summary>
internal readonly record struct PermissionOutcome(int StatusCode, byte[] Body, LambdaError? Error)
{
    public static implicit operator PermissionOutcome(LambdaError error) => new(error.StatusCode, [], error);
}

/// <summary>AddPermission, RemovePermission and GetPolicy. AWS Lambda API Reference.</summary>
internal sealed partial class PermissionOperations(FunctionPolicies policies)
{
    public PermissionOutcome Perform(LambdaOperation operation, Function function, string? qualifier, byte[] body)
    {
        if (qualifier is not (null or "$LATEST"))
        {
            return Invalid($"LocalAws has no versions and aliases: Qualifier must be $LATEST, not '{qualifier}'.");
        }

        return operation.Action switch
        {
            LambdaOperation.AddPermission => Add(function, body),
            LambdaOperation.RemovePermission => policies.Remove(function, operation.StatementId!)
                ? new PermissionOutcome(204, [], null)
                : new LambdaError(404, "ResourceNotFoundException", $"Statement {operation.StatementId} is not found in resource policy."),
            _ => Get(function),
        };
    }

    private PermissionOutcome Get(Function function) => policies.Of(function) is { } policy
        ? new PermissionOutcome(200, JsonSerializer.SerializeToUtf8Bytes(new GetPolicyAnswer(policy.Json, RevisionOf(policy)), PermissionJson.Default.GetPolicyAnswer), null)
        : new LambdaError(404, "ResourceNotFoundException", "The resource you requested does not exist.");

    private PermissionOutcome Add(Function function, byte[] body)
    {
        if (Read(body, out var input) is { } refusal)
        {
            return refusal;
        }

        if (input.RevisionId is not null && (policies.Of(function) is not { } current || input.RevisionId != RevisionOf(current)))
        {
            return new LambdaError(412, "PreconditionFailedException", "The RevisionId provided does not match the latest RevisionId. Call the GetFunction/GetAlias API to retrieve the latest RevisionId");
        }

        var statement = input.ToStatement(function.Arn.ToString());
        var checkedPolicy = Policy.Parse($$"""{"Version":"2012-10-17","Statement":[{{statement}}]}""", PolicyKind.Resource, new PolicyOrigin("permission"));
        if (checkedPolicy.Policy is null)
        {
            return Invalid(checkedPolicy.Errors[0].JsonPath.Contains("Principal", StringComparison.Ordinal)
                ? "The provided principal was invalid. Please check the principal and try again."
                : checkedPolicy.Errors[0].Message);
        }

        return policies.Add(function, input.StatementId!, statement)
            ? new PermissionOutcome(201, JsonSerializer.SerializeToUtf8Bytes(new AddPermissionAnswer(statement), PermissionJson.Default.AddPermissionAnswer), null)
            : new LambdaError(409, "ResourceConflictException", $"The statement id ({input.StatementId}) provided already exists. Please provide a new statement id, or remove the existing statement.");
    }

    /// <summary>Null when the body is one that LocalAws honours whole.</summary>
    private static LambdaError? Read(byte[] body, out PermissionInput input)
    {
        input = new PermissionInput();
        try
        {
            input = JsonSerializer.Deserialize(body, PermissionJson.Default.PermissionInput) ?? input;
        }
        catch (JsonException e)
        {
            return new LambdaError(400, "InvalidRequestContentException", $"Could not parse request body into json: {e.Path}");
        }

        if (input.Others is { Count: > 0 } others)
        {
            return Invalid($"LocalAws does not honour {string.Join(", ", others.Keys)}, and refuses rather than ignores it. Leave it out.");
        }

        return Violation("statementId", input.StatementId, StatementIdFormat()) ?? Violation("action", input.Action, ActionFormat()) ?? Violation("principal", input.Principal, PrincipalFormat());
    }

    private static LambdaError? Violation(string name, string? value, Regex format) =>
        value is null ? new LambdaError(400, "ValidationException", $"1 validation error detected: Value null at '{name}' failed to satisfy constraint: Member must not be null")
        : format.IsMatch(value) ? null
        : new LambdaError(400, "ValidationException", $"1 validation error detected: Value '{value}' at '{name}' failed to satisfy constraint: Member must satisfy regular expression pattern: {format.ToString()[2..^2]}");

    private static LambdaError Invalid(string message) => new(400, "InvalidParameterValueException", message);

    /// <summary>The same for the same policy: AWS draws one for each change.</summary>
    private static string RevisionOf(Policy policy) => new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(policy.Json)).AsSpan(0, 16)).ToString();

    [GeneratedRegex(@"\A([a-zA-Z0-9-_]+)\z")]
    private static partial Regex StatementIdFormat();

    [GeneratedRegex(@"\A(lambda:[*]|lambda:[a-zA-Z]+|[*])\z")]
    private static partial Regex ActionFormat();

    [GeneratedRegex(@"\A[^\s]+\z")]
    private static partial Regex PrincipalFormat();
}
