using System.Text.Json.Nodes;
using Emulation.ServiceReference;
using Emulation.ServiceReference.Questions;

namespace Emulation.Tests.ServiceReference;

/// <summary>An action that the data name beside an operation's own is asked where the call gives an occasion for it, and where nothing tells. Each that is left out has its twin.</summary>
public sealed class When_an_action_is_asked
{
    [Theory]
    [InlineData("glue", "CreateTable", """{"DatabaseName":"d","TableInput":{"Name":"t"}}""", "glue:CreateTable")]
    [InlineData("glue", "CreateTable", """{"DatabaseName":"d","TableInput":{"Name":"t","Parameters":{"connectionName":"c"}}}""", "glue:CreateTable glue:PassConnection")]
    [InlineData("glue", "CreateDatabase", """{"DatabaseInput":{"Name":"d"}}""", "glue:CreateDatabase")]
    [InlineData("glue", "CreateDatabase", """{"DatabaseInput":{"Name":"d","FederatedDatabase":{"ConnectionName":"c"}}}""", "glue:CreateDatabase glue:PassConnection")]
    [InlineData("glue", "GetTable", """{"DatabaseName":"d","Name":"t"}""", "glue:GetTable")]
    [InlineData("codepipeline", "CreatePipeline", """{"pipeline":{"name":"p"}}""", "codepipeline:CreatePipeline")]
    [InlineData("codepipeline", "CreatePipeline", """{"pipeline":{"name":"p","stages":[{"actions":[{"configuration":{"ConnectionArn":"c"}}]}]}}""", "codepipeline:CreatePipeline codestar-connections:PassConnection")]
    public void Asks_to_hand_over_what_the_call_mentions(string api, string operation, string call, string asked) => Assert.Equal(asked, Asked(api, operation, call));

    [Theory]
    [InlineData("elasticache", "DeleteReplicationGroup", """{"ReplicationGroupId":"g"}""", "elasticache:DeleteReplicationGroup")]
    [InlineData("elasticache", "DeleteReplicationGroup", """{"ReplicationGroupId":"g","FinalSnapshotIdentifier":"s"}""", "elasticache:DeleteReplicationGroup elasticache:CreateSnapshot")]
    [InlineData("redshift", "DeleteCluster", """{"ClusterIdentifier":"c","SkipFinalClusterSnapshot":"true"}""", "redshift:DeleteCluster")]
    [InlineData("redshift", "DeleteCluster", """{"ClusterIdentifier":"c","FinalClusterSnapshotIdentifier":"s"}""", "redshift:DeleteCluster redshift:CreateClusterSnapshot")]
    public void Asks_for_a_last_snapshot_that_the_call_names(string api, string operation, string call, string asked) => Assert.Equal(asked, Asked(api, operation, call));

    [Theory]
    [InlineData("redshift", "GetClusterCredentials", """{"ClusterIdentifier":"c","DbUser":"u"}""", "redshift:GetClusterCredentials")]
    [InlineData("redshift", "GetClusterCredentials", """{"ClusterIdentifier":"c","DbUser":"u","AutoCreate":false}""", "redshift:GetClusterCredentials")]
    [InlineData("redshift", "GetClusterCredentials", """{"ClusterIdentifier":"c","DbUser":"u","AutoCreate":"true"}""", "redshift:GetClusterCredentials redshift:CreateClusterUser")]
    [InlineData("redshift", "GetClusterCredentials", """{"ClusterIdentifier":"c","DbUser":"u","DbGroups":["g"]}""", "redshift:GetClusterCredentials redshift:JoinGroup")]
    [InlineData("rds", "CreateDBInstance", """{"DBInstanceIdentifier":"d"}""", "rds:CreateDBInstance")]
    [InlineData("rds", "CreateDBInstance", """{"DBInstanceIdentifier":"d","MultiTenant":"true"}""", "rds:CreateDBInstance rds:CreateTenantDatabase")]
    [InlineData("rds", "CreateDBCluster", """{"DBClusterIdentifier":"d"}""", "rds:CreateDBCluster")]
    [InlineData("rds", "CreateDBCluster", """{"DBClusterIdentifier":"d","DBClusterInstanceClass":"db.m5d.large"}""", "rds:CreateDBCluster rds:CreateDBInstance")]
    [InlineData("bedrock-runtime", "Converse", """{"modelId":"m"}""", "bedrock:InvokeModel")]
    [InlineData("bedrock-runtime", "Converse", """{"modelId":"m","guardrailConfig":{"guardrailIdentifier":"g"}}""", "bedrock:ApplyGuardrail bedrock:InvokeModel")]
    [InlineData("ecs", "CreateCapacityProvider", """{"name":"n"}""", "ecs:CreateCapacityProvider")]
    [InlineData("ecs", "CreateCapacityProvider", """{"name":"n","cluster":"c"}""", "ecs:CreateCapacityProvider ecs:PutClusterCapacityProviders")]
    [InlineData("keyspaces", "CreateKeyspace", """{"keyspaceName":"k"}""", "cassandra:Create")]
    [InlineData("keyspaces", "CreateKeyspace", """{"keyspaceName":"k","replicationSpecification":{"regionList":["a"]}}""", "cassandra:Create cassandra:CreateMultiRegionResource")]
    public void Asks_what_pages_of_AWS_say_that_a_member_asks(string api, string operation, string call, string asked) => Assert.Equal(asked, Asked(api, operation, call));

    [Theory]
    [InlineData("imagebuilder", "CreateImage", """{"infrastructureConfigurationArn":"a"}""", "imagebuilder:CreateImage imagebuilder:GetInfrastructureConfiguration")]
    [InlineData("imagebuilder", "CreateImage", """{"infrastructureConfigurationArn":"a","imageRecipeArn":"b"}""", "imagebuilder:CreateImage imagebuilder:GetImageRecipe imagebuilder:GetInfrastructureConfiguration")]
    [InlineData("emr-containers", "StartJobRun", """{"virtualClusterId":"v"}""", "emr-containers:StartJobRun")]
    [InlineData("emr-containers", "StartJobRun", """{"virtualClusterId":"v","jobTemplateId":"t"}""", "emr-containers:StartJobRun emr-containers:DescribeJobTemplate")]
    public void Asks_to_read_what_the_call_names(string api, string operation, string call, string asked)
    {
        var all = Asked(api, operation, call).Split(' ');

        Assert.Equal(asked.Split(' '), all.Where(one => asked.Contains(one, StringComparison.Ordinal) || one is "imagebuilder:GetImageRecipe" or "emr-containers:DescribeJobTemplate"));
    }

    /// <summary>Amazon OpenSearch Service Developer Guide: the names of the older API are deprecated.</summary>
    [Fact]
    public void Asks_OpenSearch_by_its_own_name_alone()
    {
        Assert.Equal("es:CreateDomain", Asked("opensearch", "CreateDomain", """{"DomainName":"d"}"""));
        Assert.Equal("es:CreateElasticsearchDomain es:CreateDomain", Asked("es", "CreateElasticsearchDomain", """{"DomainName":"d"}"""));
    }

    /// <summary>What is not said of a call may be in a body that nobody reads.</summary>
    [Theory]
    [InlineData("bedrock-runtime", "InvokeModel", """{"modelId":"m"}""", "bedrock:ApplyGuardrail")]
    [InlineData("ds-data", "ListGroups", """{"DirectoryId":"d"}""", "ds:AccessDSData")]
    [InlineData("ecs", "CreateExpressGatewayService", """{"serviceName":"s"}""", "ecs:CreateCluster")]
    [InlineData("cloudtrail", "StartDashboardRefresh", """{"DashboardId":"d"}""", "cloudtrail:StartQuery")]
    [InlineData("entityresolution", "StartIdMappingJob", """{"workflowName":"w"}""", "entityresolution:UseIdNamespace")]
    [InlineData("codedeploy", "CreateDeployment", """{"applicationName":"a"}""", "codedeploy:GetDeploymentConfig")]
    [InlineData("ecr", "BatchGetImage", """{"repositoryName":"r"}""", "ecr:BatchImportUpstreamImage")]
    public void Still_asks_what_nothing_tells_of(string api, string operation, string call, string asked) => Assert.Contains(asked, Asked(api, operation, call), StringComparison.Ordinal);

    private static string Asked(string api, string operation, string call) => string.Join(' ', CallQuestions.Of(
        ServiceData.Find(api)!.Apis.First(one => one.Operations.ContainsKey(operation) && (one.Name == api || one.Service.Prefix == api)).Operations[operation],
        (JsonObject)JsonNode.Parse(call)!,
        new CallPlace("aws", "us-east-1", "111122223333")).Select(static one => one.Action));
}
