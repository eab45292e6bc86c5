using System.Collections.Frozen;
using Emulation.Calls;
using Sam;

namespace Emulation.Upstreams;

/// <summary>
/// What templates declare in a way that cannot be enforced here, such as a topic with a policy of data protection, or a repository with a policy: nobody gets to it, nor to what
/// is below it. A call that may touch one is closed too.
/// </summary>
/// <param name="stacks">The stacks.</param>
internal sealed class ClosedResources(IEnumerable<Stack> stacks)
{
    private readonly FrozenDictionary<string, Closure> closed = stacks
        .SelectMany(static stack => stack.ServiceResources.Where(static one => one.Closed is not null).Select(static one => (Arn: one.Arn.ToString(), Why: one.Closed!))
            .Concat(GuardedArns.Of(stack)))
        .DistinctBy(static one => one.Arn).ToFrozenDictionary(static one => one.Arn, static one => one.Why, StringComparer.Ordinal);

    /// <summary>Refuses a call that touches, or may touch, one of them.</summary>
    /// <exception cref="RefusedException">It does.</exception>
    public void Check(IEnumerable<Ask> asks)
    {
        if (closed.Count == 0)
        {
            return;
        }

        foreach (var ask in asks)
        {
            foreach (var (arn, why) in closed)
            {
                if (Touches(ask, arn))
                {
                    throw new RefusedException(new ServiceRefusal(
                        501, "NotImplementedException", $"LocalAws does not enforce what the template says of {arn}, so nobody gets there: {why}"));
                }
            }
        }
    }

    /// <summary>Of a call that does not say all of what it touches, what stands before the first part that is not known decides.</summary>
    private static bool Touches(Ask ask, string arn)
    {
        if (ask.Resource == "*")
        {
            // An action on no resource.
            return false;
        }

        var (known, isWhole) = ask.OneOf?.Starred is { } shape && shape.IndexOf('*', StringComparison.Ordinal) is var star and >= 0 ? (shape[..star], false) : (ask.Resource, true);
        return IsAtOrBelow(known, arn) || (!isWhole && arn.StartsWith(known, StringComparison.Ordinal));
    }

    private static bool IsAtOrBelow(string resource, string arn) =>
        resource.StartsWith(arn, StringComparison.Ordinal) && (resource.Length == arn.Length || arn[^1] is ':' or '/' || resource[arn.Length] is ':' or '/');
}
