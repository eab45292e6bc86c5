using System.Collections.Immutable;
using Emulation.Cognito;
using Emulation.Decisions;
using Emulation.Gateway.Apis;
using Emulation.Principals;
using Emulation.Sessions;

namespace Emulation.Console;

/// <summary>What the console shows, and what it asks.</summary>
internal sealed record ConsoleParts
{
    /// <summary>The templates that are in force.</summary>
    public required LoadedStacks Stacks { get; init; }

    /// <summary>What runs, at this moment.</summary>
    public required Func<StackPage> Stack { get; init; }

    public required DecisionLog Decisions { get; init; }

    /// <summary>What callers are called.</summary>
    public required PrincipalNames Names { get; init; }

    public required ApiDirectory Apis { get; init; }

    public required AccountDirectory Accounts { get; init; }

    /// <summary>Opens the sessions as which calls are sent.</summary>
    public required SessionIssuer Sessions { get; init; }

    /// <summary>The user pools, and what they would have sent.</summary>
    public required CognitoService UserPools { get; init; }

    /// <summary>The address for calls from this machine.</summary>
    public required Func<string> LoopbackUrl { get; init; }

    /// <summary>The folder of the functions' logs.</summary>
    public required string Logs { get; init; }

    /// <summary>Reads the templates with other texts in the place of some files, by their paths, and puts nothing in force.</summary>
    public required Func<ImmutableDictionary<string, string>, LoadedStacks> Reread { get; init; }

    /// <summary>Reads the templates as a revision has them; null where nobody knows revisions.</summary>
    public Func<string, CancellationToken, Task<LoadedStacks>>? AtRevision { get; init; }

    public required TimeProvider Time { get; init; }

    /// <summary>A sentence with the templates' files by their names, and not by where they are.</summary>
    public string Shortened(string text) => Stacks.Files.Aggregate(text, static (shown, file) => shown.Replace($"{file}:", $"{Path.GetFileName(file)}:", StringComparison.Ordinal));
}
