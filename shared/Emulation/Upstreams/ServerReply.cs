using System.Text.Json.Nodes;

namespace Emulation.Upstreams;

/// <summary>What a server answers to a question of LocalAws's own.</summary>
/// <param name="Members">The answer; null when it refuses, or what it says cannot be read.</param>
/// <param name="Code">The refusal's code without its namespace; null where there is none.</param>
internal readonly record struct ServerReply(JsonObject? Members, string? Code = null)
{
    // NotFound of Amazon SNS, QueueDoesNotExist, AWS.SimpleQueueService.NonExistentQueue, ResourceNotFoundException, NoSuchEntity.
    private static readonly string[] Absences = ["NotFound", "DoesNotExist", "NonExistent", "NoSuch"];

    /// <summary>Whether the server says that what was asked about is not there.</summary>
    public bool IsAbsent => Code is { } code && Absences.Any(word => code.Contains(word, StringComparison.Ordinal));
}
