using System.Text.Json;
using System.Text.Json.Serialization;

namespace Emulation.Decisions.Recorded;

/// <summary>What is known of a run whose calls are recorded.</summary>
/// <param name="At">When it began.</param>
/// <param name="Servers">The services that servers behind LocalAws ran; <c>*</c> for every other one. Calls of a service that nothing answered could not be seen.</param>
internal sealed record RecordedRun(DateTimeOffset At, IReadOnlyList<string> Servers)
{
    /// <summary>Whether there were calls before those that are told.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool HasForgotten { get; init; }
}

/// <summary>A line of a record: a run, or a call.</summary>
internal sealed record RecordedLine
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RecordedRun? Run { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RecordedCall? Call { get; init; }

    /// <summary>As JSON in one line, with its end.</summary>
    public string ToText() => $"{JsonSerializer.Serialize(this, RecordedJson.Default.RecordedLine)}\n";
}

[JsonSerializable(typeof(RecordedLine))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class RecordedJson : JsonSerializerContext;
