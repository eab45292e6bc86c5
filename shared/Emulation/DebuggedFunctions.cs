using Emulation.Lambda;
using Sam;
using Sam.Errors;

namespace Emulation;

/// <summary>The functions that a person debugs, as <c>--debug</c> and <c>--attach</c> name them.</summary>
internal sealed class DebuggedFunctions
{
    private readonly Dictionary<string, FunctionDebugging> byArn = new(StringComparer.Ordinal);

    private DebuggedFunctions()
    {
    }

    /// <summary>Finds them among the functions of the stacks: by logical id, <c>stack/LogicalId</c>, or name.</summary>
    /// <exception cref="UsageException">There is no such function, several have the name, or one is named twice.</exception>
    public static DebuggedFunctions Of(EmulatorOptions options, LoadedStacks stacks)
    {
        var debugged = new DebuggedFunctions();
        if (options.Debugged.IsEmpty && options.Attached.IsEmpty)
        {
            return debugged;
        }

        var declared = FunctionNames.Declared(stacks);
        foreach (var (name, port) in options.Debugged.OrderBy(static one => one.Key, StringComparer.Ordinal))
        {
            debugged.Add("--debug", name, Find(declared, "--debug", name), isAttached: false, port);
        }

        foreach (var name in options.Attached.Order(StringComparer.Ordinal))
        {
            debugged.Add("--attach", name, Find(declared, "--attach", name), isAttached: true, port: null);
        }

        return debugged;
    }

    /// <summary>How a function is debugged; null of one that is not.</summary>
    public FunctionDebugging? Of(Function function) => byArn.Count == 0 ? null : byArn.GetValueOrDefault(function.Arn.ToString());

    private static Declared<Function> Find(DeclaredNames<Function> declared, string option, string name) =>
        declared.Find(name) ?? declared.All.FirstOrDefault(one => one.Item.FunctionName == name)
        ?? throw new UsageException($"{option} {name}: no template has such a function. {DidYouMean.Among(name, [.. declared.All.Select(static one => one.Name)])}");

    private void Add(string option, string name, Declared<Function> found, bool isAttached, int? port)
    {
        if (found.Item.Closed is { } closure)
        {
            throw new UsageException($"{option} {name}: it cannot run here. {closure}");
        }

        if (!byArn.TryAdd(found.Item.Arn.ToString(), new FunctionDebugging(found.Name, isAttached, port)))
        {
            throw new UsageException(
                $"{option} {name}: {found.Name} is named already. Name a function once: with --debug LocalAws starts it, with --attach you start it.");
        }
    }
}
