using System.Collections.Immutable;
using System.Globalization;
using Emulation.Console.Explained;
using Iam;

namespace Emulation.Console.WhatIf;

/// <summary>A policy where it stands in a template: the lines of its statements.</summary>
/// <param name="Name">What the policy is called.</param>
/// <param name="File">The template's absolute path.</param>
/// <param name="First">The first line, counted from 1.</param>
/// <param name="Last">The last line.</param>
internal sealed record PolicyBlock(string Name, string File, int First, int Last)
{
    private const int AnyLength = int.MaxValue / 2;

    /// <summary>By which the page names it.</summary>
    public string Place => string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(File)}:{First}");

    /// <summary>Every policy that is written in one of the templates themselves, in the order of their lines. What a nested template has is changed there.</summary>
    public static ImmutableArray<PolicyBlock> All(LoadedStacks stacks)
    {
        var nested = stacks.All.SelectMany(static stack => stack.Nested).Select(static stack => stack.TemplatePath).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. stacks.All.Where(stack => !nested.Contains(stack.TemplatePath)).SelectMany(stack => PoliciesOf(stack)
                .Where(policy => policy.Origin is { File: not null, StatementLines.IsDefaultOrEmpty: false })
                .Select(policy => Of(policy, stack.TemplatePath, stacks)).OfType<PolicyBlock>())
                .DistinctBy(static block => (block.File, block.First)).OrderBy(static block => block.File, StringComparer.Ordinal).ThenBy(static block => block.First),
        ];
    }

    /// <summary>Whether a line of the template is one of its.</summary>
    public bool Has(string place) => place.LastIndexOf(':') is > 0 and var colon && place[..colon] == Path.GetFileName(File)
        && int.TryParse(place.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var line) && line >= First && line <= Last;

    private static IEnumerable<Policy> PoliciesOf(Sam.Stack stack) =>
        ((IEnumerable<Policy?>)
        [
            .. stack.Apis.Select(static api => api.ResourcePolicy), .. stack.Tables.Select(static table => table.ResourcePolicy),
            .. stack.ResourcePolicies.Select(static one => one.Policy),
            .. stack.Roles.SelectMany(static role => (Policy?[])[role.TrustPolicy, role.Boundary, .. role.Policies]),
            .. stack.Users.SelectMany(static user => (Policy?[])[user.Boundary, .. user.Policies]),
        ]).OfType<Policy>();

    private static PolicyBlock? Of(Policy policy, string template, LoadedStacks stacks)
    {
        var path = Path.GetFullPath(policy.Origin.File!);
        var last = TemplateLines.At(string.Create(CultureInfo.InvariantCulture, $"{policy.Origin.File}:{policy.Origin.StatementLines.Max()}"), stacks, AnyLength);
        return path == Path.GetFullPath(template) && last is not null ? new PolicyBlock(policy.Origin.Name, path, policy.Origin.StatementLines.Min(), last.Last) : null;
    }
}
