using Emulation.LeastPrivilege;

namespace Emulation.Tests.LeastPrivilege;

/// <summary>The smallest policy for what was called: never more than was seen, nor more than the role has.</summary>
public class Suggested_policies
{
    private const string Template = """
        Transform: AWS::Serverless-2016-10-31
        Globals: { Function: { CodeUri: ./, Handler: F, Runtime: dotnet10 } }
        Resources:
          Api:
            Type: AWS::Serverless::Api
            Properties: { StageName: prod, Auth: { DefaultAuthorizer: AWS_IAM, InvokeRole: NONE } }
          F:
            Type: AWS::Serverless::Function
            Properties:
              Role: !GetAtt Delegating.Arn
              Events:
                List: { Type: Api, Properties: { RestApiId: !Ref Api, Path: /orders, Method: get } }
                Read: { Type: Api, Properties: { RestApiId: !Ref Api, Path: "/orders/{id}", Method: get } }
                Items: { Type: Api, Properties: { RestApiId: !Ref Api, Path: "/orders/{id}/items", Method: get } }
                Refund: { Type: Api, Properties: { RestApiId: !Ref Api, Path: "/charges/{id}/refunds", Method: post } }
          G: { Type: AWS::Serverless::Function, Properties: { Role: !GetAtt Worker.Arn } }
          Orders:
            Type: AWS::DynamoDB::Table
            Properties:
              BillingMode: PAY_PER_REQUEST
              KeySchema: [{ AttributeName: pk, KeyType: HASH }]
              AttributeDefinitions: [{ AttributeName: pk, AttributeType: S }, { AttributeName: list, AttributeType: S }]
              GlobalSecondaryIndexes: [{ IndexName: list, KeySchema: [{ AttributeName: list, KeyType: HASH }], Projection: { ProjectionType: ALL } }]
          Files: { Type: AWS::S3::Bucket }
          Work: { Type: AWS::SQS::Queue }
          Trusting:
            Type: AWS::IAM::Role
            Properties:
              RoleName: Trusting
              AssumeRolePolicyDocument: { Statement: [{ Sid: Names, Effect: Allow, Principal: { AWS: !GetAtt Worker.Arn }, Action: "sts:AssumeRole" }] }
          Delegating:
            Type: AWS::IAM::Role
            Properties:
              RoleName: Delegating
              AssumeRolePolicyDocument: { Statement: [{ Effect: Allow, Principal: { AWS: !Ref AWS::AccountId }, Action: "sts:AssumeRole" }] }
          Worker:
            Type: AWS::IAM::Role
            Properties:
              RoleName: Worker
              AssumeRolePolicyDocument: { Statement: [{ Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: "sts:AssumeRole" }] }
              Policies: [{ PolicyName: P, PolicyDocument: { Version: "2012-10-17", Statement: [ STATEMENTS ] } }]
        """;

    private const string Api = "arn:aws:execute-api:us-east-1:111122223333:{Api}/prod";

    [Theory]
    [InlineData("GET/orders/o-1 GET/orders/o-2", "execute-api:Invoke on GET/orders/*")]
    [InlineData("GET/orders", "execute-api:Invoke on GET/orders")]
    [InlineData("POST/charges/c-1/refunds", "execute-api:Invoke on POST/charges/*/refunds")]
    [InlineData("GET/orders GET/orders/o-1/items", "execute-api:Invoke on GET/orders GET/orders/*/items")]
    public void Have_a_star_for_a_parameter_of_a_route_and_for_nothing_else(string called, string expected)
    {
        var stacks = Stacks("{ Effect: Allow, Action: 'execute-api:*', Resource: '*' }");

        Assert.Equal(
            [expected],
            Seen.Lines(Seen.Suggest(stacks, [.. called.Split(' ').Select(path => Seen.Call("Worker", "execute-api:Invoke", $"{ApiOf(stacks)}/{path}"))]))
                .Select(line => line.Replace($"{ApiOf(stacks)}/", "", StringComparison.Ordinal)));
    }

    [Fact]
    public void Stay_within_a_grant_that_is_narrower_than_a_route()
    {
        var stacks = Stacks("{ Effect: Allow, Action: 'execute-api:Invoke', Resource: [!Sub '${A}/prod/GET/orders/public-*', !Sub '${A}/prod/GET/orders/*-mine'] }".Replace("${A}", "arn:aws:execute-api:us-east-1:111122223333:${Api}", StringComparison.Ordinal));

        Assert.Equal(
            [$"execute-api:Invoke on {ApiOf(stacks)}/GET/orders/public-*"],
            Seen.Lines(Seen.Suggest(stacks, Seen.Call("Worker", "execute-api:Invoke", $"{ApiOf(stacks)}/GET/orders/public-1"))));
    }

    [Fact]
    public void Say_what_a_star_lets_besides()
    {
        var stacks = Stacks("{ Effect: Allow, Action: 'execute-api:Invoke', Resource: '*' }");

        Assert.Equal(["GET /orders/{id}/items of Api"], Seen.Suggest(stacks, Seen.Call("Worker", "execute-api:Invoke", $"{ApiOf(stacks)}/GET/orders/o-1")).Statements[0].AlsoAllows);
        Assert.Empty(Seen.Suggest(stacks, Seen.Call("Worker", "execute-api:Invoke", $"{ApiOf(stacks)}/GET/orders")).Statements[0].AlsoAllows);
    }

    [Theory]
    [InlineData("{Orders}", "dynamodb:GetItem", "dynamodb:GetItem on {Orders}")]
    [InlineData("{Orders}/index/list", "dynamodb:Query", "dynamodb:Query on {Orders}/index/list")]
    [InlineData("{Work}", "sqs:SendMessage", "sqs:SendMessage on {Work}")]
    public void Name_what_the_template_declares_though_the_grant_has_a_star(string resource, string action, string expected)
    {
        var stacks = Stacks("{ Effect: Allow, Action: '*', Resource: '*' }");

        Assert.Equal([In(stacks, expected)], Seen.Lines(Seen.Suggest(stacks, Seen.Call("Worker", action, In(stacks, resource)))));
    }

    [Theory]
    [InlineData("${Files.Arn}/receipts/*", "receipts/a/1 receipts/b/2", "s3:PutObject on {Files}/receipts/*")]
    [InlineData("${Files.Arn}/*", "receipts/a/1 receipts/b/2 uploads/3", "s3:PutObject on {Files}/receipts/* {Files}/uploads/*")]
    [InlineData("${Files.Arn}/*", "index.html", "s3:PutObject on {Files}/index.html")]
    [InlineData("${Files.Arn}/*", "a/1 b/1 c/1 d/1 e/1 f/1", "s3:PutObject on {Files}/*")]
    [InlineData("${Files.Arn}/receipts/${!aws:PrincipalTag/customer}/*", "receipts/a/1", "s3:PutObject on {Files}/receipts/${aws:PrincipalTag/customer}/*")]
    public void Have_a_star_for_keys_of_objects_where_the_grant_has_one(string granted, string keys, string expected)
    {
        var stacks = Stacks($"{{ Effect: Allow, Action: 's3:*', Resource: !Sub '{granted}' }}");

        Assert.Equal(
            [In(stacks, expected)],
            Seen.Lines(Seen.Suggest(stacks, [.. keys.Split(' ').Select(key => Seen.Call("Worker", "s3:PutObject", In(stacks, $"{{Files}}/{key}"), "aws:PrincipalTag/customer=a"))])));
    }

    [Fact]
    public void Keep_the_conditions_of_the_grant_and_every_deny()
    {
        var stacks = Stacks("{ Effect: Allow, Action: 's3:ListBucket', Resource: !GetAtt Files.Arn, Condition: { StringLike: { 's3:prefix': 'receipts/*' } } }, { Sid: No, Effect: Deny, NotAction: 's3:*', Resource: '*' }");
        var suggested = Seen.Suggest(stacks, Seen.Call("Worker", "s3:ListBucket", In(stacks, "{Files}"), "s3:prefix=receipts/a"));

        Assert.Equal([In(stacks, "s3:ListBucket on {Files}"), "deny s3:* on *"], Seen.Lines(suggested));
        var yaml = SuggestionYaml.Of(LeastPrivilegeReport.Of(stacks, Seen.Records(Seen.Call("Worker", "s3:ListBucket", In(stacks, "{Files}"), "s3:prefix=receipts/a")), suggested.Role.Arn.ToString()), withNotes: false);
        Assert.Contains("Condition:\n                \"StringLike\":\n                  \"s3:prefix\": \"receipts/*\"", yaml, StringComparison.Ordinal);
        Assert.Contains("NotAction: s3:*".Replace("s3:*", "\"s3:*\"", StringComparison.Ordinal), yaml, StringComparison.Ordinal);
    }

    [Fact]
    public void Lack_what_was_never_called_and_what_is_not_allowed_any_more()
    {
        var stacks = Stacks("{ Sid: Table, Effect: Allow, Action: ['dynamodb:GetItem', 'dynamodb:PutItem'], Resource: [!GetAtt Orders.Arn, !GetAtt Work.Arn] }, { Sid: Queue, Effect: Allow, Action: 'sqs:SendMessage', Resource: !GetAtt Work.Arn }");
        var suggested = Seen.Suggest(stacks, Seen.Call("Worker", "dynamodb:GetItem", In(stacks, "{Orders}")), Seen.Call("Worker", "dynamodb:DeleteItem", In(stacks, "{Orders}")));

        Assert.Equal([In(stacks, "dynamodb:GetItem on {Orders}")], Seen.Lines(suggested));
        Assert.Equal([In(stacks, "dynamodb:DeleteItem on {Orders}")], suggested.NotAllowed);
        Assert.Equal(
            "used dynamodb:GetItem, never dynamodb:PutItem on {Work}; used , never sqs:SendMessage on {Work}",
            string.Join("; ", suggested.Grants.Select(static one => $"used {string.Join(' ', one.Used)}, never {string.Join(' ', one.Never)} on {string.Join(' ', one.NeverOn)}"))
                .Replace(In(stacks, "{Work}"), "{Work}", StringComparison.Ordinal));
    }

    [Fact]
    public void Need_no_grant_for_what_the_other_sides_policy_allows_by_itself()
    {
        var stacks = Stacks("{ Sid: Becomes, Effect: Allow, Action: 'sts:AssumeRole', Resource: ['arn:aws:iam::111122223333:role/Trusting', 'arn:aws:iam::111122223333:role/Delegating'] }");
        var suggested = Seen.Suggest(
            stacks, Seen.Call("Worker", "sts:AssumeRole", "arn:aws:iam::111122223333:role/Trusting"), Seen.Call("Worker", "sts:AssumeRole", "arn:aws:iam::111122223333:role/Delegating"));

        Assert.Equal(["sts:AssumeRole on arn:aws:iam::111122223333:role/Delegating"], Seen.Lines(suggested));
        Assert.Contains("statement 'Names' of the trust policy", Assert.Single(suggested.Unneeded).Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Say_of_a_call_that_they_cannot_tell_where_the_record_lacks_a_key()
    {
        var stacks = Stacks("{ Effect: Allow, Action: 'sqs:*', Resource: '*', Condition: { StringEquals: { 'sts:ExternalId': x } } }");
        var suggested = Seen.Suggest(stacks, Seen.Call("Worker", "sqs:SendMessage", In(stacks, "{Work}")));

        Assert.Empty(suggested.Statements);
        Assert.Contains("sts:ExternalId", Assert.Single(suggested.Untold).Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Say_what_cannot_be_seen()
    {
        var stacks = Stacks("{ Effect: Allow, Action: ['logs:PutLogEvents', 'sqs:SendMessage', 's3:GetObject'], Resource: '*' }");
        var grant = Assert.Single(Seen.Suggest(stacks, Seen.Call("Worker", "sts:GetCallerIdentity", "*")).Grants);

        Assert.Equal(["logs:PutLogEvents", "sqs:SendMessage"], grant.Unseen.Select(static one => one.Action));
        Assert.Contains("Lambda itself writes the log of G", grant.Unseen[0].Why, StringComparison.Ordinal);
        Assert.Contains("no server answered sqs", grant.Unseen[1].Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Refer_to_what_the_template_declares()
    {
        var stacks = Stacks("{ Effect: Allow, Action: '*', Resource: '*' }");
        var yaml = SuggestionYaml.Of(
            LeastPrivilegeReport.Of(stacks, Seen.Records(
                Seen.Call("Worker", "dynamodb:PutItem", In(stacks, "{Orders}")),
                Seen.Call("Worker", "dynamodb:GetItem", In(stacks, "{Orders}")),
                Seen.Call("Worker", "dynamodb:Query", In(stacks, "{Orders}/index/list")),
                Seen.Call("Worker", "execute-api:Invoke", $"{ApiOf(stacks)}/POST/charges/c-1/refunds"))),
            withNotes: false);

        Assert.Equal(
            """
            Worker:
              Properties:
                Policies:
                  - PolicyName: WorkerCalls
                    PolicyDocument:
                      Version: "2012-10-17"
                      Statement:
                        - Effect: Allow
                          Action: [dynamodb:GetItem, dynamodb:PutItem]
                          Resource: !GetAtt Orders.Arn
                        - Effect: Allow
                          Action: dynamodb:Query
                          Resource: !Sub "${Orders.Arn}/index/list"
                        - Effect: Allow
                          Action: execute-api:Invoke
                          Resource: !Sub "arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${Api}/prod/POST/charges/*/refunds"

            """,
            yaml);
    }

    [Fact]
    public void Are_a_resource_of_their_own_where_a_reference_in_the_role_would_close_a_circle()
    {
        var stacks = Given.Stacks(Template.Replace("STATEMENTS", "{ Effect: Allow, Action: '*', Resource: '*' }", StringComparison.Ordinal)
            .Replace("Role: !GetAtt Delegating.Arn", "Role: !GetAtt Worker.Arn", StringComparison.Ordinal));
        var yaml = SuggestionYaml.Of(
            LeastPrivilegeReport.Of(stacks, Seen.Records(
                Seen.Call("Worker", "dynamodb:GetItem", In(stacks, "{Orders}")), Seen.Call("Worker", "execute-api:Invoke", $"{ApiOf(stacks)}/GET/orders"))),
            withNotes: false);

        Assert.Contains("          Resource: !GetAtt Orders.Arn\nWorkerCalls:\n  Type: AWS::IAM::Policy\n", yaml, StringComparison.Ordinal);
        Assert.EndsWith("    Roles: [!Ref Worker]\n    PolicyDocument:\n      Version: \"2012-10-17\"\n      Statement:\n        - Effect: Allow\n          Action: execute-api:Invoke\n"
            + "          Resource: !Sub \"arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${Api}/prod/GET/orders\"\n", yaml, StringComparison.Ordinal);
    }

    [Fact]
    public void Are_none_for_a_role_of_which_nothing_was_seen()
    {
        var report = LeastPrivilegeReport.Of(Stacks("{ Effect: Allow, Action: '*', Resource: '*' }"), Seen.Records());

        Assert.All(report.Roles, static role => Assert.False(role.WasSeen));
        Assert.Equal("", SuggestionYaml.Of(report, withNotes: false));
        Assert.Contains("no call was seen, so that nothing is suggested for it", SuggestionYaml.Of(report, withNotes: true), StringComparison.Ordinal);
    }

    private static LoadedStacks Stacks(string statements) => Given.Stacks(Template.Replace("STATEMENTS", statements, StringComparison.Ordinal));

    private static string ApiOf(LoadedStacks stacks) => Api.Replace("{Api}", stacks.Main.Apis[0].ApiId, StringComparison.Ordinal);

    private static string In(LoadedStacks stacks, string text) => text.Replace("{Orders}", stacks.Main.Tables[0].Arn.ToString(), StringComparison.Ordinal)
        .Replace("{Files}", stacks.Main.Buckets[0].Arn.ToString(), StringComparison.Ordinal).Replace("{Work}", stacks.Main.Queues[0].Arn.ToString(), StringComparison.Ordinal);
}
