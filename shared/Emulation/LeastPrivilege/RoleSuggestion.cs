using System.Collections.Immutable;
using Sam;

namespace Emulation.LeastPrivilege;

/// <summary>The smallest policy of a role for what was seen of it, and what is to be known of that.</summary>
/// <param name="Stack">The stack that has the role.</param>
/// <param name="Role">The role.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Calls">How many different calls were seen.</param>
/// <param name="Statements">The policy.</param>
internal sealed record RoleSuggestion(Stack Stack, Role Role, string Name, int Calls, ImmutableArray<SuggestedStatement> Statements)
{
    /// <summary>Which part of each grant of today was used.</summary>
    public ImmutableArray<GrantUse> Grants { get; init; } = [];

    /// <summary>What was called and needs no policy of the role, each with the reason.</summary>
    public ImmutableArray<(string Call, string Why)> Unneeded { get; init; } = [];

    /// <summary>What was called, and is not allowed by the template as it is: no suggestion lets it.</summary>
    public ImmutableArray<string> NotAllowed { get; init; } = [];

    /// <summary>What was called, and whether the template allows it cannot be told: no suggestion lets it, each with the reason.</summary>
    public ImmutableArray<(string Call, string Why)> Untold { get; init; } = [];

    /// <summary>What cannot be known of the role, a sentence each.</summary>
    public ImmutableArray<string> Unknown { get; init; } = [];

    /// <summary>The function whose execution role the transform makes of its own <c>Policies</c>; null of a role that the template declares.</summary>
    public Function? MadeFor => Stack.Functions.FirstOrDefault(function => $"{function.LogicalId}Role" == Role.LogicalId && function.Line == Role.Line);

    /// <summary>Whether anything can be suggested: of what nobody called nothing is known.</summary>
    public bool WasSeen => Calls > 0;
}
