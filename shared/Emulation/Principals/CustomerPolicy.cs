using System.Collections.Immutable;
using Iam;

namespace Emulation.Principals;

/// <summary>A managed policy of an account, with its versions.</summary>
internal sealed record CustomerPolicy
{
    /// <summary>The name in the template; null for what the API made.</summary>
    public string? LogicalId { get; init; }

    public required string Name { get; init; }

    public required string Path { get; init; }

    /// <summary><c>ANPA...</c></summary>
    public required string UniqueId { get; init; }

    public string? Description { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public TagList Tags { get; init; } = TagList.Empty;

    /// <summary>Oldest first.</summary>
    public required ImmutableArray<PolicyVersion> Versions { get; init; }

    public required string DefaultVersionId { get; init; }

    /// <summary>The number of the next version: that of a deleted one is not used again.</summary>
    public required int NextVersion { get; init; }

    public PolicyVersion DefaultVersion => Versions.First(version => version.Id == DefaultVersionId);

    public string ArnIn(AccountId account) => $"arn:aws:iam::{account}:policy{Path}{Name}";
}

/// <summary>A version of a managed policy, such as <c>v1</c>.</summary>
/// <param name="Id">The version's number, after a <c>v</c>.</param>
/// <param name="Read">Reads the document: those of AWS are many, and only what is asked for is read.</param>
/// <param name="CreatedAt">When it was made.</param>
internal sealed record PolicyVersion(string Id, Func<Policy> Read, DateTimeOffset CreatedAt)
{
    private Policy? document;
    private Policy? boundary;

    public PolicyVersion(string id, Policy document, DateTimeOffset createdAt)
        : this(id, () => document, createdAt)
    {
    }

    public Policy Document => document ??= Read();

    /// <summary>The document as a permissions boundary.</summary>
    public Policy Boundary => boundary ??= Policy.Parse(Document.Json, PolicyKind.Boundary, Document.Origin, new PolicyParseOptions { Stored = true }).Policy!;
}
