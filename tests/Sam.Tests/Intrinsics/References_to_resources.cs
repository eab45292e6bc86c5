using System.Text.RegularExpressions;
using Sam.Tests.Templates;

namespace Sam.Tests.Intrinsics;

/// <summary>What Ref and Fn::GetAtt give, by the section "Return values" of each type's page in the CloudFormation User Guide.</summary>
public class References_to_resources
{
    [Theory]
    [InlineData("AWS::SQS::Queue", "QueueName: work", "!Ref X", "https://sqs.us-east-1.amazonaws.com/111122223333/work")]
    [InlineData("AWS::SQS::Queue", "QueueName: work", "!GetAtt X.Arn", "arn:aws:sqs:us-east-1:111122223333:work")]
    [InlineData("AWS::SQS::Queue", "QueueName: work, VisibilityTimeout: 30", "!GetAtt X.VisibilityTimeout", "30")]
    [InlineData("AWS::SNS::Topic", "TopicName: news", "!Ref X", "arn:aws:sns:us-east-1:111122223333:news")]
    [InlineData("AWS::SNS::Topic", "TopicName: news", "!GetAtt X.TopicArn", "arn:aws:sns:us-east-1:111122223333:news")]
    [InlineData("AWS::SNS::Subscription", "Protocol: sqs, TopicArn: 'arn:aws:sns:us-east-1:111122223333:news'", "!Ref X", "arn:aws:sns:us-east-1:111122223333:news:{uuid}")]
    [InlineData("AWS::S3::Bucket", "BucketName: photos", "!Ref X", "photos")]
    [InlineData("AWS::S3::Bucket", "BucketName: photos", "!GetAtt X.Arn", "arn:aws:s3:::photos")]
    [InlineData("AWS::S3::Bucket", "BucketName: photos", "!GetAtt X.WebsiteURL", "http://photos.s3-website-us-east-1.amazonaws.com")]
    [InlineData("AWS::S3::AccessPoint", "Name: door, Bucket: b", "!GetAtt X.Arn", "arn:aws:s3:us-east-1:111122223333:accesspoint/door")]
    [InlineData("AWS::S3::AccessPoint", "Name: door, Bucket: photos", "!GetAtt X.Bucket", "photos")]
    [InlineData("AWS::Events::Rule", "Name: nightly", "!Ref X", "nightly")]
    [InlineData("AWS::Events::Rule", "Name: nightly", "!GetAtt X.Arn", "arn:aws:events:us-east-1:111122223333:rule/nightly")]
    [InlineData("AWS::Events::Rule", "Name: nightly, EventBusName: default", "!GetAtt X.Arn", "arn:aws:events:us-east-1:111122223333:rule/nightly")]
    [InlineData("AWS::Events::Rule", "Name: nightly, EventBusName: orders", "!Ref X", "orders|nightly")]
    [InlineData("AWS::Events::Rule", "Name: nightly, EventBusName: 'arn:aws:events:us-east-1:111122223333:event-bus/orders'", "!GetAtt X.Arn", "arn:aws:events:us-east-1:111122223333:rule/orders/nightly")]
    [InlineData("AWS::Events::EventBus", "Name: orders", "!GetAtt X.Arn", "arn:aws:events:us-east-1:111122223333:event-bus/orders")]
    [InlineData("AWS::StepFunctions::StateMachine", "StateMachineName: flow", "!Ref X", "arn:aws:states:us-east-1:111122223333:stateMachine:flow")]
    [InlineData("AWS::StepFunctions::StateMachine", "StateMachineName: flow", "!GetAtt X.Name", "flow")]
    [InlineData("AWS::Serverless::StateMachine", "Name: flow, DefinitionUri: x", "!GetAtt X.Arn", "arn:aws:states:us-east-1:111122223333:stateMachine:flow")]
    [InlineData("AWS::Serverless::LayerVersion", "ContentUri: x", "!Ref X", "arn:aws:lambda:us-east-1:111122223333:layer:X:1")]
    [InlineData("AWS::Serverless::LayerVersion", "LayerName: tools, ContentUri: x", "!Ref X", "arn:aws:lambda:us-east-1:111122223333:layer:tools:1")]
    [InlineData("AWS::Serverless::GraphQLApi", "Name: graph", "!GetAtt X.GraphQLUrl", "https://{lower}.appsync-api.us-east-1.amazonaws.com/graphql")]
    [InlineData("AWS::Serverless::Application", "Location: 'https://s3.amazonaws.com/b/t.yaml'", "!Ref X", "arn:aws:cloudformation:us-east-1:111122223333:stack/microservices-X-{upper}/{uuid}")]
    [InlineData("AWS::KMS::Key", "Description: x", "!Ref X", "{uuid}")]
    [InlineData("AWS::KMS::Key", "Description: x", "!GetAtt X.Arn", "arn:aws:kms:us-east-1:111122223333:key/{uuid}")]
    [InlineData("AWS::KMS::Alias", "AliasName: alias/app, TargetKeyId: x", "!Ref X", "alias/app")]
    [InlineData("AWS::SecretsManager::Secret", "Name: db", "!Ref X", "arn:aws:secretsmanager:us-east-1:111122223333:secret:db-{mixed6}")]
    [InlineData("AWS::SSM::Parameter", "Name: /app/url, Type: String, Value: 'https://x'", "!Ref X", "/app/url")]
    [InlineData("AWS::SSM::Parameter", "Name: /app/url, Type: String, Value: !Sub 'https://${AWS::Region}'", "!GetAtt X.Value", "https://us-east-1")]
    [InlineData("AWS::SSM::Parameter", "Name: /app/url, Type: String, Value: x", "!GetAtt X.Type", "String")]
    [InlineData("AWS::Logs::LogGroup", "LogGroupName: /aws/x", "!GetAtt X.Arn", "arn:aws:logs:us-east-1:111122223333:log-group:/aws/x:*")]
    [InlineData("AWS::Kinesis::Stream", "Name: clicks", "!GetAtt X.Arn", "arn:aws:kinesis:us-east-1:111122223333:stream/clicks")]
    [InlineData("AWS::KinesisFirehose::DeliveryStream", "DeliveryStreamName: hose", "!GetAtt X.Arn", "arn:aws:firehose:us-east-1:111122223333:deliverystream/hose")]
    [InlineData("AWS::ECR::Repository", "RepositoryName: app", "!GetAtt X.RepositoryUri", "111122223333.dkr.ecr.us-east-1.amazonaws.com/app")]
    [InlineData("AWS::ECS::Cluster", "ClusterName: main", "!GetAtt X.Arn", "arn:aws:ecs:us-east-1:111122223333:cluster/main")]
    [InlineData("AWS::ECS::Service", "ServiceName: web, Cluster: main", "!Ref X", "arn:aws:ecs:us-east-1:111122223333:service/main/web")]
    [InlineData("AWS::ECS::Service", "ServiceName: web, Cluster: 'arn:aws:ecs:us-east-1:111122223333:cluster/main'", "!Ref X", "arn:aws:ecs:us-east-1:111122223333:service/main/web")]
    [InlineData("AWS::ECS::TaskDefinition", "Family: web", "!Ref X", "arn:aws:ecs:us-east-1:111122223333:task-definition/web:1")]
    [InlineData("AWS::EC2::VPC", "CidrBlock: 10.0.0.0/16", "!Ref X", "vpc-{hex17}")]
    [InlineData("AWS::EC2::VPC", "CidrBlock: 10.0.0.0/16", "!GetAtt X.CidrBlock", "10.0.0.0/16")]
    [InlineData("AWS::EC2::VPC", "CidrBlock: 10.0.0.0/16", "!GetAtt X.DefaultSecurityGroup", "sg-{hex17}")]
    [InlineData("AWS::EC2::Subnet", "VpcId: x", "!Ref X", "subnet-{hex17}")]
    [InlineData("AWS::EC2::SecurityGroup", "GroupDescription: x", "!GetAtt X.GroupId", "sg-{hex17}")]
    [InlineData("AWS::EC2::VPCEndpoint", "ServiceName: x", "!Ref X", "vpce-{hex17}")]
    [InlineData("AWS::EC2::Instance", "ImageId: ami-1", "!GetAtt X.ImageId", "ami-1")]
    [InlineData("AWS::CloudFront::Distribution", "DistributionConfig: {}", "!GetAtt X.DomainName", "d{lower}.cloudfront.net")]
    [InlineData("AWS::CloudWatch::Alarm", "AlarmName: hot", "!GetAtt X.Arn", "arn:aws:cloudwatch:us-east-1:111122223333:alarm:hot")]
    [InlineData("AWS::Lambda::Version", "FunctionName: worker", "!Ref X", "arn:aws:lambda:us-east-1:111122223333:function:worker:1")]
    [InlineData("AWS::Lambda::Version", "FunctionName: 'arn:aws:lambda:us-east-1:111122223333:function:worker'", "!Ref X", "arn:aws:lambda:us-east-1:111122223333:function:worker:1")]
    [InlineData("AWS::Lambda::LayerVersion", "LayerName: tools", "!Ref X", "arn:aws:lambda:us-east-1:111122223333:layer:tools:1")]
    [InlineData("AWS::Lambda::EventSourceMapping", "FunctionName: worker", "!Ref X", "{uuid}")]
    [InlineData("AWS::IAM::InstanceProfile", "InstanceProfileName: web, Path: /app/, Roles: []", "!GetAtt X.Arn", "arn:aws:iam::111122223333:instance-profile/app/web")]
    [InlineData("AWS::AppSync::GraphQLApi", "Name: graph, AuthenticationType: API_KEY", "!GetAtt X.Arn", "arn:aws:appsync:us-east-1:111122223333:apis/{lower}")]
    [InlineData("AWS::OpenSearchService::Domain", "DomainName: find", "!GetAtt X.Arn", "arn:aws:es:us-east-1:111122223333:domain/find")]
    [InlineData("AWS::RDS::DBInstance", "DBInstanceIdentifier: db", "!GetAtt X.Endpoint.Address", "db.{lower}.us-east-1.rds.amazonaws.com")]
    [InlineData("AWS::CodeBuild::Project", "Name: build", "!GetAtt X.Arn", "arn:aws:codebuild:us-east-1:111122223333:project/build")]
    [InlineData("AWS::Scheduler::Schedule", "Name: hourly", "!GetAtt X.Arn", "arn:aws:scheduler:us-east-1:111122223333:schedule/default/hourly")]
    [InlineData("AWS::WAFv2::WebACL", "Name: acl, Scope: REGIONAL", "!Ref X", "acl|{uuid}|REGIONAL")]
    [InlineData("AWS::CloudFormation::Stack", "TemplateURL: 'https://s3.amazonaws.com/b/t.yaml'", "!Ref X", "arn:aws:cloudformation:us-east-1:111122223333:stack/microservices-X-{upper}/{uuid}")]
    [InlineData("AWS::DynamoDB::GlobalTable", "TableName: orders", "!GetAtt X.Arn", "arn:aws:dynamodb:us-east-1:111122223333:table/orders")]
    [InlineData("AWS::ApiGateway::UsagePlan", "UsagePlanName: basic", "!Ref X", "{lower}")]
    [InlineData("AWS::CloudFormation::WaitConditionHandle", "{}", "!Ref X", "https://cloudformation-waitcondition-us-east-1.s3.amazonaws.com/X")]
    public void Have_the_form_that_aws_documents(string type, string properties, string expression, string form)
    {
        var pattern = Regex.Escape(form).Replace(@"\{uuid}", "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", StringComparison.Ordinal)
            .Replace(@"\{hex17}", "[0-9a-f]{17}", StringComparison.Ordinal).Replace(@"\{mixed6}", "[0-9A-Za-z]{6}", StringComparison.Ordinal)
            .Replace(@"\{lower}", "[0-9a-z]+", StringComparison.Ordinal).Replace(@"\{upper}", "[0-9A-Z]+", StringComparison.Ordinal);

        Assert.Matches($"^{pattern}$", Output(type, properties, expression));
    }

    [Theory]
    [InlineData("AWS::SQS::Queue", "^https://sqs.us-east-1.amazonaws.com/111122223333/microservices-X-[A-Za-z0-9]{12}$")]
    [InlineData("AWS::S3::Bucket", "^microservices-x-[a-z0-9]{12}$")]
    [InlineData("AWS::StepFunctions::StateMachine", "^arn:aws:states:us-east-1:111122223333:stateMachine:microservices-X-[A-Za-z0-9]{12}$")]
    [InlineData("AWS::ECR::Repository", "^microservices-x-[a-z0-9]{12}$")]
    [InlineData("AWS::Glue::Workflow", "^microservices-X-[A-Z0-9]{12}$")]
    public void Have_a_generated_name_where_the_template_gives_none(string type, string pattern) => Assert.Matches(pattern, Output(type, "{}", "!Ref X"));

    [Theory]
    [InlineData("AWS::Cassandra::Keyspace", "KeyspaceName: k", "!Ref X")]
    [InlineData("AWS::DataSync::LocationS3", "S3BucketArn: x", "!Ref X")]
    [InlineData("AWS::AppRunner::VpcConnector", "Subnets: []", "!GetAtt X.VpcConnectorArn")]
    [InlineData("AWS::RDS::DBCluster", "Engine: x", "!GetAtt X.StorageThroughput")]
    public void Have_a_stable_text_where_nobody_documents_one(string type, string properties, string expression) =>
        Assert.Equal(Output(type, properties, expression), Output(type, $"{properties}, Tags: []", expression));

    [Theory]
    [InlineData("AWS::SQS::Queue", "Ran", "AWS::SQS::Queue has no attribute 'Ran'. Did you mean 'Arn'?")]
    [InlineData("AWS::EC2::VPC", "Arn", "AWS::EC2::VPC has no attribute 'Arn'. Use DefaultNetworkAcl, DefaultSecurityGroup, VpcId, or Ref.")]
    [InlineData("AWS::SNS::Topic", "Arn", "AWS::SNS::Topic has no attribute 'Arn'. Use TopicArn, TopicName, or Ref.")]
    public void Are_errors_for_an_attribute_that_the_type_does_not_have(string type, string attribute, string expected) => Assert.Contains(
        Given.Errors($"Resources:\n  X: {{Type: {type}}}\nOutputs:\n  Result: {{Value: !GetAtt X.{attribute}}}"), error => error.EndsWith(expected, StringComparison.Ordinal));

    /// <summary>What a custom resource answers is its own secret: what depends on it is closed.</summary>
    [Theory]
    [InlineData("Custom::Thing", "!GetAtt X.RoleArn")]
    [InlineData("Custom::Thing", "!Ref X")]
    [InlineData("AWS::CloudFormation::CustomResource", "!GetAtt X.Role.Arn")]
    [InlineData("MongoDB::Atlas::Cluster", "!GetAtt X.Role")]
    [InlineData("My::Own::Thing::MODULE", "!GetAtt X.Role")]
    public void Are_unknown_where_only_the_resource_knows(string type, string expression)
    {
        var stack = Given.Stack($"{Given.Function($"Timeout: {expression}")}\n  X: {{Type: '{type}'}}");

        Assert.Contains("is known only where it is deployed.", Assert.Single(stack.Functions).Closed!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Do_not_go_round_in_circles() => Assert.Contains(
        Given.Errors(
            """
            Resources:
              A: {Type: AWS::SSM::Parameter, Properties: {Type: String, Value: !GetAtt B.Value}}
              B: {Type: AWS::SSM::Parameter, Properties: {Type: String, Value: !GetAtt A.Value}}
            """),
        static error => error.Contains("Circular dependency", StringComparison.Ordinal));

    /// <summary>Data sources and resolvers of a GraphQL API become resources of their own.</summary>
    [Theory]
    [InlineData("DataSources: {Lambda: {Me: {FunctionArn: !GetAtt Function.Arn}}}", false)]
    [InlineData("OwnerContact: !GetAtt Function.Arn", true)]
    public void Go_round_in_a_circle_only_where_the_transform_leaves_them_together(string property, bool isCircle)
    {
        var result = TemplateLoader.Parse(
            $"{Given.Function("Environment: {Variables: {URL: !GetAtt X.GraphQLUrl}}")}\n  X: {{Type: AWS::Serverless::GraphQLApi, Properties: {{Name: graph, {property}}}}}", "template.yaml", new StackOptions());

        Assert.Equal(isCircle, result.Errors.Any(static error => error.Message.StartsWith("Circular dependency", StringComparison.Ordinal)));
    }

    /// <summary>The alias names the hooks of a deployment, the stage the variables, and the mapping the domain's name: the function and the API come first.</summary>
    [Theory]
    [InlineData("AWS::Serverless::Function", "AutoPublishAlias: live, DeploymentPreference: {Type: AllAtOnce, Hooks: {PreTraffic: !Ref Hook}}", false)]
    [InlineData("AWS::Serverless::Function", "EventInvokeConfig: {DestinationConfig: {OnSuccess: {Type: Lambda, Destination: !GetAtt Hook.Arn}}}", true)]
    [InlineData("AWS::Serverless::Function", "Environment: {Variables: {HOOK: !Ref Hook}}", true)]
    [InlineData("AWS::Serverless::Api", "Variables: {Hook: !Ref Hook}", false)]
    [InlineData("AWS::Serverless::Api", "Description: !Ref Hook", true)]
    [InlineData("AWS::Serverless::HttpApi", "StageVariables: {Hook: !Ref Hook}", false)]
    [InlineData("AWS::Serverless::HttpApi", "Description: !Ref Hook", true)]
    public void Count_for_what_the_transform_makes_of_a_property(string type, string properties, bool isCircle)
    {
        var of = type == "AWS::Serverless::Function" ? "CodeUri: code, Handler: h, Runtime: dotnet10, " : type == "AWS::Serverless::Api" ? "StageName: v1, " : "";
        var result = TemplateLoader.Parse(
            $$"""
            Transform: AWS::Serverless-2016-10-31
            Resources:
              Main: {Type: '{{type}}', Properties: { {{of}}{{properties}} } }
              Hook: {Type: AWS::Serverless::Function, Properties: {CodeUri: code, Handler: h, Runtime: dotnet10, Environment: {Variables: {MAIN: !Ref Main} } } }
            """, "template.yaml", new StackOptions());

        Assert.Equal(isCircle, result.Errors.Any(static error => error.Message.StartsWith("Circular dependency", StringComparison.Ordinal)));
        Assert.Equal(isCircle, result.Stack is null);
    }

    /// <summary>The version and the alias that the transform publishes are resources of their own, in each way to write it.</summary>
    [Theory]
    [InlineData("!GetAtt Function.Version.FunctionArn", "arn:aws:lambda:us-east-1:111122223333:function:worker:1")]
    [InlineData("{'Fn::GetAtt': [Function.Version, FunctionArn]}", "arn:aws:lambda:us-east-1:111122223333:function:worker:1")]
    [InlineData("!Sub '${Function.Version.Version}'", "1")]
    public void Reach_what_the_transform_publishes(string expression, string expected) => Assert.Equal(
        expected,
        Assert.Single(Given.Stack($"{Given.Function("FunctionName: worker", "AutoPublishAlias: live")}Outputs: {{Out: {{Value: {expression}}}}}\n").Outputs).Value);

    [Fact]
    public void Miss_a_version_that_nobody_publishes() => Assert.Contains(
        Given.Errors($"{Given.Function("FunctionName: worker")}Outputs: {{Out: {{Value: !GetAtt Function.Version.FunctionArn}}}}\n"),
        static error => error.Contains("has no attribute 'Version.FunctionArn'", StringComparison.Ordinal));

    /// <summary>A name of a resource that is not served here decides as it would where it is.</summary>
    [Fact]
    public void Are_what_a_policy_names()
    {
        var role = Assert.Single(Given.Stack(
            $$"""
            {{Given.Function("Policies: [{Version: '2012-10-17', Statement: [{Effect: Allow, Action: 'states:StartExecution', Resource: !Ref Flow}]}]")}}
              Flow: {Type: AWS::StepFunctions::StateMachine, Properties: {StateMachineName: flow} }
            """).Roles);

        Assert.Contains(role.Policies, static policy => policy.Json.Contains("\"arn:aws:states:us-east-1:111122223333:stateMachine:flow\"", StringComparison.Ordinal));
    }

    private static string Output(string type, string properties, string expression) => Assert.Single(Given.Stack(
        $"""
        Transform: AWS::Serverless-2016-10-31
        Resources:
          X:
            Type: {type}
            Properties: {(properties == "{}" ? "{}" : $"{{{properties}}}")}
        Outputs:
          Result: {"{"}Value: {expression}{"}"}
        """).Outputs).Value;
}
