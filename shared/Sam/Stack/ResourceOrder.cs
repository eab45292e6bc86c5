using System.Collections.Immutable;

namespace Sam;

/// <summary>Which resources of a template have to be there before which, by their references. CloudFormation refuses a template that goes in a circle.</summary>
/// <param name="direct">What each resource refers to, by logical id.</param>
public sealed class ResourceOrder(ImmutableDictionary<string, ImmutableArray<string>> direct)
{
    /// <summary>Of a template without references.</summary>
    public static ResourceOrder None { get; } = new(ImmutableDictionary<string, ImmutableArray<string>>.Empty);

    /// <summary>Whether a resource has to wait for another one, or is it: a reference from that one to it would close a circle.</summary>
    public bool Needs(string resource, string other)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal) { resource };
        var pending = new Stack<string>([resource]);
        while (pending.TryPop(out var next))
        {
            if (next == other)
            {
                return true;
            }

            foreach (var needed in direct.GetValueOrDefault(next, []).Where(seen.Add))
            {
                pending.Push(needed);
            }
        }

        return false;
    }
}
