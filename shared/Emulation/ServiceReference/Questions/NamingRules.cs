using System.Collections.Immutable;

namespace Emulation.ServiceReference.Questions;

/// <summary>A part of an ARN that a member may say: <c>${QueueName}</c> of a queue.</summary>
/// <param name="Variable">What the form calls it.</param>
/// <param name="Type">The type of resource.</param>
/// <param name="IsLast">Whether it is the last of the form, which names the resource itself and not what it is in.</param>
internal readonly record struct NamedPart(NameWord Variable, NameWord Type, bool IsLast)
{
    /// <summary>What tells one of a resource's versions from another is no name of it.</summary>
    private static readonly string[] OfVersions = ["version", "revision", "number", "hash", "timestamp"];

    /// <summary>Whether the part says nothing of a type.</summary>
    public bool IsBare => Variable.Stem is "" or "resource";

    /// <summary>Whether the part is the name of the resource itself: the last, and called for its type or for nothing.</summary>
    public bool IsOwnName
    {
        get
        {
            var (type, stem) = (Type.Stem, Variable.Stem);
            return IsLast && !OfVersions.Any(word => stem.Contains(word, StringComparison.Ordinal))
                && (IsBare || stem.Contains(type, StringComparison.Ordinal) || type.Contains(stem, StringComparison.Ordinal));
        }
    }
}

/// <summary>A rule that says which member of a call says a part of an ARN.</summary>
/// <param name="Reason">Why it holds.</param>
/// <param name="Names">Whether it does: the part, the operation, the member.</param>
internal sealed record NamingRule(string Reason, Func<NamedPart, string, NameWord, bool> Names);

/// <summary>
/// Which members of a call say what stands in an ARN. The data do not tell, so that only names that leave no doubt are taken; the first rule that finds a
/// member of the operation is the one that holds, and of a part that none finds a member for nothing is known.
/// </summary>
internal static class NamingRules
{
    public static ImmutableArray<NamingRule> All { get; } =
    [
        new(
            "A member with the name of the part is the part: QueueName is ${QueueName}, flowAliasIdentifier ${FlowAliasId}.",
            static (part, _, member) => !part.IsBare && member.HasStemOf(part.Variable) && member.CanSay(part.Variable)),
        new(
            "A member with the name of the type is what names it: ClusterName of a cluster whose ARN ends with ${ResourceId}, DBClusterIdentifier of a DBCluster.",
            static (part, _, member) => part.IsOwnName && member.HasStemOf(part.Type) && member.CanSay(part.Variable)),
        new(
            "Of an operation on a type, a bare Name or Id is the type's: CreateAlarm(Name).",
            static (part, operation, member) =>
                part.IsOwnName && member is { Stem: "", Ending: not NameEnding.None } && member.CanSay(part.Variable) && IsOn(operation, part)),
    ];

    /// <summary>
    /// Members that are named otherwise, by service and variable: from the API reference of each service, where the member's own text says that it is this name.
    /// </summary>
    public static ImmutableArray<NamedOtherwise> Otherwise { get; } =
    [
        new("rds", "db", "DbInstanceName", "DBInstanceIdentifier"),
        new("rds", "cluster", "DbClusterInstanceName", "DBClusterIdentifier"),
        new("rds", "cluster-pg", "ClusterParameterGroupName", "DBClusterParameterGroupName"),
        new("rds", "cluster-snapshot", "ClusterSnapshotName", "DBClusterSnapshotIdentifier"),
        new("rds", "pg", "ParameterGroupName", "DBParameterGroupName"),
        new("rds", "snapshot", "SnapshotName", "DBSnapshotIdentifier"),
        new("rds", "subgrp", "SubnetGroupName", "DBSubnetGroupName"),
        new("rds", "secgrp", "SecurityGroupName", "DBSecurityGroupName"),
        new("redshift", "subnetgroup", "SubnetGroupName", "ClusterSubnetGroupName"),
        new("redshift", "securitygroup", "SecurityGroupName", "ClusterSecurityGroupName"),
        new("redshift", "cluster", "ClusterName", "ClusterIdentifier"),
        new("mobiletargeting", "app", "AppId", "ApplicationId"),
        new("athena", "datacatalog", "DataCatalogName", "CatalogName"),
        new("batch", "job-definition-revision", "JobDefinitionName", "jobDefinition"),
        new("batch", "job-definition-revision", "Revision", "jobDefinition"),
        new("ecs", "task-definition", "TaskDefinitionFamilyName", "family"),
        new("ecs", "task-definition", "TaskDefinitionFamilyName", "taskDefinition"),
        new("ecs", "task-definition", "TaskDefinitionRevisionNumber", "family"),
        new("ecs", "task-definition", "TaskDefinitionRevisionNumber", "taskDefinition"),
        new("elasticmapreduce", "cluster", "ClusterId", "JobFlowId"),
        new("elasticmapreduce", "cluster", "ClusterId", "JobFlowIds"),
        new("autoscaling", "autoScalingGroup", "GroupFriendlyName", "AutoScalingGroupName"),
        new("autoscaling", "launchConfiguration", "LaunchConfigurationFriendlyName", "LaunchConfigurationName"),
        new("ses", "dedicated-ip-pool", "DedicatedIPPool", "PoolName"),
        new("ses", "dedicated-ip-pool", "DedicatedIPPool", "DestinationPoolName"),
    ];

    /// <summary>Parts that no member says, though one is called so, each with why.</summary>
    private static readonly Dictionary<(string Service, string Variable), string> Unsaid = new()
    {
        [("secretsmanager", "SecretId")] = "a secret's name is in its ARN with six more characters, which AWS chooses",
    };

    /// <summary>The members that say a part.</summary>
    public static ImmutableArray<SayingMember> MembersOf(ArnType type, ArnFormat format, string variable, ModelOperation operation)
    {
        var names = operation.Members.Where(static member => member.Kind is not (MemberKind.Structure or MemberKind.Structures or MemberKind.Map))
            .Select(static member => member.Name)
            .Concat(operation.Members.SelectMany(static member => member.Inner).Select(static inner => inner.Key))
            .Distinct(StringComparer.Ordinal)
            .ToList();
        if (Unsaid.ContainsKey((format.Service, variable)))
        {
            return [];
        }

        var otherwise = Otherwise.Where(one => one.Service == format.Service && one.Type == type.Name && one.Variable == variable).Select(static one => one.Member);
        if (names.Intersect(otherwise, StringComparer.Ordinal).ToImmutableArray() is { Length: > 0 } known)
        {
            return [.. known.Select(static name => new SayingMember(name, null, null))];
        }

        // What says another part of the form by its name does not say this one.
        var (own, others) = (PartOf(variable), format.Variables.Where(other => other != variable).Select(PartOf).ToList());
        foreach (var rule in All)
        {
            var found = names
                .Select(static name => new { Name = name, Word = NameWord.Of(name) })
                .Where(one => rule.Names(own, operation.Name, one.Word) && (rule == All[0] || !others.Exists(other => All[0].Names(other, operation.Name, one.Word))))
                .Select(one => new SayingMember(one.Name, one.Word, own.Variable))
                .ToImmutableArray();
            if (found.Length > 0)
            {
                return found;
            }
        }

        return [];

        NamedPart PartOf(string word) => new(NameWord.Of(word), NameWord.Of(type.Name), word == format.Variables[^1]);
    }

    private static bool IsOn(string operation, NamedPart part)
    {
        var plain = NameWord.Plain(operation);
        return new[] { part.Type.Stem, part.Variable.Stem }
            .Where(static word => word is not ("" or "resource"))
            .Any(word => plain.EndsWith(word, StringComparison.Ordinal) || plain.EndsWith($"{word}s", StringComparison.Ordinal));
    }
}

/// <summary>A member that says a part of an ARN under a name of its own.</summary>
internal readonly record struct NamedOtherwise(string Service, string Type, string Variable, string Member);

/// <summary>A member that says a part of an ARN.</summary>
/// <param name="Name">Its name in the model.</param>
/// <param name="Word">The same taken apart; null of one that is known for the part.</param>
/// <param name="Part">The part.</param>
internal sealed record SayingMember(string Name, NameWord? Word, NameWord? Part)
{
    /// <summary>Whether what it says may be the part.</summary>
    public bool CanSay(string text) => Word is not { } word || Part is not { } part || word.CanSay(part, text);
}
