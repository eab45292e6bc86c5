using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Emulation.Upstreams.Making;

/// <summary>How a resource of a template is made on the server that runs its service.</summary>
/// <param name="Service">The service's name in signatures.</param>
/// <param name="Operation">The operation that makes it.</param>
/// <param name="Members">Its members.</param>
internal sealed record MadeResource(string Service, string Operation, JsonObject Members)
{
    /// <summary>The codes by which the server says that it is there: it stays as it is, since clients may have changed it.</summary>
    public ImmutableArray<string> ThereAlready { get; init; } = [];

    /// <summary>Asked first where making it twice would make two: an answer says that it is there.</summary>
    public MadeResource? Finding { get; init; }

    /// <summary>The name in the template, and where the server's own stands in its answer; null where the template's is the server's.</summary>
    public (string Templates, Func<JsonObject, string?> Servers)? Name { get; init; }

    /// <summary>What is made once it is there, of its answer.</summary>
    public Func<JsonObject, MadeResource>? Then { get; init; }
}
