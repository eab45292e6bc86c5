using System.Collections.Immutable;
using System.Text.Json;
using Emulation;
using Sam.Errors;

namespace Tool.Cli;

/// <summary>
/// The file of <c>--env-vars</c>, as <c>sam local</c> takes it: a JSON object with the variables of each function, and with those of all of them as <c>Parameters</c>. AWS SAM
/// Developer Guide, "Invoking functions locally with AWS SAM", "Environment variables".
/// </summary>
internal static class EnvironmentFile
{
    private const string All = FunctionWiring.EveryFunction;

    private const string Example = """{"MyFunction": {"TABLE": "orders"}, "Parameters": {"LOG_LEVEL": "debug"}}""";

    /// <summary>Reads a file; nothing without one.</summary>
    /// <exception cref="UsageException">The file cannot be read, or is no such object.</exception>
    public static async Task<ImmutableDictionary<string, ImmutableDictionary<string, string>>> ReadAsync(string? file, CancellationToken cancellation)
    {
        if (file is null)
        {
            return ImmutableDictionary<string, ImmutableDictionary<string, string>>.Empty;
        }

        byte[] text = [];
        await Guard.FileAsync(file, async () => text = await File.ReadAllBytesAsync(file, cancellation).ConfigureAwait(false)).ConfigureAwait(false);
        try
        {
            // Some editors begin a file with a byte order mark.
            using var document = JsonDocument.Parse(text.AsMemory(text is [0xEF, 0xBB, 0xBF, ..] ? 3 : 0));
            return Members(document.RootElement, file, "The file").ToImmutableDictionary(
                static function => function.Name,
                function => Members(function.Value, file, function.Name).ToImmutableDictionary(
                    static variable => variable.Name, variable => Text(variable, file, function.Name), StringComparer.Ordinal),
                StringComparer.Ordinal);
        }
        catch (JsonException e)
        {
            throw new UsageException($"{file}: this is no JSON: {e.Message} It looks like {Example}");
        }
    }

    /// <summary>A function that no template has was misspelt: its variables would be set nowhere, and nobody would hear of it.</summary>
    /// <exception cref="UsageException">There is such a function.</exception>
    public static void Check(string? file, IEnumerable<string> functions, LoadedStacks stacks)
    {
        string[] known =
        [
            All, .. FunctionNames.Declared(stacks).All.SelectMany(one => new[] { one.LogicalId, $"{stacks.NameOf(one.Stack)}/{one.LogicalId}", one.Item.FunctionName }),
        ];
        if (functions.FirstOrDefault(name => !known.Contains(name, StringComparer.Ordinal)) is { } wrong)
        {
            throw new UsageException(
                $"{file}: no template has a function '{wrong}'. {DidYouMean.Among(wrong, [All, .. FunctionNames.Declared(stacks).All.Select(static one => one.Name)])}");
        }
    }

    private static List<JsonProperty> Members(JsonElement element, string file, string what)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw new UsageException($"{file}: {what} is no object of names and values. It looks like {Example}");
        }

        var members = element.EnumerateObject().ToList();
        return members.GroupBy(static member => member.Name, StringComparer.Ordinal).FirstOrDefault(static same => same.Count() > 1) is { } twice
            ? throw new UsageException($"{file}: {what} has '{twice.Key}' twice: leave one out.")
            : members;
    }

    // As the SAM CLI writes values that are no texts.
    private static string Text(JsonProperty variable, string file, string function) => variable.Value.ValueKind switch
    {
        JsonValueKind.String => variable.Value.GetString()!,
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => variable.Value.GetRawText(),
        JsonValueKind.Null => "",
        _ => throw new UsageException($"{file}: {variable.Name} of {function} is an object or a list. A variable is one text: put it in quotes."),
    };
}
