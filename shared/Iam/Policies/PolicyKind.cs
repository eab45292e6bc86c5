using System.Collections.Immutable;

namespace Iam;

/// <summary>What a policy is attached to; each kind has its own grammar rules and part in a decision.</summary>
public enum PolicyKind
{
    /// <summary>Attached to a user, group or role.</summary>
    Identity,

    /// <summary>Attached to a resource, such as an API.</summary>
    Resource,

    /// <summary>A role's trust policy.</summary>
    Trust,

    /// <summary>Passed when a session is made.</summary>
    Session,

    /// <summary>A permissions boundary.</summary>
    Boundary,

    /// <summary>An organisation's service control policy.</summary>
    ServiceControl,

    /// <summary>An organisation's resource control policy.</summary>
    ResourceControl,
}

/// <summary>Where a policy comes from, for explanations.</summary>
/// <param name="Name">A name that a person recognises.</param>
/// <param name="Arn">The ARN of a managed policy.</param>
/// <param name="File">The file that declares it.</param>
/// <param name="StatementLines">The line of each statement in <paramref name="File"/>, counted from 1.</param>
public sealed record PolicyOrigin(string Name, string? Arn = null, string? File = null, ImmutableArray<int> StatementLines = default)
{
    /// <summary>
    /// Statements, by their index, which deny more than AWS would, since something in them is not known here; each with what that is. Such a deny is no answer
    /// of AWS's, and is told as what it is: <see cref="Decision.Closed"/>.
    /// </summary>
    public ImmutableDictionary<int, string> Closed { get; init; } = ImmutableDictionary<int, string>.Empty;

    /// <summary>Such as <c>template.yaml:84</c>; null when the place is unknown.</summary>
    /// <param name="statement">Index of the statement, from 0.</param>
    public string? PlaceOf(int statement) =>
        File is not null && !StatementLines.IsDefault && statement >= 0 && statement < StatementLines.Length ? $"{File}:{StatementLines[statement]}" : File;
}

/// <summary>How a policy is read.</summary>
/// <param name="ExecuteApiArn">
/// <c>arn:aws:execute-api:{region}:{account}:{api-id}</c>: what <c>execute-api:/stage/METHOD/path</c> is short for in an API's resource policy.
/// </param>
/// <param name="Managed">Whether the document is a managed policy, which must have version 2012-10-17.</param>
public sealed record PolicyParseOptions(string? ExecuteApiArn = null, bool Managed = false)
{
    /// <summary>
    /// Whether the document was stored before: what IAM asks only of trust policies that are written, such as a condition on whom a shared OpenID Connect
    /// issuer vouches for, is not asked again. A condition's value that was taken then and cannot be read matches nothing.
    /// </summary>
    public bool Stored { get; init; }

    /// <summary>Whether the document is for the IAM policy simulator, which takes an <c>Id</c> in an identity policy, and variables anywhere in a resource.</summary>
    public bool Simulated { get; init; }
}

/// <summary>Something wrong in a policy.</summary>
/// <param name="JsonPath">Where, such as <c>$.Statement[0].Action</c>.</param>
/// <param name="Message">What, in AWS's words where they are known.</param>
/// <param name="Remedy">What to do.</param>
/// <param name="Line">The line in the document, counted from 1.</param>
public sealed record PolicyError(string JsonPath, string Message, string Remedy, int Line = 1);

/// <summary>A policy, or everything that is wrong with it.</summary>
/// <param name="Policy">Null when there are errors.</param>
/// <param name="Errors">Empty when there is a policy.</param>
public sealed record PolicyParseResult(Policy? Policy, ImmutableArray<PolicyError> Errors);
