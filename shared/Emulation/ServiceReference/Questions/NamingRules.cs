using System.Collections.Immutable;

namespace Emulation.ServiceReference.Questions;

/// <summary>A part of an ARN that a member may say: <c>${QueueName}</c> of a queue.</summary>
/// <param name="Variable">What the form calls it.</param>
/// <param name="Type">The type of resource.</param>
/// <param name="IsLast">Whether it is the last of the form, which names the resource itself and not what it is in.</param>
internal readonly record struct NamedPart(NameWord Variable, NameWord Type, bool IsLast);

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
    /// <summary>Words of forms and members that say nothing of a type.</summary>
    private static readonly string[] Bare = ["", "resource"];

    public static ImmutableArray<NamingRule> All { get; } =
    [
        new(
            "A member with the name of the part is the part: QueueName is ${QueueName}, flowAliasIdentifier ${FlowAliasId}.",
            static (part, _, member) => !Bare.Contains(part.Variable.Stem) && member.HasStemOf(part.Variable) && member.Fits(part.Variable)),
        new(
            "A member with the name of the type is what names it: ClusterName of a cluster whose ARN ends with ${ResourceId}, DBClusterIdentifier of a DBCluster.",
            static (part, _, member) => part.IsLast && member.HasStemOf(part.Type) && member.Fits(part.Variable)),
        new(
            "Of an operation on a type, a bare Name or Id is the type's: CreateAlarm(Name).",
            static (part, operation, member) => part.IsLast && Bare.Contains(member.Stem) && member.Ending != NameEnding.None && member.Fits(part.Variable) && IsOn(operation, part)),
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
        new("elasticmapreduce", "cluster", "ClusterId", "JobFlowId"),
        new("elasticmapreduce", "cluster", "ClusterId", "JobFlowIds"),
        new("autoscaling", "autoScalingGroup", "GroupFriendlyName", "AutoScalingGroupName"),
        new("autoscaling", "launchConfiguration", "LaunchConfigurationFriendlyName", "LaunchConfigurationName"),
        new("ses", "dedicated-ip-pool", "DedicatedIPPool", "PoolName"),
        new("ses", "dedicated-ip-pool", "DedicatedIPPool", "DestinationPoolName"),
    ];

    /// <summary>The members that say a part, by their names in the model.</summary>
    public static ImmutableArray<string> MembersOf(ArnType type, string variable, bool isLast, ModelOperation operation)
    {
        var names = operation.Members.Where(static member => member.Kind is not (MemberKind.Structure or MemberKind.Structures or MemberKind.Map))
            .Select(static member => member.Name)
            .Concat(operation.Members.SelectMany(static member => member.Inner).Select(static inner => inner.Key))
            .Distinct(StringComparer.Ordinal)
            .ToList();
        var otherwise = Otherwise.Where(one => one.Service == operation.Api.Service.Prefix && one.Type == type.Name && one.Variable == variable).Select(static one => one.Member);
        if (names.Intersect(otherwise, StringComparer.Ordinal).ToImmutableArray() is { Length: > 0 } known)
        {
            return known;
        }

        var part = new NamedPart(NameWord.Of(variable), NameWord.Of(type.Name), isLast);
        foreach (var rule in All)
        {
            if (names.Where(name => rule.Names(part, operation.Name, NameWord.Of(name))).ToImmutableArray() is { Length: > 0 } found)
            {
                return found;
            }
        }

        return [];
    }

    private static bool IsOn(string operation, NamedPart part)
    {
        var plain = NameWord.Plain(operation);
        return new[] { part.Type.Stem, part.Variable.Stem }.Any(word => !Bare.Contains(word) && (plain.EndsWith(word, StringComparison.Ordinal) || plain.EndsWith($"{word}s", StringComparison.Ordinal)));
    }
}

/// <summary>A member that says a part of an ARN under a name of its own.</summary>
internal readonly record struct NamedOtherwise(string Service, string Type, string Variable, string Member);
