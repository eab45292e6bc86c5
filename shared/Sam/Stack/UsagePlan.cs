using System.Collections.Immutable;

namespace Sam;

/// <summary>
/// Which API keys may call which stages of REST APIs, how fast and how often. API Gateway Developer Guide, "Usage plans and API keys for REST APIs in API Gateway".
/// </summary>
public sealed record UsagePlan
{
    /// <summary>The name in the template; SAM's own for a plan that it makes.</summary>
    public required string LogicalId { get; init; }

    /// <summary>API Gateway's id of it.</summary>
    public required string PlanId { get; init; }

    /// <summary>The stages that its keys may call.</summary>
    public ImmutableArray<PlanStage> Stages { get; init; } = [];

    /// <summary>How fast each key may call all of them together; null for as fast as it likes.</summary>
    public RateLimit? Throttle { get; init; }

    /// <summary>How often each key may call all of them together; null for as often as it likes.</summary>
    public CallQuota? Quota { get; init; }

    /// <summary>The keys: a <see cref="ApiKey.KeyId"/> of each.</summary>
    public ImmutableArray<string> KeyIds { get; init; } = [];

    /// <summary>Where it is declared.</summary>
    public required SourceLine Line { get; init; }
}

/// <summary>A stage of a usage plan.</summary>
/// <param name="ApiId">The API.</param>
/// <param name="StageName">The stage.</param>
/// <param name="Methods">What holds for single methods beside the plan's own throttle, by path and method, such as <c>/pets/GET</c>; <c>//GET</c> of the root.</param>
public sealed record PlanStage(string ApiId, string StageName, ImmutableDictionary<string, RateLimit> Methods);

/// <summary>How fast: a bucket of tokens. API Gateway Developer Guide, "Throttle requests to your REST APIs for better throughput in API Gateway".</summary>
/// <param name="PerSecond">How many tokens come each second.</param>
/// <param name="Burst">How many the bucket holds.</param>
public sealed record RateLimit(double PerSecond, int Burst);

/// <summary>How often.</summary>
/// <param name="Limit">The calls in a period.</param>
/// <param name="Period">The period.</param>
/// <param name="Offset">The calls that are taken off the first period.</param>
public sealed record CallQuota(long Limit, QuotaPeriod Period, long Offset);

/// <summary>A period of a quota, in UTC.</summary>
public enum QuotaPeriod
{
    /// <summary>A calendar day.</summary>
    Day,

    /// <summary>Sunday to Saturday.</summary>
    Week,

    /// <summary>A calendar month.</summary>
    Month,
}
