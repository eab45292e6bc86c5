namespace Emulation.Tests.ServiceReference;

/// <summary>How names and ids in a call become ARNs: with slashes, in the spelling of their service, with revisions, and where none is said.</summary>
public class Names_that_a_call_has
{
    private const string Task = "0123456789abcdef0123456789abcdef";

    /// <summary>A server takes the last part of such a name: what the call is about is then not known, by name or by ARN.</summary>
    [Theory]
    [InlineData("ecs", "DeleteCluster", """{"cluster":"mine/theirs"}""", "ecs:DeleteCluster arn:aws:ecs:us-east-1:111122223333:cluster/{ClusterName+}")]
    [InlineData("ecs", "DeleteCluster", """{"cluster":"arn:aws:ecs:us-east-1:111122223333:cluster/mine/theirs"}""", "ecs:DeleteCluster arn:aws:ecs:us-east-1:111122223333:cluster/{ClusterName+} arn:aws:ecs:us-east-1:111122223333:{resource+}")]
    [InlineData("ecs", "UpdateService", """{"cluster":"arn:aws:ecs:us-east-1:111122223333:cluster/mine/theirs","service":"s"}""", "ecs:UpdateService arn:aws:ecs:us-east-1:111122223333:service/{ClusterName+}/s arn:aws:ecs:us-east-1:111122223333:{resource+}")]
    [InlineData("events", "DescribeEventBus", """{"Name":"mine/theirs"}""", "events:DescribeEventBus arn:aws:events:us-east-1:111122223333:event-bus/{EventBusName+}")]
    public void Takes_no_name_with_a_slash_where_a_service_has_none(string api, string operation, string call, string asked) =>
        Assert.Equal(asked, First(api, operation, call));

    [Theory]
    [InlineData("events", "DescribeEventBus", """{"Name":"aws.partner/shop/1"}""", "events:DescribeEventBus arn:aws:events:us-east-1:111122223333:event-bus/aws.partner/shop/1")]
    [InlineData("autoscaling", "DeleteAutoScalingGroup", """{"AutoScalingGroupName":"a/b"}""", "autoscaling:DeleteAutoScalingGroup arn:aws:autoscaling:us-east-1:111122223333:autoScalingGroup:{GroupId+}:autoScalingGroupName/a/b")]
    [InlineData("ecr", "PutImage", """{"repositoryName":"team/app"}""", "ecr:PutImage arn:aws:ecr:us-east-1:111122223333:repository/team/app")]
    public void Takes_one_where_names_have_slashes(string api, string operation, string call, string asked) => Assert.Equal(asked, First(api, operation, call));

    /// <summary>A database that is called PROD is prod: a policy is about the name that it is kept under.</summary>
    [Theory]
    [InlineData("rds", "DeleteDBInstance", """{"DBInstanceIdentifier":"PROD"}""", "rds:DeleteDBInstance arn:aws:rds:us-east-1:111122223333:db:prod")]
    [InlineData("rds", "DeleteDBInstance", """{"DBInstanceIdentifier":"arn:aws:rds:us-east-1:111122223333:db:PROD"}""", "rds:DeleteDBInstance arn:aws:rds:us-east-1:111122223333:db:prod")]
    [InlineData("redshift", "DeleteCluster", """{"ClusterIdentifier":"PROD"}""", "redshift:DeleteCluster arn:aws:redshift:us-east-1:111122223333:cluster:prod")]
    [InlineData("elasticache", "DeleteCacheCluster", """{"CacheClusterId":"PROD"}""", "elasticache:DeleteCacheCluster arn:aws:elasticache:us-east-1:111122223333:cluster:prod")]
    [InlineData("glue", "GetUserDefinedFunction", """{"DatabaseName":"PROD","FunctionName":"F"}""", "glue:GetUserDefinedFunction arn:aws:glue:us-east-1:111122223333:database/prod arn:aws:glue:us-east-1:111122223333:catalog arn:aws:glue:us-east-1:111122223333:userDefinedFunction/prod/{UserDefinedFunctionName+}")]
    [InlineData("ecs", "DeleteCluster", """{"cluster":"PROD"}""", "ecs:DeleteCluster arn:aws:ecs:us-east-1:111122223333:cluster/PROD")]
    public void Writes_a_name_as_its_service_keeps_it(string api, string operation, string call, string asked) => Assert.Equal(asked, First(api, operation, call));

    /// <summary>A task's ARN says a cluster too. Where the call says another beside it, the server may take that one.</summary>
    [Theory]
    [InlineData("""{"task":"arn:aws:ecs:us-east-1:111122223333:task/mine/TASK"}""", "task/mine/TASK task/default/TASK")]
    [InlineData("""{"cluster":"mine","task":"arn:aws:ecs:us-east-1:111122223333:task/mine/TASK"}""", "task/mine/TASK")]
    [InlineData("""{"cluster":"arn:aws:ecs:us-east-1:111122223333:cluster/mine","task":"arn:aws:ecs:us-east-1:111122223333:task/mine/TASK"}""", "task/mine/TASK")]
    [InlineData("""{"cluster":"theirs","task":"arn:aws:ecs:us-east-1:111122223333:task/mine/TASK"}""", "task/mine/TASK task/theirs/TASK")]
    [InlineData("""{"cluster":"theirs","task":"TASK"}""", "task/theirs/TASK")]
    [InlineData("""{"task":"TASK"}""", "task/default/TASK")]
    public void Asks_of_what_is_said_beside_an_ARN(string call, string tasks) => Assert.Equal(
        $"ecs:StopTask {string.Join(' ', tasks.Split(' ').Select(static task => $"arn:aws:ecs:us-east-1:111122223333:{task}"))}",
        First("ecs", "StopTask", call.Replace("TASK", Task, StringComparison.Ordinal)).Replace(Task, "TASK", StringComparison.Ordinal));

    /// <summary>Of a name with a revision that revision, of one without any, or, where that is another type, the name alone.</summary>
    [Theory]
    [InlineData("ecs", "RegisterTaskDefinition", """{"family":"pack"}""", "ecs:RegisterTaskDefinition arn:aws:ecs:us-east-1:111122223333:task-definition/pack:{TaskDefinitionRevisionNumber+}")]
    [InlineData("ecs", "RunTask", """{"taskDefinition":"pack"}""", "ecs:RunTask arn:aws:ecs:us-east-1:111122223333:task-definition/pack:{TaskDefinitionRevisionNumber+}")]
    [InlineData("ecs", "RunTask", """{"taskDefinition":"pack:3"}""", "ecs:RunTask arn:aws:ecs:us-east-1:111122223333:task-definition/pack:3")]
    [InlineData("ecs", "RunTask", """{"taskDefinition":"arn:aws:ecs:us-east-1:111122223333:task-definition/pack:3"}""", "ecs:RunTask arn:aws:ecs:us-east-1:111122223333:task-definition/pack:3")]
    [InlineData("ecs", "RunTask", """{"taskDefinition":"pack:latest"}""", "ecs:RunTask arn:aws:ecs:us-east-1:111122223333:task-definition/{TaskDefinitionFamilyName+}:{TaskDefinitionRevisionNumber+}")]
    [InlineData("batch", "SubmitJob", """{"jobName":"j","jobDefinition":"pack","jobQueue":"fast"}""", "batch:SubmitJob arn:aws:batch:us-east-1:111122223333:job-queue/fast arn:aws:batch:us-east-1:111122223333:job-definition/pack")]
    [InlineData("batch", "SubmitJob", """{"jobName":"j","jobDefinition":"pack:3","jobQueue":"fast"}""", "batch:SubmitJob arn:aws:batch:us-east-1:111122223333:job-queue/fast arn:aws:batch:us-east-1:111122223333:job-definition/pack:3")]
    [InlineData("batch", "SubmitJob", """{"jobName":"j","jobDefinition":"arn:aws:batch:us-east-1:111122223333:job-definition/pack:3","jobQueue":"fast"}""", "batch:SubmitJob arn:aws:batch:us-east-1:111122223333:job-queue/fast arn:aws:batch:us-east-1:111122223333:job-definition/pack:3")]
    [InlineData("batch", "SubmitJob", """{"jobName":"j","jobDefinition":"arn:aws:batch:us-east-1:111122223333:job-definition/pack","jobQueue":"arn:aws:batch:us-east-1:111122223333:job-queue/fast"}""", "batch:SubmitJob arn:aws:batch:us-east-1:111122223333:job-queue/fast arn:aws:batch:us-east-1:111122223333:job-definition/pack")]
    [InlineData("batch", "DeregisterJobDefinition", """{"jobDefinition":"pack:3"}""", "batch:DeregisterJobDefinition arn:aws:batch:us-east-1:111122223333:job-definition/pack:3")]
    public void Takes_a_revision_with_a_name(string api, string operation, string call, string asked) => Assert.Equal(asked, First(api, operation, call));

    [Theory]
    [InlineData("athena", "StartQueryExecution", """{"QueryString":"select 1"}""", "athena:StartQueryExecution arn:aws:athena:us-east-1:111122223333:workgroup/primary")]
    [InlineData("scheduler", "GetSchedule", """{"Name":"s"}""", "scheduler:GetSchedule arn:aws:scheduler:us-east-1:111122223333:schedule/default/s")]
    public void Takes_the_name_that_a_service_takes_where_none_is_said(string api, string operation, string call, string asked) => Assert.Equal(asked, First(api, operation, call));

    /// <summary>An id says what it is of.</summary>
    [Theory]
    [InlineData("ec2", "CreateTags", """{"ResourceId":["i-0a","vol-0b"],"Tag":[{"Key":"a","Value":"b"}]}""", "ec2:CreateTags arn:aws:ec2:us-east-1:111122223333:instance/i-0a arn:aws:ec2:us-east-1:111122223333:volume/vol-0b")]
    [InlineData("ec2", "CreateTags", """{"ResourceId":["i-0a","odd"],"Tag":[{"Key":"a","Value":"b"}]}""", "ec2:CreateTags arn:aws:ec2:us-east-1:111122223333:instance/i-0a arn:aws:ec2:{resource+}")]
    [InlineData("efs", "TagResource", """{"ResourceId":"fs-0a","Tags":[{"Key":"a","Value":"b"}]}""", "elasticfilesystem:TagResource arn:aws:elasticfilesystem:us-east-1:111122223333:file-system/fs-0a")]
    [InlineData("glue", "GetTable", """{"DatabaseName":"d","Name":"t"}""", "glue:GetTable arn:aws:glue:us-east-1:111122223333:database/d arn:aws:glue:us-east-1:111122223333:catalog arn:aws:glue:us-east-1:111122223333:table/d/t")]
    public void Reads_what_usual_calls_name(string api, string operation, string call, string asked)
    {
        Assert.Equal(asked, First(api, operation, call));
        Assert.DoesNotContain("athena:", What_a_call_asks.Asked(api, operation, call), StringComparison.Ordinal);
    }

    /// <summary>The operation's own action with all that it is asked on.</summary>
    private static string First(string api, string operation, string call) =>
        What_a_call_asks.Questions(api, operation, call)[0] is var first ? $"{first.Action} {string.Join(' ', first.Resources.Select(static resource => resource.Text))}" : "";
}
