using System.Text.RegularExpressions;

namespace Integration;

/// <summary>A C# file of the repository, read as far as rules about its form need.</summary>
internal sealed partial class SourceCode
{
    private SourceCode(string file)
    {
        Path = System.IO.Path.GetRelativePath(StackFixture.Root, file).Replace('\\', '/');
        var text = File.ReadAllText(file);
        Lines = text.TrimEnd('\n').Split('\n');
        Code = CommentOrText().Replace(text, static match => match.Value.StartsWith('/') ? "" : "\"\"");
    }

    /// <summary>What is shipped: libraries, services and the packages for tests.</summary>
    public static IReadOnlyList<SourceCode> Production { get; } = [.. ((string[])["shared", "services", "tests/Harness", "tests/Containers"]).SelectMany(In)];

    public string Path { get; }

    public string[] Lines { get; }

    /// <summary>Whether the file is a text that LocalAws hands out, and no part of it.</summary>
    public bool IsTemplate => Path.Contains("/Scaffold/Files/", StringComparison.Ordinal);

    /// <summary>The file without comments and without what is between quotes.</summary>
    public string Code { get; }

    /// <summary>The types that stand by themselves, as <c>Name</c> or <c>Name`2</c>.</summary>
    public IEnumerable<(string Name, bool IsPartial)> Types =>
        from Match type in TopLevelType().Matches(Code)
        let parameters = type.Groups["generic"].Value
        let arity = parameters.Length == 0 ? "" : $"`{parameters.Count(static c => c == ',') + 1}"
        select (type.Groups["name"].Value + arity, type.Value.Contains(" partial ", StringComparison.Ordinal));

    /// <summary>Every constructor, primary ones and those of records among them, with the number of its parameters.</summary>
    public IEnumerable<(string Type, int Parameters)> Constructors =>
        from Match declaration in Constructor().Matches(Code)
        select (declaration.Groups["name"].Value, ParametersAt(declaration.Index + declaration.Length - 1));

    private static IEnumerable<SourceCode> In(string folder) =>
        from file in Directory.EnumerateFiles(System.IO.Path.Combine(StackFixture.Root, folder), "*.cs", SearchOption.AllDirectories)
        where !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal)
        select new SourceCode(file);

    /// <summary>The commas between the parentheses that open at a place, but those of generic types, attributes, tuples and defaults.</summary>
    private int ParametersAt(int open)
    {
        var (depth, generic, commas, any) = (0, 0, 0, false);
        for (var at = open; ; at++)
        {
            switch (Code[at])
            {
                case '(' or '[' or '{':
                    depth++;
                    break;
                case ')' or ']' or '}' when --depth == 0:
                    return any ? commas + 1 : 0;
                case '<':
                    generic++;
                    break;
                case '>' when Code[at - 1] != '=':
                    generic--;
                    break;
                case ',' when depth == 1 && generic == 0:
                    commas++;
                    break;
                case var c:
                    any |= !char.IsWhiteSpace(c);
                    break;
            }
        }
    }

    [GeneratedRegex(""""//[^\n]*|\$*("{3,})[\s\S]*?\1|\$?@\$?"(?:[^"]|"")*"|\$?"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'"""")]
    private static partial Regex CommentOrText();

    [GeneratedRegex(@"^(?:(?:public|internal|file|static|sealed|abstract|readonly|partial|ref) )*(?:class|record struct|record|struct|interface|enum|delegate [^;(]*?) ?(?<name>[A-Z]\w*)(?:<(?<generic>[^>(]*)>)?", RegexOptions.Multiline)]
    private static partial Regex TopLevelType();

    [GeneratedRegex(@"(?:\b(?:class|record struct|record|struct) (?<name>[A-Z]\w*)(?:<[^>(]*>)?|^ +(?:public|internal|protected|private)(?: protected)? (?<name>[A-Z]\w*))\(", RegexOptions.Multiline)]
    private static partial Regex Constructor();
}
