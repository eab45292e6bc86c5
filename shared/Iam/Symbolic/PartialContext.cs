using System.Collections.Immutable;
using Iam.Keys;

namespace Iam;

/// <summary>What is known of a condition key before a request is made.</summary>
internal enum Presence
{
    /// <summary>Its value is known.</summary>
    Known,

    /// <summary>No such request has it.</summary>
    Absent,

    /// <summary>Every such request has it, with a value that is not known.</summary>
    Always,

    /// <summary>Nothing is known.</summary>
    Unknown,
}

/// <summary>
/// The condition keys of all requests that a principal may make: some known, some never there, the others whatever they may be. A key that cannot
/// be known is never guessed. IAM User Guide, "AWS global condition context keys".
/// </summary>
public sealed class PartialContext
{
    private static readonly ImmutableArray<string> OfEveryRequest = ["aws:CurrentTime", "aws:EpochTime", "aws:SourceIp", "aws:SecureTransport"];
    private readonly HashSet<string> absent;
    private readonly HashSet<string> always;
    private readonly bool tagsAreOpen;
    private readonly ImmutableArray<string> unknown;

    private PartialContext(ConditionContext known, ImmutableArray<string> unknown)
        : this(known, [], [], tagsAreOpen: false) => this.unknown = unknown;

    private PartialContext(ConditionContext known, IEnumerable<string> absent, IEnumerable<string> always, bool tagsAreOpen)
    {
        Known = known;
        this.absent = new HashSet<string>(absent, StringComparer.OrdinalIgnoreCase);
        this.always = new HashSet<string>(always, StringComparer.OrdinalIgnoreCase);
        this.tagsAreOpen = tagsAreOpen;
    }

    /// <summary>The keys whose values are known.</summary>
    public ConditionContext Known { get; }

    /// <summary>Nothing is known.</summary>
    public static PartialContext Nothing { get; } = new(new ConditionContext(), [], [], tagsAreOpen: true);

    /// <summary>What is known of a principal's requests.</summary>
    /// <param name="principal">Who asks; of a role any session is meant.</param>
    /// <param name="region">The region asked.</param>
    /// <param name="openTags">Whether a session may bring tags of its own, which override the role's.</param>
    public static PartialContext Of(Principal principal, string region, bool openTags = false)
    {
        ArgumentNullException.ThrowIfNull(principal);
        var known = new ConditionContext(principal).Set("aws:RequestedRegion", region);
        foreach (var tag in openTags ? known.Keys.Where(IsTag).ToArray() : [])
        {
            known.Remove(tag);
        }

        if (principal is Anonymous)
        {
            return new PartialContext(known, OfPrincipals, OfEveryRequest, tagsAreOpen: false);
        }

        if (principal is not AssumedRole)
        {
            ImmutableArray<string> lacking = principal is IamUser
                ? ["aws:PrincipalServiceName", "aws:PrincipalServiceNamesList", "aws:SourceIdentity", "aws:FederatedProvider"]
                : [];
            return new PartialContext(known, lacking, OfEveryRequest, openTags);
        }

        // The session's name is part of it.
        known.Remove("aws:userid");
        known.Remove("aws:SourceIdentity");
        return new PartialContext(
            known,
            ["aws:username", "aws:PrincipalServiceName", "aws:PrincipalServiceNamesList"],
            [.. OfEveryRequest, "aws:userid", "aws:TokenIssueTime", "aws:MultiFactorAuthPresent"],
            openTags);
    }

    /// <summary>What is known of a request whose resource is not: all of its own keys, and nothing of the resource's.</summary>
    /// <param name="known">The request's keys; one that is not among them is absent, but for what a resource has, such as <c>aws:ResourceTag</c>.</param>
    /// <param name="unknown">Further keys of which nothing is known, as the service reference writes them: <c>sns:Endpoint</c>, <c>kms:EncryptionContext:${Key}</c>.</param>
    public static PartialContext OfRequest(ConditionContext known, ImmutableArray<string> unknown = default)
    {
        ArgumentNullException.ThrowIfNull(known);
        return new PartialContext(known, unknown.IsDefault ? [] : unknown);
    }

    /// <summary>The same in a context of its own, for keys of one question.</summary>
    public PartialContext Copy() => !unknown.IsDefault ? new(Known.Copy(), unknown) : new(Known.Copy(), absent, always, tagsAreOpen);

    /// <summary>What is known of the requests that a service of AWS makes in the principal's name. See <see cref="ConditionContext.ForwardedBy"/>.</summary>
    /// <param name="service">The service principal's name.</param>
    public PartialContext ForwardedBy(string service) =>
        new(Known.ForwardedBy(service), absent.Concat(ForwardedKeys.OfConnection), always.Except(ForwardedKeys.OfConnection, StringComparer.OrdinalIgnoreCase), tagsAreOpen);

    private static ImmutableArray<string> OfPrincipals =>
    [
        "aws:PrincipalArn", "aws:PrincipalAccount", "aws:PrincipalType", "aws:PrincipalOrgID", "aws:PrincipalOrgPaths", "aws:PrincipalIsAWSService", "aws:PrincipalServiceName",
        "aws:PrincipalServiceNamesList", "aws:userid", "aws:username", "aws:TokenIssueTime", "aws:MultiFactorAuthPresent", "aws:MultiFactorAuthAge",
        "aws:SourceIdentity", "aws:FederatedProvider",
    ];

    internal Presence Of(string key) =>
        Known.TryGet(key, out _) ? Presence.Known
        : !unknown.IsDefault ? (IsOfResource(key) || unknown.Any(form => IsOf(form, key)) ? Presence.Unknown : Presence.Absent)
        : absent.Contains(key) || (IsTag(key) && !tagsAreOpen) ? Presence.Absent
        : always.Contains(key) ? Presence.Always
        : Presence.Unknown;

    /// <summary>Whether every request has the key, with one value that can be read.</summary>
    internal static bool IsOfEveryRequest(string key) => OfEveryRequest.Contains(key, StringComparer.OrdinalIgnoreCase);

    // Services have their own names for them too: iam:ResourceTag/k, secretsmanager:resource/Type.
    private static bool IsOfResource(string key) => key.Contains(":resource", StringComparison.OrdinalIgnoreCase);

    private static bool IsOf(string form, string key) => form.AsSpan().IndexOfAny('$', '<') is var part and > 0
        ? key.AsSpan().StartsWith(form.AsSpan(0, part), StringComparison.OrdinalIgnoreCase)
        : key.Equals(form, StringComparison.OrdinalIgnoreCase);

    private static bool IsTag(string key) => key.StartsWith("aws:PrincipalTag/", StringComparison.OrdinalIgnoreCase);
}
