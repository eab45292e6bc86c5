namespace Harness.Targets;

/// <summary>What tests know of a LocalAws that runs elsewhere.</summary>
public sealed record RemoteLocalAwsOptions
{
    /// <summary>Where it answers.</summary>
    public required Uri EndpointUrl { get; init; }

    /// <summary>Its template, whose names and ids follow from it here as they do there; a relative path starts in the folder of the tests or above.</summary>
    public required string Template { get; init; }

    /// <summary>Its templates of further accounts, such as <c>partner.yaml@444455556666</c>.</summary>
    public IReadOnlyList<string> FurtherTemplates { get; init; } = [];

    /// <summary>The <c>sealing.key</c> of its state folder, from which the secrets of users follow.</summary>
    public required byte[] SealingKey { get; init; }

    /// <summary>The <c>session.key</c> of its state folder, which seals sessions.</summary>
    public required byte[] SessionKey { get; init; }

    /// <summary>A folder with its <c>config</c> and <c>credentials</c> files, for programs that take profiles; null for none.</summary>
    public string? ProfileFolder { get; init; }

    /// <summary>Ends it; null when the tests do not own it.</summary>
    public IAsyncDisposable? Owner { get; init; }
}
