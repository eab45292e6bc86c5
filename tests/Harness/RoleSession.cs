using Amazon.SecurityToken.Model;

namespace Harness;

/// <summary>What a session of a role is like, as <c>AssumeRole</c> takes it.</summary>
public sealed record RoleSession
{
    /// <summary>The role session's name.</summary>
    public string Name { get; init; } = "test";

    /// <summary>A session policy, which narrows what the role may do; null for none.</summary>
    public string? Policy { get; init; }

    /// <summary>Session tags.</summary>
    public IDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>The source identity; null for none.</summary>
    public string? SourceIdentity { get; init; }

    /// <summary>The external id that the role's trust policy asks for; null for none.</summary>
    public string? ExternalId { get; init; }

    /// <summary>How long it lasts: from 15 minutes to the role's limit. An hour unless set, as on AWS.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Whether STS has to be asked: for more than a name.</summary>
    internal bool IsAssumed => Policy is not null || Tags.Count > 0 || SourceIdentity is not null || ExternalId is not null;

    internal void WriteTo(AssumeRoleRequest request)
    {
        request.RoleSessionName = Name;
        request.Policy = Policy;
        request.Tags = [.. Tags.Select(static tag => new Tag { Key = tag.Key, Value = tag.Value })];
        request.SourceIdentity = SourceIdentity;
        request.ExternalId = ExternalId;
        request.DurationSeconds = int.CreateChecked(Duration.TotalSeconds);
    }
}
