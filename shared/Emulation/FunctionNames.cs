using System.Collections.Frozen;
using Sam;

namespace Emulation;

/// <summary>By which names a function is replaced or made to fail: <c>stack/LogicalId</c>, and its logical id where no other stack has it.</summary>
internal sealed class FunctionNames
{
    private readonly FrozenDictionary<string, string[]> names;

    public FunctionNames(LoadedStacks stacks) => names = Declared(stacks).All
        .ToDictionary(static one => one.Item.Arn.ToString(), one => new[] { one.Name, $"{stacks.NameOf(one.Stack)}/{one.LogicalId}" }.Distinct().ToArray()).ToFrozenDictionary();

    /// <summary>The functions of all stacks.</summary>
    public static DeclaredNames<Function> Declared(LoadedStacks stacks) => new(stacks, "function", static stack => stack.Functions, static function => function.LogicalId);

    public IReadOnlyList<string> Of(Function function) => names[function.Arn.ToString()];
}
