using Sam;

namespace Emulation;

/// <summary>What resources of the templates are called by people: by logical id, as principals are, instead of an ARN with a generated name in it.</summary>
internal sealed class ResourceNames
{
    private readonly Dictionary<string, string> byArn = new(StringComparer.Ordinal);

    public ResourceNames(LoadedStacks stacks)
    {
        var all = stacks.All.SelectMany(stack => Of(stack).Select(one => (Stack: stack, one.Arn, one.LogicalId))).ToList();
        var counts = all.CountBy(static one => one.LogicalId, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        foreach (var (stack, arn, id) in all)
        {
            byArn.TryAdd(arn, counts[id] > 1 ? $"{stacks.NameOf(stack)}/{id}" : id);
        }
    }

    /// <summary>What an ARN is called: <c>Jobs</c>, an object of a bucket <c>Files/a/b</c>. What no template declares keeps its ARN.</summary>
    public string NameOf(string arn)
    {
        for (var end = arn.Length; end > 0; end = arn.LastIndexOfAny(['/', ':'], end - 1))
        {
            if (byArn.TryGetValue(arn[..end], out var name))
            {
                return $"{name}{arn[end..]}";
            }
        }

        return arn;
    }

    private static IEnumerable<(string Arn, string LogicalId)> Of(Stack stack) =>
    [
        .. stack.ServiceResources.Select(static one => (one.Arn.ToString(), one.LogicalId)),
        .. stack.Tables.Select(static table => (table.Arn.ToString(), table.LogicalId)),
        .. stack.Functions.Select(static function => (function.Arn.ToString(), function.LogicalId)),
    ];
}
