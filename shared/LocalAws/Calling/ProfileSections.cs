namespace Tool.Calling;

/// <summary>The sections of an AWS <c>config</c> or <c>credentials</c> file, each with its settings.</summary>
internal static class ProfileSections
{
    public static Dictionary<string, Dictionary<string, string>> Of(string file)
    {
        var sections = new Dictionary<string, Dictionary<string, string>>(StringComparer.Ordinal);
        Dictionary<string, string>? current = null;
        foreach (var line in File.ReadLines(file))
        {
            if (line is ['[', .. var name, ']'])
            {
                sections[name] = current = new Dictionary<string, string>(StringComparer.Ordinal);
            }
            else if (line.Split('=', 2) is [var key, var value] && !line.StartsWith('#'))
            {
                current?.TryAdd(key.Trim(), value.Trim());
            }
        }

        return sections;
    }
}
