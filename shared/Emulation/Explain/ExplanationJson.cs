using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Emulation.Decisions;

namespace Emulation.Explain;

/// <summary>An explanation for programs.</summary>
internal static class ExplanationJson
{
    public static string Write(DecisionSubject subject, LoadedStacks stacks)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            ExplanationText.Write(writer, subject, stacks);
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }
}
