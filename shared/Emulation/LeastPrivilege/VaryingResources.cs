using Emulation.Access.AnyAction;
using Emulation.Decisions.Recorded;
using Emulation.Explain;
using Iam;

namespace Emulation.LeastPrivilege;

/// <summary>
/// Which ARNs a call stands for: itself, with wildcards where the template says that something varies. That is the parameters of routes, and what a grant of today leaves open
/// behind a beginning that its author wrote. What the template declares, such as a table, an index or a role, does not vary. Nothing is wider than the grant that allowed the call.
/// </summary>
internal sealed class VaryingResources
{
    private readonly RouteResources routes;
    private readonly HashSet<string> declared;
    private readonly Dictionary<string, ResourcePattern> patterns = new(StringComparer.Ordinal);

    public VaryingResources(LoadedStacks stacks)
    {
        routes = new RouteResources(stacks);
        declared = stacks.All.SelectMany(static stack => stack.References).Select(static one => one.Value).Where(static value => value.StartsWith("arn:", StringComparison.Ordinal))
            .Concat(new AskedResources(stacks).All.Select(static one => one.Shape.Source))
            .Concat(stacks.All.SelectMany(static stack => stack.Tables).SelectMany(static table => table.Indexes.Select(index => $"{table.Arn}/index/{index.Name}")))
            .ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>A resource of a statement, compiled once.</summary>
    public ResourcePattern Pattern(string text) =>
        patterns.TryGetValue(text, out var known) ? known : patterns[text] = new ResourcePattern(text);

    /// <summary>The resource that a statement for this call names; null where none can be told that the call's own statement has.</summary>
    /// <param name="call">The call.</param>
    /// <param name="statement">The statement of today that allows it.</param>
    /// <param name="context">The call's condition keys.</param>
    public string? Of(RecordedCall call, Statement statement, ConditionContext context) => statement.HasNotResource
        ? (call.IsPattern ? null : Exactly(call.Resource))
        : statement.ResourceTexts.Select(Pattern).Where(pattern => pattern.Matches(call.Resource, context)).Select(pattern => Of(call, pattern))
            .FirstOrDefault(static one => one is not null);

    private string? Of(RecordedCall call, ResourcePattern grant)
    {
        var arn = call.Resource;
        if (call.IsPattern)
        {
            return grant.Covers(arn) ? arn : !IsVariable(grant) && Pattern(arn).Covers(grant.Text) ? grant.Text : null;
        }

        if (!grant.HasWildcard || IsVariable(grant))
        {
            return grant.Text;
        }

        if (arn == AskedResource.Any || declared.Contains(arn))
        {
            return arn == AskedResource.Any ? arn : Exactly(arn);
        }

        if (routes.PatternOf(arn) is { } route)
        {
            return grant.Covers(route) ? route : Pattern(route).Covers(grant.Text) ? grant.Text : Exactly(arn);
        }

        if (RouteResources.IsCall(arn))
        {
            return Exactly(arn);
        }

        var isSaid = Beginning(grant.Text).Length > 0;
        return ObjectFolders.BucketOf(arn) is { } bucket && !(isSaid && grant.Text.StartsWith($"{bucket}/", StringComparison.Ordinal))
            ? (grant.Covers(ObjectFolders.Of(arn)) ? ObjectFolders.Of(arn) : Exactly(arn))
            : isSaid ? Narrowed(arn, grant) : Exactly(arn);
    }

    private static string Exactly(string arn) => ReferringText.Exactly(arn);

    private static bool IsVariable(ResourcePattern grant) => StatementKeys.VariablesIn(grant.Text).Any();

    /// <summary>The grant's own words for the resource, in the region and account of the call.</summary>
    private static string Narrowed(string arn, ResourcePattern grant)
    {
        if (arn.Split(':', 6) is [.., _] seen && seen.Length == 6 && grant.Text.Split(':', 6) is { Length: 6 } written)
        {
            var narrowed = $"{string.Join(':', seen[..5])}:{written[5]}";
            return grant.Covers(narrowed) ? narrowed : grant.Text;
        }

        return grant.Text;
    }

    /// <summary>What the grant's author wrote of a name before its first wildcard, behind the word for its kind: <c>tmp-</c> of <c>table/tmp-*</c>.</summary>
    private static string Beginning(string grant)
    {
        if (grant.Split(':', 6) is not { Length: 6 } parts)
        {
            return "";
        }

        var name = parts[5];
        var fixedPart = name.AsSpan().IndexOfAny('*', '?') is var star and >= 0 ? name[..star] : name;
        return fixedPart[(fixedPart.AsSpan().IndexOfAny('/', ':') + 1)..];
    }
}
