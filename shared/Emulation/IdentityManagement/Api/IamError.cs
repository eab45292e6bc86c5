using Emulation.Principals;
using Emulation.Protocols.Query;
using Iam;

namespace Emulation.IdentityManagement.Api;

/// <summary>IAM's refusals in its words. AWS Identity and Access Management API Reference, each action's "Errors".</summary>
internal static class IamError
{
    public static QueryError NoSuchEntity(string message) => new(404, "NoSuchEntity", message);

    public static QueryError NoSuch(IdentityKind kind, string name) => NoSuchEntity($"The {Identity.WordOf(kind)} with name {name} cannot be found.");

    public static QueryError NoSuchPolicy(string arn) => NoSuchEntity($"Policy {arn} was not found.");

    public static QueryError NotAttachable(string arn) => NoSuchEntity($"Policy {arn} does not exist or is not attachable.");

    public static QueryError AlreadyExists(string message) => new(409, "EntityAlreadyExists", message);

    public static QueryError DeleteConflict(string message) => new(409, "DeleteConflict", message);

    public static QueryError LimitExceeded(string quota, int most) => new(409, "LimitExceeded", $"Cannot exceed quota for {quota}: {most}");

    public static QueryError LimitExceeded(string message) => new(409, "LimitExceeded", message);

    public static QueryError InvalidInput(string message) => new(400, "InvalidInput", message);

    public static QueryError MalformedPolicy(string message) => new(400, "MalformedPolicyDocument", message);

    public static QueryError Unmodifiable(string message) => new(400, "UnmodifiableEntity", message);

    /// <summary>What a template declares cannot be deleted or renamed from outside it: it would be back at the next start.</summary>
    public static QueryError Declared(string what, string logicalId) =>
        Unmodifiable($"The {what} is the template's {logicalId}: it cannot be deleted or renamed through the API. Change the template instead.");

    public static QueryError Administrator(string change) =>
        Unmodifiable($"{change} of the user {AccountDirectory.AdministratorName} cannot be changed: LocalAws makes it, and without it nobody could mend the rest.");

    /// <summary>The first error of a document, in AWS's words and ours.</summary>
    public static QueryError Malformed(PolicyError error) => MalformedPolicy(error.Message);
}
