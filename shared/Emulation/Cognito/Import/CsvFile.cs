using System.Collections.Immutable;
using System.Text;
using Emulation.Cognito.Pools;

namespace Emulation.Cognito.Import;

/// <summary>The CSV files that user pools import. Amazon Cognito Developer Guide, "Importing users into user pools from a CSV file".</summary>
internal static class CsvFile
{
    public const string Username = "cognito:username";
    public const string MfaEnabled = "cognito:mfa_enabled";

    /// <summary>The columns of a pool's files: every attribute that can be set, then two of Cognito's own.</summary>
    public static ImmutableArray<string> HeaderOf(UserPool pool) =>
        [.. pool.Schema.All.Select(static attribute => attribute.Name).Where(static name => name is not ("sub" or "identities")), MfaEnabled, Username];

    /// <summary>The fields of one line. A comma inside a field is in quotes, or follows a backslash.</summary>
    public static List<string> Fields(string line)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < line.Length; i++)
        {
            switch (line[i])
            {
                case '\\' when i + 1 < line.Length:
                    field.Append(line[++i]);
                    break;
                case '"' when quoted && i + 1 < line.Length && line[i + 1] == '"':
                    field.Append(line[++i]);
                    break;
                case '"':
                    quoted = !quoted;
                    break;
                case ',' when !quoted:
                    fields.Add(field.ToString());
                    field.Clear();
                    break;
                case var c:
                    field.Append(c);
                    break;
            }
        }

        fields.Add(field.ToString());
        return fields;
    }
}
