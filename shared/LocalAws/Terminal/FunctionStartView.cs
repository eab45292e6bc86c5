using Emulation;
using Emulation.Access;
using Emulation.Lambda;
using Emulation.Wire;
using Sam;
using Spectre.Console;

namespace Tool.Terminal;

/// <summary>How the functions of the stacks are started: by which program, in which folder, and what a person should know of it.</summary>
internal static class FunctionStartView
{
    public static void Print(IAnsiConsole console, EmulatorOptions options, LoadedStacks stacks)
    {
        var starts = StartsOf(options, stacks);
        console.Profile.Out.Writer.WriteLine();
        PlainTable.Print(console, ["Function", "Runtime", "Program", "Version", "Folder"], [.. starts.Select(one => RowOf(stacks, one.Stack, one.Start))]);
        foreach (var same in starts.Where(static one => one.Start.Note is not null).GroupBy(static one => one.Start.Note))
        {
            console.Profile.Out.Writer.WriteLine($"{string.Join(", ", same.Select(one => NameOf(stacks, one.Stack, one.Start)))}: {same.Key}");
        }
    }

    /// <summary>The routes, and with them the functions.</summary>
    public static string JsonOf(EmulatorOptions options, LoadedStacks stacks) => JsonText.Document(json =>
    {
        RouteJson.Write(json, "routes", stacks);
        json.WriteObjects("functions", StartsOf(options, stacks), static (json, one) =>
        {
            var (stack, start) = one;
            json.WriteString("function", start.Function.Function.LogicalId);
            json.WriteString("runtime", start.Function.Function.Runtime);
            json.WriteString("program", start.Command?.Program);
            json.WriteTexts("arguments", [.. start.Command?.Arguments ?? []]);
            json.WriteString("version", start.Command?.Version);
            json.WriteString("folder", start.Command?.Folder ?? start.Function.Code);
            json.WriteString("note", start.Note);
            json.WriteBoolean("closed", start.WhyNot is not null);
            json.WriteString("stack", stack.Name);
        });
    });

    private static List<(Stack Stack, FunctionStart Start)> StartsOf(EmulatorOptions options, LoadedStacks stacks) =>
        [.. stacks.All.SelectMany(stack => FunctionWiring.StartsOf(options, stacks, stack).Select(start => (stack, start)))];

    private static string NameOf(LoadedStacks stacks, Stack stack, FunctionStart start) =>
        stacks.AreSeveral ? $"{stacks.NameOf(stack)}/{start.Function.Function.LogicalId}" : start.Function.Function.LogicalId;

    private static string[] RowOf(LoadedStacks stacks, Stack stack, FunctionStart start) =>
    [
        NameOf(stacks, stack, start),
        start.Function.Function.Runtime,
        start.Command is { } command ? string.Join(' ', command.Arguments.Select(argument => Path.IsPathRooted(argument) ? Path.GetFileName(argument) : argument).Prepend(command.Program))
            : start.WhyNot is null ? "not built yet" : "closed",
        start.Command?.Version ?? "",
        Path.TrimEndingDirectorySeparator(Path.GetRelativePath(Environment.CurrentDirectory, start.Command?.Folder ?? start.Function.Code)),
    ];
}
