using System.Collections.Immutable;
using Emulation.Protocols.Query;

namespace Emulation.Sts;

/// <summary>The session tags of a call. IAM User Guide, "Pass session tags in AWS STS".</summary>
internal readonly record struct SessionTags(ImmutableSortedDictionary<string, string> Tags, ImmutableArray<string> TransitiveKeys, QueryError? Error)
{
    /// <summary>As many as a session may have. IAM User Guide, "IAM and AWS STS quotas".</summary>
    public const int Most = 50;

    /// <summary>Reads <c>Tags.member.N</c> and <c>TransitiveTagKeys.member.N</c>.</summary>
    public static SessionTags Read(QueryRequest parameters, Constraints constraints)
    {
        var tags = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.OrdinalIgnoreCase);
        var count = 0;
        if (parameters.Members("Tags").Count() > Most)
        {
            return Wrong($"The number of session tags must not exceed {Most}.");
        }

        foreach (var member in parameters.Members("Tags"))
        {
            count++;
            var key = parameters[$"{member}.Key"];
            var value = parameters[$"{member}.Value"];
            constraints.Text($"tags.{count}.member.key", key, required: true, 1, 128, Constraints.TagKeyPattern);
            constraints.Text($"tags.{count}.member.value", value, required: true, 0, 256, Constraints.TagValuePattern);
            if (key is not null && key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase))
            {
                return Wrong("System tags cannot be added/updated by requester.");
            }

            if (key is not null && !tags.TryAdd(key, value ?? ""))
            {
                return Wrong("Duplicate tag keys found. Please note that Tag keys are case insensitive.");
            }
        }

        ImmutableArray<string> transitive = [.. parameters.Members("TransitiveTagKeys").Select(member => parameters[member] ?? "")];
        return transitive.All(tags.ContainsKey)
            ? new SessionTags(tags.ToImmutable(), transitive, null)
            : Wrong("The specified transitive tag key must be included in the requested tags.");
    }

    private static SessionTags Wrong(string message) => new(ImmutableSortedDictionary<string, string>.Empty, [], QueryError.InvalidParameterValue(message));
}
