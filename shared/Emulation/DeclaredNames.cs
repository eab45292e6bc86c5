using System.Collections.Immutable;
using Sam;

namespace Emulation;

/// <summary>Something that a template declares, and what it is called in this run.</summary>
/// <param name="Stack">The stack that has it.</param>
/// <param name="Item">What it is.</param>
/// <param name="LogicalId">Its name in the template.</param>
/// <param name="Name">The logical id where only one stack has it, else <c>stack/LogicalId</c>.</param>
internal sealed record Declared<T>(Stack Stack, T Item, string LogicalId, string Name);

/// <summary>Finds what the templates of a run declare by logical id, which is unique in one of them only.</summary>
internal sealed class DeclaredNames<T>
{
    private readonly string what;
    private readonly ILookup<string, Declared<T>> byId;
    private readonly Dictionary<string, Declared<T>> byName;

    /// <param name="stacks">The stacks.</param>
    /// <param name="what">What it is, as messages say it: <c>API</c>.</param>
    /// <param name="items">What a stack has of it; the first of those of one logical id counts.</param>
    /// <param name="logicalId">The name in the template.</param>
    public DeclaredNames(LoadedStacks stacks, string what, Func<Stack, IEnumerable<T>> items, Func<T, string> logicalId)
    {
        this.what = what;
        var all = stacks.All.SelectMany(stack => items(stack).DistinctBy(logicalId).Select(item => (Stack: stack, Item: item, Id: logicalId(item)))).ToList();
        var shared = all.CountBy(static one => one.Id, StringComparer.Ordinal).Where(static count => count.Value > 1).Select(static count =>
            count.Key).ToHashSet(StringComparer.Ordinal);
        All = [.. all.Select(one => new Declared<T>(one.Stack, one.Item, one.Id, shared.Contains(one.Id) ? $"{stacks.NameOf(one.Stack)}/{one.Id}" : one.Id))];
        byId = All.ToLookup(static one => one.LogicalId, StringComparer.Ordinal);
        byName = All.ToDictionary(one => $"{stacks.NameOf(one.Stack)}/{one.LogicalId}", StringComparer.Ordinal);
    }

    /// <summary>Everything, in the order of the stacks.</summary>
    public ImmutableArray<Declared<T>> All { get; }

    /// <summary>By logical id, or by <c>stack/LogicalId</c>; null when there is none.</summary>
    /// <exception cref="UsageException">Several stacks have the logical id; the message says how to name each.</exception>
    public Declared<T>? Find(string text) => byName.GetValueOrDefault(text) ?? (byId[text].ToArray() is { Length: > 1 } several ? throw Ambiguous(text, several)
        : byId[text].FirstOrDefault());

    private UsageException Ambiguous(string text, Declared<T>[] several) =>
        new($"'{text}' is the {what} of several stacks: say which, {string.Join(" or ", several.Select(static one => one.Name))}.");
}
