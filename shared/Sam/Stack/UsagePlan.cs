using System.Collections.Immutable;

namespace Sam;

/// <summary>
/// A usage plan that the SAM transform makes for REST APIs, with the one key that it makes for it. AWS SAM, "ApiUsagePlan"; API Gateway Developer Guide, "Usage plans and API keys
/// for REST APIs in API Gateway".
/// </summary>
/// <param name="LogicalId">The plan's logical id: <c>{api}UsagePlan</c>, or <c>ServerlessUsagePlan</c> for all APIs that share one.</param>
/// <param name="KeyLogicalId">The key's logical id.</param>
/// <param name="Apis">The logical ids of the APIs whose stages it opens.</param>
/// <param name="Line">Where it is asked for.</param>
public sealed record UsagePlan(string LogicalId, string KeyLogicalId, ImmutableArray<string> Apis, SourceLine Line)
{
    /// <summary>How many requests a key has in a period; null for any number.</summary>
    public UsageQuota? Quota { get; init; }

    /// <summary>How fast a key's requests may come; null for as fast as the account's.</summary>
    public UsageThrottle? Throttle { get; init; }
}

/// <summary>How many requests a key has.</summary>
/// <param name="Limit">The number.</param>
/// <param name="Period"><c>DAY</c>, <c>WEEK</c> or <c>MONTH</c>.</param>
/// <param name="Offset">How many of them the first period lacks.</param>
public sealed record UsageQuota(int Limit, string Period, int Offset);

/// <summary>How fast requests may come: a token bucket.</summary>
/// <param name="RateLimit">Requests a second, on average.</param>
/// <param name="BurstLimit">Requests at once.</param>
public sealed record UsageThrottle(double RateLimit, int BurstLimit);
