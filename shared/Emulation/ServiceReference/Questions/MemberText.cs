using System.Text.Json;
using System.Text.Json.Nodes;

namespace Emulation.ServiceReference.Questions;

/// <summary>The text of a member.</summary>
internal static class MemberText
{
    /// <summary>Null for what is no text, among it JSON's escapes that stand for no character.</summary>
    public static string? Of(JsonNode? node)
    {
        try
        {
            return (node as JsonValue)?.GetValueKind() == JsonValueKind.String ? node!.GetValue<string>() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
