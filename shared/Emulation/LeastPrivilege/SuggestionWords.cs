using Emulation.Explain;
using Sam;

namespace Emulation.LeastPrivilege;

/// <summary>Says suggested statements as their template would: by references, where it declares what is meant.</summary>
internal sealed class SuggestionWords
{
    private readonly LoadedStacks own;
    private readonly LoadedStacks written;
    private readonly TemplateWords words;

    /// <param name="stacks">The templates.</param>
    /// <param name="isJson">Whether it is to be JSON whatever the templates are.</param>
    public SuggestionWords(LoadedStacks stacks, bool isJson = false)
    {
        own = stacks;
        written = isJson ? InJson(stacks) : stacks;
        words = new TemplateWords(written);
    }

    /// <summary>A resource, with its wildcards.</summary>
    public TemplateValue Resource(string pattern, Stack of) => words.OfPattern(pattern, Writer(of));

    /// <summary>A value of a condition.</summary>
    public TemplateValue Value(string text, Stack of) => words.Of(text, Writer(of));

    /// <summary>A word of a policy, such as an action.</summary>
    public TemplateValue Word(string word, Stack of) => TemplateValue.OfWord(word, Writer(of).IsJson);

    /// <summary>Whether a statement in the role's own properties would close a circle, since what it refers to waits for the role: then it is a policy of its own.</summary>
    public bool ClosesCircle(SuggestedStatement statement, RoleSuggestion of) => statement.Resources.Select(resource => Resource(resource, of.Stack))
        .Concat(statement.Of.ConditionTexts.SelectMany(static condition => condition.Values).Select(value => Value(value, of.Stack)))
        .SelectMany(static value => value.Names).Any(id => of.Stack.Order.Needs(id, of.Role.LogicalId));

    private Stack Writer(Stack of) => written.All[own.All.ToList().FindIndex(one => ReferenceEquals(one, of))];

    private static LoadedStacks InJson(LoadedStacks stacks)
    {
        var all = stacks.All.Select(static stack => stack with { IsJson = true }).ToList();
        return stacks with { Main = all[stacks.All.ToList().FindIndex(one => ReferenceEquals(one, stacks.Main))], All = [.. all] };
    }
}
