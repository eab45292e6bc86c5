using Emulation.Upstreams;

namespace Emulation.Tests.Upstreams;

/// <summary>What services ask of which only the data tell: by the whole of what a server takes the call for, and by what only the server knows.</summary>
public sealed class Questions_of_a_service_by_the_data : IDisposable
{
    private const string Repository = "arn:aws:ecr:us-east-1:111122223333:repository/quay/app";
    private readonly AskedCall call = new();

    public void Dispose() => call.Dispose();

    /// <summary>A pull is one of the registry's own unless a rule has it fetched from another: then it asks two actions more.</summary>
    [Theory]
    [InlineData("""{"pullThroughCacheRules":[]}""", "ecr:BatchGetImage")]
    [InlineData(null, "ecr:BatchGetImage")]
    [InlineData("""{"pullThroughCacheRules":[{"ecrRepositoryPrefix":"quay"}]}""", "ecr:BatchGetImage ecr:BatchImportUpstreamImage ecr:CreateRepository")]
    public async Task Are_those_of_a_pull_through_cache_where_the_server_has_one(string? rules, string actions)
    {
        if (rules is not null)
        {
            call.Known["DescribePullThroughCacheRules"] = rules;
        }

        var asked = await call.AsksAsync(ReferencedService.Find("ecr")!, "BatchGetImage", """{"repositoryName":"quay/app","imageIds":[{"imageTag":"1"}]}""");

        Assert.Equal(actions.Split(' '), asked.Select(static one => one.Split(' ')[0]).Distinct());
        Assert.All(asked, static one => Assert.Contains(Repository, one, StringComparison.Ordinal));
    }

    /// <summary>A container database, and a cluster with instances of its own: only the server knows which it is.</summary>
    [Theory]
    [InlineData("DeleteDBInstance", """{"DBInstanceIdentifier":"d","FinalDBSnapshotIdentifier":"s"}""", "DescribeTenantDatabases", """{"TenantDatabases":[]}""", "rds:DeleteDBInstance rds:CreateDBSnapshot")]
    [InlineData("DeleteDBInstance", """{"DBInstanceIdentifier":"d"}""", "DescribeTenantDatabases", """{"TenantDatabases":[{"TenantDatabaseResourceId":"tdb-1"}]}""", "rds:DeleteDBInstance rds:DeleteTenantDatabase")]
    [InlineData("DeleteDBCluster", """{"DBClusterIdentifier":"c"}""", "DescribeDBClusters", """{"DBClusters":[{"DBClusterIdentifier":"c"}]}""", "rds:DeleteDBCluster")]
    [InlineData("DeleteDBCluster", """{"DBClusterIdentifier":"c"}""", "DescribeDBClusters", """{"DBClusters":{"DBCluster":{"DBClusterInstanceClass":"db.m5d.large"}}}""", "rds:DeleteDBCluster rds:DeleteDBInstance")]
    [InlineData("ModifyDBCluster", """{"DBClusterIdentifier":"c"}""", "DescribeDBClusters", """{"DBClusters":[{"DBClusterInstanceClass":"db.m5d.large"}]}""", "rds:ModifyDBCluster rds:ModifyDBInstance")]
    public async Task Are_those_of_what_the_server_tells(string operation, string members, string asked, string answer, string actions)
    {
        call.Known[asked] = answer;

        Assert.Equal(
            actions.Split(' ').Order(StringComparer.Ordinal),
            (await call.AsksAsync(ReferencedService.Find("rds")!, operation, members)).Select(static one => one.Split(' ')[0]).Distinct().Order(StringComparer.Ordinal));
    }

    /// <summary>Amazon RDS, Neptune and DocumentDB sign alike and have one endpoint; the last has no member for a snapshot.</summary>
    [Theory]
    [InlineData("DeleteDBInstance", """{"DBInstanceIdentifier":"d","SkipFinalSnapshot":"true"}""", "rds:DeleteDBInstance")]
    [InlineData("DeleteDBInstance", """{"DBInstanceIdentifier":"d","FinalDBSnapshotIdentifier":"s"}""", "rds:DeleteDBInstance rds:CreateDBSnapshot")]
    [InlineData("CreateDBCluster", """{"DBClusterIdentifier":"d"}""", "rds:CreateDBCluster")]
    [InlineData("RestoreDBClusterFromSnapshot", """{"DBClusterIdentifier":"d","DomainIAMRoleName":"r"}""", "rds:RestoreDBClusterFromSnapshot rds:AddRoleToDBCluster iam:PassRole")]
    public async Task Are_those_of_all_APIs_that_a_server_takes_the_call_for(string operation, string members, string actions)
    {
        var asked = await call.AsksAsync(ReferencedService.Find("rds")!, operation, members);

        Assert.Equal(actions.Split(' ').Order(StringComparer.Ordinal), asked.Select(static one => one.Split(' ')[0]).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(asked.Distinct(), asked);
    }
}
