using Emulation.Access;
using Emulation.Explain;
using Emulation.Tests.Access;
using Sam;

namespace Emulation.Tests.Explain;

/// <summary>What is made up on this machine - account, API ids, generated names - is in no advice: pasted into the template it would help here and nowhere else.</summary>
public class Advice_in_the_words_of_the_template
{
    private const string Nothing = """{ Effect: Allow, Action: "s3:GetObject", Resource: "*" }""";
    private const string OnlyAuditor = """{ Sid: OnlyAuditor, Effect: Deny, Principal: "*", Action: "execute-api:Invoke", Resource: "execute-api:/v1/GET/orders", Condition: { ArnNotEquals: { "aws:PrincipalArn": !Sub "arn:aws:iam::${AWS::AccountId}:role/Auditor" } } }""";
    private const string NotOrders = """{ Sid: NotOrders, Effect: Deny, Principal: "*", Action: "execute-api:Invoke", NotResource: "arn:aws:execute-api:*:*:*/v1/GET/other" }""";
    private const string Never = """{ Sid: Never, Effect: Deny, Principal: "*", Action: "execute-api:Invoke", Resource: "execute-api:/*" }""";

    [Fact]
    public void Names_the_API_by_reference_and_the_role_with_file_and_line()
    {
        var advice = Advice(Sample.Template(Nothing), "Reader", "/orders");

        Assert.Equal("""Add to Policies of Reader (template.yaml:21): { Effect: Allow, Action: execute-api:Invoke, Resource: !Sub "arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${Api}/v1/GET/orders" }.""", Assert.Single(advice));
    }

    [Theory]
    [InlineData(OnlyAuditor, """add !Sub "arn:${AWS::Partition}:iam::${AWS::AccountId}:role/Reader" to ArnNotEquals aws:PrincipalArn [!Sub "arn:${AWS::Partition}:iam::${AWS::AccountId}:role/Auditor"].""")]
    [InlineData(NotOrders, """add !Sub "arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:*/v1/GET/orders" to NotResource.""")]
    [InlineData(Never, """leave "execute-api:/v1/GET/orders" out of its resources, or add the condition ArnNotEquals aws:PrincipalArn !Sub "arn:${AWS::Partition}:iam::${AWS::AccountId}:role/Reader".""")]
    public void Spares_the_request_from_a_deny_without_a_circle_to_the_API(string statement, string exception)
    {
        var advice = Assert.Single(Advice(Sample.Template(resourceStatement: statement), "Reader", "/orders"));

        Assert.StartsWith("Make an exception for this call in statement ", advice, StringComparison.Ordinal);
        Assert.Contains("(template.yaml:10)", advice, StringComparison.Ordinal);
        Assert.EndsWith(exception, advice, StringComparison.Ordinal);
    }

    [Fact]
    public void Refers_to_a_role_that_has_no_name_of_its_own()
    {
        var template = Sample.Template(resourceStatement: OnlyAuditor).Replace("      RoleName: Reader\n", "", StringComparison.Ordinal);
        var advice = Assert.Single(Advice(template, "Reader", "/orders"));

        Assert.Contains("add !GetAtt Reader.Arn to ArnNotEquals", advice, StringComparison.Ordinal);
    }

    [Fact]
    public void Points_at_the_function_whose_role_is_generated()
    {
        var advice = Assert.Single(Advice(Sample.Template(), "FunctionRole", "/orders"));

        Assert.StartsWith("Add a resource, since a reference in Policies of Function (template.yaml:11) would close a circle: ", advice, StringComparison.Ordinal);
    }

    /// <summary>The API needs its function, and that its role: the role's own policies cannot refer to the API.</summary>
    [Fact]
    public void Is_a_resource_of_its_own_where_a_reference_would_close_a_circle() => Assert.EndsWith(
        """: { Type: AWS::IAM::Policy, Properties: { PolicyName: FunctionRoleCalls, Roles: [!Ref FunctionRole], PolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: Allow, Action: execute-api:Invoke, Resource: !Sub "arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${Api}/v1/GET/orders" }] } } }.""",
        Assert.Single(Advice(Sample.Template(), "FunctionRole", "/orders")), StringComparison.Ordinal);

    [Fact]
    public void Is_JSON_where_the_template_is()
    {
        var advice = Advice(
            """
            { "Transform": "AWS::Serverless-2016-10-31", "Resources": {
              "Api": { "Type": "AWS::Serverless::Api", "Properties": { "StageName": "v1", "Auth": { "DefaultAuthorizer": "AWS_IAM", "InvokeRole": "NONE" } } },
              "Function": { "Type": "AWS::Serverless::Function", "Properties": { "CodeUri": ".", "Handler": "x", "Runtime": "dotnet10",
                "Events": { "Call": { "Type": "Api", "Properties": { "RestApiId": { "Ref": "Api" }, "Method": "GET", "Path": "/orders" } } } } } } }
            """,
            "FunctionRole", "/orders");

        Assert.EndsWith(""": {"Type": "AWS::IAM::Policy", "Properties": {"PolicyName": "FunctionRoleCalls", "Roles": [{"Ref": "FunctionRole"}], "PolicyDocument": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "execute-api:Invoke", "Resource": {"Fn::Sub": "arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${Api}/v1/GET/orders"}}]}}}.""", Assert.Single(advice), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_another_accounts_template_asks_for_parameters()
    {
        var stacks = WithPartner("Partner");
        var advice = Advice(stacks, "Partner@444455556666", "/orders");

        Assert.Equal(
            [
                """Add to Auth.ResourcePolicy.CustomStatements of Api (template.yaml:3): { Effect: Allow, Principal: { AWS: "arn:aws:iam::444455556666:role/Partner" }, Action: execute-api:Invoke, Resource: "execute-api:/v1/GET/orders" }.""",
                """Add to Policies of PartnerRole (partner.yaml:2): { Effect: Allow, Action: execute-api:Invoke, Resource: !Sub "arn:${AWS::Partition}:execute-api:${AWS::Region}:${MainAccountId}:${ApiId}/v1/GET/orders" }. MainAccountId and ApiId: parameters of partner.yaml, with what template.yaml has where it is deployed.""",
            ],
            advice.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("AWS::DynamoDB::Table", "Table", "!GetAtt Table.Arn")]
    [InlineData("AWS::SQS::Queue", "Queue", "!GetAtt Queue.Arn")]
    [InlineData("AWS::SNS::Topic", "Topic", "!Ref Topic")]
    [InlineData("AWS::Cognito::UserPool", "Pool", "!GetAtt Pool.Arn")]
    [InlineData("AWS::S3::Bucket", "Bucket", "!GetAtt Bucket.Arn")]
    public void Refers_to_resources_of_every_type(string type, string id, string words)
    {
        var stacks = Given.Stacks($"Resources:\n  {id}: {{ Type: \"{type}\" }}\n");
        var arn = stacks.Main.References.First(one => one.LogicalId == id && one.Attribute is "Arn" or "TopicArn").Value;

        Assert.Equal(words, new TemplateWords(stacks).Of(arn, stacks.Main).Text);
    }

    [Fact]
    public void Writes_what_is_below_a_resource_behind_its_reference()
    {
        var stacks = Given.Stacks("Resources:\n  Table: { Type: \"AWS::DynamoDB::Table\" }\n  Named: { Type: \"AWS::DynamoDB::Table\", Properties: { TableName: orders } }\n");
        var words = new TemplateWords(stacks);
        var generated = stacks.Main.Tables.Single(static table => table.LogicalId == "Table").Arn;

        Assert.Equal("!Sub \"${Table.Arn}/index/ByOwner\"", words.Of($"{generated}/index/ByOwner", stacks.Main).Text);
        Assert.Equal("!Sub \"${Named.Arn}/index/ByOwner\"", words.Of("arn:aws:dynamodb:us-east-1:111122223333:table/orders/index/ByOwner", stacks.Main).Text);
        Assert.Equal("!Ref AWS::AccountId", words.Of("111122223333", stacks.Main).Text);
        Assert.Equal("\"orders\"", words.Of("orders", stacks.Main).Text);
        Assert.Equal("\"arn:aws:iam::444455556666:role/Partner\"", words.Of("arn:aws:iam::444455556666:role/Partner", stacks.Main).Text);
        Assert.Equal("!Sub \"arn:${AWS::Partition}:s3:${AWS::Region}:${AWS::AccountId}:accesspoint/mine\"", words.Of("arn:aws:s3:us-east-1:111122223333:accesspoint/mine", stacks.Main).Text);
    }

    [Fact]
    public void Never_has_the_account_or_an_id_of_this_machine()
    {
        foreach (var statement in (string[])["", OnlyAuditor, NotOrders, Never])
        {
            var stacks = Given.Stacks(Sample.Template(Nothing, statement));
            foreach (var principal in (string[])["Reader", "FunctionRole", "any other account"])
            {
                Assert.All(Advice(stacks, principal, "/orders"), advice =>
                {
                    Assert.DoesNotContain("111122223333", advice, StringComparison.Ordinal);
                    Assert.DoesNotContain(stacks.Main.Apis[0].ApiId, advice, StringComparison.Ordinal);
                    Assert.DoesNotContain(stacks.Main.Roles.Single(static role => role.LogicalId == "FunctionRole").Name, advice, StringComparison.Ordinal);
                });
            }
        }
    }

    private static IReadOnlyList<string> Advice(string template, string principal, string path) => Advice(Given.Stacks(template), principal, path);

    private static IReadOnlyList<string> Advice(LoadedStacks stacks, string principal, string path) =>
        [.. ExplanationText.Of(RouteQuestion.Of(stacks, principal, "GET", path, null, new Dictionary<string, string>()), stacks).ToString()
            .Split('\n').Where(static line => line.StartsWith("  * ", StringComparison.Ordinal)).Select(static line => line[4..])];

    private static LoadedStacks WithPartner(string name)
    {
        var main = Given.Stacks(Sample.Template());
        var partner = TemplateLoader.Parse(
            $$"""
            Resources:
              PartnerRole:
                Type: AWS::IAM::Role
                Properties:
                  RoleName: {{name}}
                  AssumeRolePolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: "sts:AssumeRole" }] }
            """,
            "partner.yaml", new StackOptions("444455556666")).Stack!;
        return main with { All = [main.Main, partner] };
    }
}
