using System.Collections.Immutable;
using Iam.Symbolic;

namespace Iam;

/// <summary>May a principal do this? Asked of all requests that it can make, not of one.</summary>
public sealed class AccessQuestion
{
    /// <summary>A question.</summary>
    /// <param name="principal">Who asks; of a role any session is meant.</param>
    /// <param name="action">What for, such as <c>execute-api:Invoke</c>.</param>
    /// <param name="resource">The ARNs of what is touched.</param>
    /// <param name="resourceAccount">The account that owns it.</param>
    /// <param name="context">The condition keys, as far as they are known.</param>
    public AccessQuestion(Principal principal, string action, ResourceShape resource, AccountId resourceAccount, PartialContext context)
    {
        ArgumentNullException.ThrowIfNull(resource);
        ArgumentNullException.ThrowIfNull(context);
        Resource = resource;
        Context = context;
        Typical = new AccessRequest(principal, action, resource.Typical, resourceAccount, context.Known);
        SessionPrefix = principal is AssumedRole role ? role.Arn[..^role.SessionName.Length] : null;
    }

    /// <summary>The ARNs of what is touched.</summary>
    public ResourceShape Resource { get; }

    /// <summary>The condition keys, as far as they are known.</summary>
    public PartialContext Context { get; }

    /// <summary>A request with only what is known, parameters filled with something that no policy has heard of.</summary>
    internal AccessRequest Typical { get; }

    /// <summary>What the ARN of every session of the role begins with; null when the principal is no role.</summary>
    internal string? SessionPrefix { get; }

    /// <summary>Null when there are more classes of ARNs than anybody can look at.</summary>
    internal ImmutableArray<string>? ResourceWitnesses(IReadOnlyList<string> patterns) => TextRegions.Witnesses(
        new TextAutomaton(Resource.Encoded, ignoreCase: false),
        [.. Resource.Exceptions.Select(e => new TextAutomaton(e.Encoded, ignoreCase: false))],
        [.. patterns.Select(p => new TextAutomaton(p, ignoreCase: false))]);
}
