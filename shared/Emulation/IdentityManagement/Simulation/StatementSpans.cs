using System.Text;
using System.Text.Json;

namespace Emulation.IdentityManagement.Simulation;

/// <summary>A place in a document: both counted from 1.</summary>
internal readonly record struct Position(int Line, int Column);

/// <summary>
/// Where each statement of a document begins and ends, as the simulator tells it: from behind the bracket, comma or colon in front of the statement to
/// behind its closing brace.
/// </summary>
internal static class StatementSpans
{
    public static IReadOnlyList<(Position Start, Position End)> Of(string json)
    {
        var utf8 = Encoding.UTF8.GetBytes(json);
        var reader = new Utf8JsonReader(utf8);
        var spans = new List<(Position, Position)>();
        var isStatement = false;
        while (reader.Read())
        {
            if (reader.CurrentDepth == 1 && reader.TokenType == JsonTokenType.PropertyName)
            {
                isStatement = reader.ValueTextEquals("Statement");
            }
            else if (isStatement && reader.TokenType == JsonTokenType.StartObject)
            {
                var start = BehindDelimiter(utf8, (int)reader.TokenStartIndex);
                reader.Skip();
                spans.Add((PositionOf(utf8, start), PositionOf(utf8, (int)reader.BytesConsumed)));
            }
        }

        return spans;
    }

    private static int BehindDelimiter(byte[] utf8, int at)
    {
        while (at > 0 && utf8[at - 1] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
        {
            at--;
        }

        return at;
    }

    private static Position PositionOf(byte[] utf8, int offset)
    {
        var before = utf8.AsSpan(0, offset);
        return new Position(before.Count((byte)'\n') + 1, Encoding.UTF8.GetCharCount(before[(before.LastIndexOf((byte)'\n') + 1)..]) + 1);
    }
}
