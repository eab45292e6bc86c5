using Emulation.Principals;
using Emulation.Protocols.Query;
using Emulation.State;
using Iam;

namespace Emulation.IdentityManagement.Api;

/// <summary>What making a user, group, role or policy has in common.</summary>
internal static class NewIdentity
{
    /// <summary>Of a user, role, policy or provider. IAM User Guide, "IAM and AWS STS quotas".</summary>
    public const int MostTags = 50;

    /// <summary>A unique id that nobody had before.</summary>
    public static string Id(string prefix, IdSource ids)
    {
        Span<byte> entropy = stackalloc byte[32];
        ids.Fill(entropy);
        return AccessKeyId.UniqueId(prefix, entropy);
    }

    /// <summary>What is wrong with the path that a call gives a role, or null.</summary>
    public static QueryError? CheckPath(IamCall call) => call["Path"] is { } path && path.StartsWith("/aws-service-role", StringComparison.Ordinal)
        ? IamError.InvalidInput("Paths beginning with '/aws-service-role' are reserved for AWS Service Linked Roles") : null;

    /// <summary>What is wrong with the tags of a call, or null.</summary>
    public static QueryError? CheckTags(IamCall call)
    {
        var keys = call.Tags.Select(static tag => tag.Key).ToList();
        return keys.Distinct(StringComparer.OrdinalIgnoreCase).Count() < keys.Count
            ? IamError.InvalidInput("Duplicate tag keys found. Please note that Tag keys are case insensitive.")
            : keys.Find(static key => key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase)) is not null
                ? IamError.InvalidInput("System tags cannot be added/updated by requester.")
            : keys.Count > MostTags ? IamError.LimitExceeded("The number of tags has reached the maximum limit.")
            : null;
    }

    /// <summary>What is wrong with the permissions boundary that a call names, or null.</summary>
    public static QueryError? CheckBoundary(IamCall call, IamAccount account) => call["PermissionsBoundary"] is not { } arn ? null
        : !(Arn.TryParse(arn, out var read) && read.Service == "iam" && read.Resource.StartsWith("policy/", StringComparison.Ordinal))
            ? IamError.InvalidInput($"ARN {arn} is not valid.")
        : account.Policy(arn) is null ? IamError.NoSuchEntity($"Scope ARN: {arn} does not exist or is not attachable.") : null;
}
