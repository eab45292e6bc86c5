using System.Collections.Immutable;
using System.Text.Json;
using Iam.Simulation;

namespace Iam;

/// <summary>
/// Decides cases written as JSON: one object, or an array of them, with <c>principal</c>, <c>action</c>, <c>resource</c>, <c>resourceAccount</c>,
/// <c>context</c> (key to values), <c>identityPolicies[]</c>, <c>resourcePolicy</c>, <c>permissionBoundaries[]</c>, <c>sessionPolicies[]</c>,
/// <c>serviceControlPolicies[][]</c> and <c>resourceControlPolicies[][]</c> (a list for each level of the organisation). Policies are plain JSON.
/// Keys that follow from the principal are known; <c>context</c> adds the others, and has the last word.
/// </summary>
public static class Simulator
{
    // Policies nested too deeply are the policy reader's to refuse, case by case.
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 1_000_000, AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>Decides every case, in their order.</summary>
    /// <param name="json">The file's content, UTF-8.</param>
    /// <param name="results">One result for each case.</param>
    /// <returns>Whether the file holds an array.</returns>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    public static bool Run(ReadOnlyMemory<byte> json, out ImmutableArray<SimulationResult> results)
    {
        using var document = JsonDocument.Parse(json, Options);
        var root = document.RootElement;
        var isArray = root.ValueKind == JsonValueKind.Array;
        results = isArray ? [.. root.EnumerateArray().Select(Decide)] : [Decide(root)];
        return isArray;
    }

    private static SimulationResult Decide(JsonElement element)
    {
        var read = new PolicyCaseReader();
        if (read.Read(element) is not { } policyCase)
        {
            return new SimulationResult(Decision.Missing(DecidingPolicy.None), "The case has errors.", read.Errors);
        }

        var (request, caller, resourcePolicy, guardrails) = policyCase;
        var decision = DecisionRule.Of(resourcePolicy).Decide(request, caller, resourcePolicy, guardrails);
        return new SimulationResult(decision, decision.Verdict == Verdict.Allow ? null : RefusalMessage.For(request, decision), []);
    }
}
