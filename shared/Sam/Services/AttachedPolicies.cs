using System.Collections.Immutable;
using Iam;
using Sam.Catalogue;
using Sam.Documents;
using Sam.Errors;
using Sam.Policies;
using Sam.Resources;

namespace Sam.Services;

/// <summary>
/// The policies of queues, topics, buckets, secrets, keys, event buses, streams and log groups, by the ARN of the resource. What cannot be told of one allows nothing and
/// may refuse. Several on one resource are as AWS has them: of most kinds it keeps the one that is written last.
/// </summary>
internal sealed class AttachedPolicies
{
    private readonly PolicyCompiler compiler;
    private readonly ErrorList errors;
    private readonly ResourceOrder order;
    private readonly string file;
    private readonly ImmutableArray<WrittenPolicy> written;
    private readonly ImmutableArray<string> declared;
    private readonly ImmutableArray<string> madeUp;
    private readonly Dictionary<string, (Policy? Policy, ImmutableArray<WrittenPolicy> By)> byArn = new(StringComparer.Ordinal);

    public AttachedPolicies(ImmutableArray<Resource> resources, ResourceOrder order, PolicyCompiler compiler, string file, ErrorList errors)
    {
        (this.compiler, this.errors, this.order, this.file) = (compiler, errors, order, file);
        // A name that is made up here is another one where the template is deployed.
        madeUp = [.. resources.Where(static one => one.TypeName == ServiceTypes.Bucket && one.Values["BucketName"] is not ScalarNode).Select(ServiceArns.Of)];
        written = [.. new WrittenPolicies(resources).All().GroupBy(static one => (one.Source, one.Property)).SelectMany(Compiled)];
        declared = [.. resources.Where(static one => WrittenPolicies.HasPolicy(one.TypeName)).Select(ServiceArns.Of)];
    }

    /// <summary>The policy of a resource; null when the template gives none.</summary>
    public Policy? Of(string arn) => WithSource(arn).Policy;

    /// <summary>One for each resource that has one.</summary>
    public ImmutableArray<ResourcePolicy> All() =>
    [
        .. from arn in written.Select(static one => one.Target).OfType<string>().Concat(declared).Distinct()
           let whole = WithSource(arn)
           where whole.Policy is not null && !arn.Contains('*', StringComparison.Ordinal)
           select new ResourcePolicy(
               arn, whole.Policy!, [.. whole.By.Select(static one => one.Source.LogicalId).Distinct()], new SourceLine(file, whole.By[0].Source.Declaration.Line)),
    ];

    // One document on several resources is compiled, and its errors are told, once.
    private IEnumerable<WrittenPolicy> Compiled(IGrouping<(Resource Source, string Property), WrittenPolicy> same)
    {
        var first = same.First();
        var policy = compiler.Compile(first.Document, PolicyKind.Resource, first.Name, first.Source.LogicalId, first.Property);
        Check(first, policy);
        return same.Select(one => one with { Policy = policy });
    }

    /// <summary>What AWS refuses when the template is deployed, it refuses here.</summary>
    private void Check(WrittenPolicy written, Policy? policy)
    {
        switch (written.Service)
        {
            case "s3":
                BucketPolicyCheck.Run(written, isNameKnown: written.Target is { } bucket && !madeUp.Contains(bucket), errors);
                break;
            case "sns":
                TopicPolicyCheck.Run(written, errors);
                break;
            case "sqs":
                QueuePolicyCheck.Run(written, errors);
                break;
            case "events":
                BusPolicyCheck.Run(written, errors);
                break;
            case "secretsmanager" when policy is not null:
                SecretPolicyCheck.Run(written, policy, errors);
                break;
            case "kms" when policy is not null:
                KeyPolicyCheck.Run(written, policy, errors);
                break;
        }
    }

    private (Policy? Policy, ImmutableArray<WrittenPolicy> By) WithSource(string arn)
    {
        if (!byArn.TryGetValue(arn, out var known))
        {
            byArn[arn] = known = Find(arn);
        }

        return known;
    }

    private (Policy? Policy, ImmutableArray<WrittenPolicy> By) Find(string arn)
    {
        var service = arn.Split(':') is [_, _, var name, ..] ? name : "";
        var meant = written.Where(one => one.Service == service && one.MayBeOn(arn)).ToList();
        var inForce = InForce([.. meant.Where(static one => one.IsCertain)], out var contested);
        var perhaps = meant.Where(static one => !one.IsCertain).Concat(contested).Where(static one => one.Denials.Any()).ToList();
        ImmutableArray<WrittenPolicy> by = [.. inForce, .. perhaps];
        if (by is [{ IsCertain: true } only] && perhaps.Count == 0)
        {
            return (only.Policy, by);
        }

        ImmutableArray<Node> statements = [.. inForce.SelectMany(static one => one.Statements), .. perhaps.SelectMany(static one => one.Denials)];
        if (statements.IsEmpty)
        {
            return (null, by);
        }

        var line = by[0].Source.Declaration.Line;
        var document = MapNode.Of(line, ("Version", ScalarNode.Of("2012-10-17", line)), ("Statement", new ListNode(statements, line)));
        var names = string.Join(" and ", by.Select(static one => one.Name).Distinct());
        return (compiler.Compile(document, PolicyKind.Resource, names, by[0].Source.LogicalId, by[0].Property, isTold: true), by);
    }

    /// <summary>Those that AWS keeps: all that stand beside others, and the last of the rest. Which one that is only the order of creation tells, if anything does.</summary>
    private List<WrittenPolicy> InForce(List<WrittenPolicy> certain, out List<WrittenPolicy> contested)
    {
        var beside = certain.Where(static one => one.StandsBesideOthers).ToList();
        var rest = certain.Where(static one => !one.StandsBesideOthers).ToList();
        contested = [];
        if (rest.Count <= 1)
        {
            return [.. rest, .. beside];
        }

        if (rest.Find(one => rest.TrueForAll(other => other == one || order.Needs(one.Source.LogicalId, other.Source.LogicalId))) is { } last)
        {
            return [last, .. beside];
        }

        contested = rest;
        foreach (var one in rest)
        {
            var others = string.Join(", ", rest.Where(other => other != one).Select(static other => other.Source.LogicalId));
            errors.Close(
                one.Source.Declaration.Line, one.Source.LogicalId, one.Property,
                $"{one.Target} has another policy too, of {others}: AWS keeps the one that is made last, and nobody can tell which. What they allow is allowed to nobody here.",
                "Write one policy with all statements.");
        }

        return beside;
    }
}
