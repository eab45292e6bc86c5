using System.CommandLine;
using Emulation;

namespace Tool.Cli;

/// <summary>A form in which something is printed or written.</summary>
/// <param name="Name">As <c>--format</c> takes it.</param>
/// <param name="Endings">What files of it end with; empty where it is for the terminal alone.</param>
internal sealed record OutputFormat(string Name, params IReadOnlyList<string> Endings);

/// <summary><c>--format</c> and <c>--output</c>: what a file's name ends with says its format, unless somebody says another.</summary>
internal sealed class OutputOptions
{
    private readonly OutputFormat[] formats;
    private readonly Option<string> format;
    private readonly Option<string?> output;

    /// <param name="formats">The formats, first the one that is printed where nobody says any.</param>
    public OutputOptions(params OutputFormat[] formats)
    {
        this.formats = formats;
        string[] names = [.. formats.Select(static one => one.Name)];
        format = new Option<string>("--format")
        {
            Description = $"{string.Join(", ", names[..^1])} or {names[^1]}. Default: what FILE ends with, else {names[0]}.", DefaultValueFactory = _ => names[0],
        };
        format.AcceptOnlyFromAmong(names);
        output = new Option<string?>("--output", "-o") { Description = $"Write to this file: {Known}.", HelpName = "FILE" };
    }

    private string Known => string.Join(", ", formats.Where(static one => one.Endings.Count > 0).Select(static one => $"{string.Join(" or ", one.Endings)} for {one.Name}"));

    public void AddTo(Command command)
    {
        command.Options.Add(format);
        command.Options.Add(output);
    }

    /// <summary>Prints for people in the first format, else writes the text of the other one.</summary>
    /// <exception cref="UsageException">As <see cref="Read"/>.</exception>
    public async Task WriteAsync(ParseResult parsed, Func<string> text, Action print, CancellationToken cancellation)
    {
        var (chosen, file) = Read(parsed);
        if (chosen == formats[0].Name)
        {
            print();
        }
        else if (file is null)
        {
            await Console.Out.WriteAsync(text()).ConfigureAwait(false);
        }
        else
        {
            await Guard.FileAsync(file, () => File.WriteAllTextAsync(file, text(), cancellation)).ConfigureAwait(false);
            await Console.Out.WriteLineAsync($"Wrote {file}.").ConfigureAwait(false);
        }
    }

    /// <summary>The format, and the file; null for standard output.</summary>
    /// <exception cref="UsageException">Neither the file's name nor anybody says the format, or the format is for the terminal alone.</exception>
    public (string Format, string? File) Read(ParseResult parsed)
    {
        var (given, file) = (parsed.GetValue(format)!, parsed.GetValue(output));
        if (file is null)
        {
            return (given, null);
        }

        if (parsed.GetResult(format) is { Implicit: false })
        {
            return formats.First(one => one.Name == given).Endings.Count > 0 ? (given, file)
                : throw new UsageException($"--format {given} is for the terminal. A file is one of these: {Known}.");
        }

        // Of .json and .sarif.json the longer one.
        return formats.SelectMany(static one => one.Endings, static (one, ending) => (one.Name, Ending: ending)).OrderByDescending(static one => one.Ending.Length)
            .FirstOrDefault(one => file.EndsWith(one.Ending, StringComparison.OrdinalIgnoreCase)).Name is { } told
            ? (told, file)
            : throw new UsageException($"--output {file}: nobody can tell the format by that name. It ends with {Known}; or say --format too.");
    }
}
