using Sam.Tests.Templates;

namespace Sam.Tests.Serverless;

/// <summary>What AWS runs and LocalAws does not closes the function. Its routes keep their authorizers, its role its policies: who may call it is decided all the same.</summary>
public class Functions_that_cannot_be_run
{
    [Theory]
    [InlineData("AWS::Serverless::Function", "CodeUri: 's3://bucket/key', Handler: h, Runtime: nodejs22.x", "CodeUri")]
    [InlineData("AWS::Serverless::Function", "CodeUri: {Bucket: b, Key: k}, Handler: h, Runtime: nodejs22.x", "CodeUri")]
    [InlineData("AWS::Serverless::Function", "InlineCode: !GetAtt Thing.Value, Handler: index.h, Runtime: nodejs22.x", "InlineCode")]
    [InlineData("AWS::Serverless::Function", "PackageType: Image, ImageUri: 'x.dkr.ecr.us-east-1.amazonaws.com/y', ImageConfig: {Command: [c]}", "PackageType")]
    [InlineData("AWS::Serverless::Function", "PackageType: Image", "PackageType")]
    [InlineData("AWS::Serverless::Function", "CodeUri: code, Handler: h, Runtime: !GetAtt Thing.Value", "Runtime")]
    [InlineData("AWS::Serverless::Function", "CodeUri: code, Handler: h, Runtime: nodejs22.x, Role: !GetAtt Thing.Value", "Role")]
    [InlineData("AWS::Lambda::Function", "Code: {ZipFile: !GetAtt Thing.Value}, Handler: index.h, Runtime: nodejs22.x, Role: !GetAtt Role.Arn", "Code.ZipFile")]
    [InlineData("AWS::Lambda::Function", "Code: {S3Bucket: b, S3Key: k}, Handler: h, Runtime: nodejs22.x, Role: !GetAtt Role.Arn", "Code")]
    [InlineData("AWS::Lambda::Function", "Code: {ImageUri: i}, PackageType: Image, Role: !GetAtt Role.Arn", "PackageType")]
    [InlineData("AWS::Lambda::Function", "Code: code, Handler: h, Runtime: nodejs22.x, Role: 'arn:aws:iam::111122223333:role/elsewhere'", "Role")]
    public void Are_closed_with_the_property_that_says_why(string type, string properties, string property)
    {
        var function = Assert.Single(Given.Stack(Template(type, properties)).Functions);

        Assert.Equal(("Function", property), (function.Closed?.Resource, function.Closed?.Property));
        Assert.NotEqual("", function.Closed?.Remedy);
    }

    [Theory]
    [InlineData("AWS::Serverless::Function", "CodeUri: code, Runtime: nodejs22.x", "The function has no Handler.")]
    [InlineData("AWS::Serverless::Function", "CodeUri: {Bucket: b}, Handler: h, Runtime: nodejs22.x", "'CodeUri' requires Bucket and Key properties to be specified.")]
    [InlineData("AWS::Serverless::Function", "InlineCode: 'class H {}', Handler: H, Runtime: java21", "CloudFormation takes code in the template for Node.js and Python, and the Runtime is 'java21'.")]
    [InlineData("AWS::Lambda::Function", "Code: {ZipFile: 'def h'}, Handler: index.h, Runtime: ruby3.3, Role: !GetAtt Role.Arn", "and the Runtime is 'ruby3.3'.")]
    [InlineData("AWS::Serverless::Function", "PackageType: Image, Handler: h", "Runtime, Handler, Layers cannot be present when PackageType is of type `Image`")]
    [InlineData("AWS::Serverless::Function", "PackageType: Imgae", "invalid 'PackageType' : Imgae")]
    [InlineData("AWS::Serverless::Function", "CodeUri: c, Handler: h, Runtime: r, ImageConfig: {Command: [c]}", "ImageUri or ImageConfig cannot be present when PackageType is of type `Zip`")]
    [InlineData("AWS::Serverless::Function", "CodeUri: c, Handler: h, Runtime: r, AutoPublishAlias: '7'", "AutoPublishAlias name ('7') must contain only alphanumeric characters")]
    [InlineData("AWS::Serverless::Function", "CodeUri: c, Handler: h, Runtime: r, Role: reader", "'reader' is not the ARN of a role.")]
    [InlineData("AWS::Serverless::Function", "CodeUri: c, Handler: h, Runtime: r, DeadLetterQueue: {Type: S3, TargetArn: x}", "'DeadLetterQueue' requires Type of ['SQS', 'SNS']")]
    [InlineData("AWS::Serverless::Function", "CodeUri: c, Handler: h, Runtime: r, Events: {E: {Type: SQSS, Properties: {Queue: q}}}", "LocalAws knows no events of type 'SQSS'.")]
    [InlineData("AWS::Serverless::Function", "CodeUri: c, Handler: h, Runtime: r, Events: {E: {Type: SQS, Propertis: {Queue: q}}}", "'Propertis' is not a property of an event.")]
    [InlineData("AWS::Lambda::Function", "Code: code, Handler: h, Runtime: nodejs22.x", "The function has no Role.")]
    [InlineData("AWS::Lambda::Function", "Code: {}, Handler: h, Runtime: nodejs22.x, Role: !GetAtt Role.Arn", "This is no code that Lambda could run.")]
    public void Are_errors_where_aws_refuses_them_too(string type, string properties, string message) =>
        Assert.Contains(Given.Errors(Template(type, properties)), error => error.Contains(message, StringComparison.Ordinal));

    [Fact]
    public void Keep_their_routes_authorizers_and_roles()
    {
        var stack = Given.Stack(Template(
            "AWS::Serverless::Function",
            "PackageType: Image, Policies: [AmazonS3ReadOnlyAccess], Events: {Get: {Type: HttpApi, Properties: {Path: /, Method: get}}}"));

        Assert.IsType<NoAuthorizer>(Assert.Single(Assert.Single(stack.HttpApis).Routes).Authorizer);
        Assert.Contains(stack.Roles.Single(static role => role.LogicalId == "FunctionRole").Policies, static policy => policy.Origin.Name == "AmazonS3ReadOnlyAccess");
    }

    [Theory]
    [InlineData("Handler: h, Runtime: nodejs22.x")]
    [InlineData("CodeUri: '', Handler: h, Runtime: dotnet10")]
    public void Are_not_those_whose_code_is_beside_the_template(string properties) =>
        Assert.Equal((null, Path.GetFullPath(".")), Given.Stack(Template("AWS::Serverless::Function", properties)).Functions.Select(static one => (one.Closed, one.CodeUri)).Single());

    [Fact]
    public void Are_not_closed_by_an_event_that_is_too_young()
    {
        var stack = Given.Stack(Template("AWS::Serverless::Function", "Handler: h, Runtime: nodejs22.x, Events: {E: {Type: QuantumEntanglement, Properties: {}}}"));

        Assert.Equal("Events.E.Type", Assert.Single(stack.Closures).Property);
        Assert.Null(stack.Functions[0].Closed);
    }

    private static string Template(string type, string properties) =>
        $$"""
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Function: {Type: {{type}}, Properties: { {{properties}} } }
          Thing: {Type: 'Custom::Thing'}
          Role:
            Type: AWS::IAM::Role
            Properties:
              AssumeRolePolicyDocument: {Version: '2012-10-17', Statement: [{Effect: Allow, Action: 'sts:AssumeRole', Principal: {Service: lambda.amazonaws.com} }] }
        """;
}
