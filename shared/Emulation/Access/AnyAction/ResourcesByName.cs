using System.Collections.Immutable;
using Emulation.S3.Asks;
using Iam;
using Sam;

namespace Emulation.Access.AnyAction;

/// <summary>What the templates declare that people ask about, by logical id and by ARN.</summary>
internal sealed class ResourcesByName
{
    private readonly LoadedStacks stacks;
    private readonly ImmutableArray<Declared> all;

    public ResourcesByName(LoadedStacks stacks)
    {
        this.stacks = stacks;
        var policies = stacks.ResourcePolicies;
        all =
        [
            .. stacks.All.SelectMany(stack => (IEnumerable<Declared>)
            [
                .. stack.ServiceResources.Select(one => new Declared(stack, one.LogicalId, one.Arn.ToString())
                {
                    Policy = PolicyOf(one, stack, policies.GetValueOrDefault(one.Arn.ToString()) ?? one.ResourcePolicy),
                    Rule = one is KmsKey ? KeyRules.KeyAccess : DecisionRule.Access,
                    Tags = one.Tags,
                    Closed = one.Closed,
                }),
                .. stack.Tables.Select(one => new Declared(stack, one.LogicalId, one.Arn.ToString()) { Policy = one.ResourcePolicy, Tags = one.Tags }),
                .. stack.Functions.SelectMany(static one => ((IEnumerable<string?>)[null, .. one.Qualifiers]).Select(one.At))
                    .Select(one => new Declared(stack, one.LogicalId, one.Arn.ToString()) { Policy = one.ResourcePolicy, Tags = one.Tags, Closed = one.Closed }),
                .. stack.Roles.Select(one => new Declared(stack, one.LogicalId, one.Arn.ToString()) { Policy = one.TrustPolicy, Rule = DecisionRule.AssumeRole, Tags = one.Tags }),
            ]),
        ];
    }

    /// <summary>The logical ids, for whoever misspelt one.</summary>
    public IEnumerable<string> Names => all.Select(static one => one.LogicalId).Distinct(StringComparer.Ordinal);

    /// <summary>Those that say themselves who may use them.</summary>
    public IEnumerable<AskedResource> WithPolicies => All.Where(static one => one.Policy is not null);

    /// <summary>All of them.</summary>
    public IEnumerable<AskedResource> All => all.Select(static one => one.Asked(one.LogicalId, one.Arn));

    /// <summary>A resource by its logical id, with what follows: <c>Receipts/2026/*</c>, <c>stack/Receipts</c>; null where no template declares it.</summary>
    /// <exception cref="UsageException">Several stacks have it.</exception>
    public AskedResource? Named(string text)
    {
        var found = all.Select(one => (Declared: one, After: RestOf(text, one))).Where(static one => one.After is not null).ToList();

        // A function's versions and aliases have its logical id: the function itself comes first.
        return found.DistinctBy(static one => one.Declared.Stack).Count() > 1
            ? throw new UsageException($"Several stacks have '{text}': say {string.Join(" or ", found.Select(one => $"{stacks.NameOf(one.Declared.Stack)}/{text}").Distinct())}.")
            : found is [var (declared, rest), ..] ? declared.Asked($"{text}", $"{declared.Arn}{rest}") : null;
    }

    /// <summary>What an ARN stands for: the declared resource of that ARN, or the one that has it inside.</summary>
    public AskedResource? WithArn(string arn) => all.Where(one => arn == one.Arn || (arn.StartsWith(one.Arn, StringComparison.Ordinal) && arn[one.Arn.Length] is '/' or ':'))
        .MaxBy(static one => one.Arn.Length)?.Asked(arn, arn);

    private string? RestOf(string text, Declared one)
    {
        foreach (var name in (ReadOnlySpan<string>)[$"{stacks.NameOf(one.Stack)}/{one.LogicalId}", one.LogicalId])
        {
            if (text == name || (text.StartsWith(name, StringComparison.Ordinal) && text[name.Length] is '/' or ':'))
            {
                return text[name.Length..];
            }
        }

        return null;
    }

    /// <summary>A bucket's policy counts as Block Public Access lets it.</summary>
    private static Policy? PolicyOf(ServiceResource resource, Stack stack, Policy? policy) =>
        resource is Bucket bucket ? new BucketGate(stack.AccountId, policy, bucket.PublicAccess).InForce : policy;

    private sealed record Declared(Stack Stack, string LogicalId, string Arn)
    {
        public Policy? Policy { get; init; }

        public DecisionRule Rule { get; init; } = DecisionRule.Access;

        public IReadOnlyDictionary<string, string> Tags { get; init; } = ImmutableDictionary<string, string>.Empty;

        public Closure? Closed { get; init; }

        public AskedResource Asked(string text, string arn) => new(text, AskedResources.ShapeOf(arn), Stack.AccountId, Stack.Region)
        {
            Policy = Policy,
            Rule = Rule,
            Tags = Tags,
            Closed = Closed,
            IsDeclared = true,
        };
    }
}
