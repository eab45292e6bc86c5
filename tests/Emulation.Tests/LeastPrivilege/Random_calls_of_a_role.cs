using Emulation.Decisions.Recorded;
using Iam;

namespace Emulation.Tests.LeastPrivilege;

/// <summary>
/// Drawn grants and drawn calls: what was called is allowed by what is suggested, nothing is that the role may not do today, and nothing that is of another kind than a call that was
/// seen. The kinds are told here by hand, and not by the code that is tried.
/// </summary>
public class Random_calls_of_a_role
{
    private const string Template = """
        Transform: AWS::Serverless-2016-10-31
        Globals: { Function: { CodeUri: ./, Handler: F, Runtime: dotnet10 } }
        Resources:
          Api: { Type: AWS::Serverless::Api, Properties: { StageName: prod, Auth: { DefaultAuthorizer: AWS_IAM, InvokeRole: NONE } } }
          F:
            Type: AWS::Serverless::Function
            Properties:
              Events:
                List: { Type: Api, Properties: { RestApiId: !Ref Api, Path: /orders, Method: get } }
                Post: { Type: Api, Properties: { RestApiId: !Ref Api, Path: /orders, Method: post } }
                Read: { Type: Api, Properties: { RestApiId: !Ref Api, Path: "/orders/{id}", Method: get } }
                Cancel: { Type: Api, Properties: { RestApiId: !Ref Api, Path: "/orders/{id}/cancel", Method: post } }
                Files: { Type: Api, Properties: { RestApiId: !Ref Api, Path: "/files/{proxy+}", Method: any } }
          Orders: { Type: AWS::DynamoDB::Table, Properties: { TableName: orders, BillingMode: PAY_PER_REQUEST, KeySchema: [{ AttributeName: pk, KeyType: HASH }],
            AttributeDefinitions: [{ AttributeName: pk, AttributeType: S }, { AttributeName: list, AttributeType: S }],
            GlobalSecondaryIndexes: [{ IndexName: list, KeySchema: [{ AttributeName: list, KeyType: HASH }], Projection: { ProjectionType: ALL } }] } }
          Charges: { Type: AWS::DynamoDB::Table, Properties: { TableName: charges, BillingMode: PAY_PER_REQUEST, KeySchema: [{ AttributeName: pk, KeyType: HASH }],
            AttributeDefinitions: [{ AttributeName: pk, AttributeType: S }] } }
          Shop: { Type: AWS::S3::Bucket, Properties: { BucketName: shop } }
          Work: { Type: AWS::SQS::Queue, Properties: { QueueName: work } }
          Worker:
            Type: AWS::IAM::Role
            Properties:
              RoleName: Worker
              AssumeRolePolicyDocument: { Statement: [{ Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: "sts:AssumeRole" }] }
              Policies: [{ PolicyName: P, PolicyDocument: { Version: "2012-10-17", Statement: [ STATEMENTS ] } }]
        """;

    private const string Tables = "arn:aws:dynamodb:us-east-1:111122223333:table/";

    private static readonly string[] Actions =
        ["execute-api:Invoke", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query", "s3:GetObject", "s3:PutObject", "sqs:SendMessage", "sqs:ReceiveMessage"];

    private static readonly string[] GrantedActions = [.. Actions, "execute-api:*", "dynamodb:*", "dynamodb:*Item", "s3:*", "sqs:*", "*"];

    private static readonly string[] Calls =
    [
        "{Api}/GET/orders", "{Api}/POST/orders", "{Api}/GET/orders/o-1", "{Api}/GET/orders/o-2", "{Api}/GET/orders/public-1", "{Api}/POST/orders/o-1/cancel",
        "{Api}/GET/files/a", "{Api}/GET/files/a/b", "{Api}/PUT/files/c",
        $"{Tables}orders", $"{Tables}orders/index/list", $"{Tables}charges", $"{Tables}tmp-1", $"{Tables}tmp-2", $"{Tables}other",
        "arn:aws:s3:::shop/receipts/a/1", "arn:aws:s3:::shop/receipts/b/2", "arn:aws:s3:::shop/uploads/a", "arn:aws:s3:::shop/index.html", "arn:aws:s3:::shop/why*not", "arn:aws:s3:::else/x/y",
        "arn:aws:sqs:us-east-1:111122223333:work", "arn:aws:sqs:us-east-1:111122223333:rest", "arn:aws:sqs:eu-west-1:111122223333:work",
    ];

    private static readonly string[] GrantedResources =
    [
        .. Calls.Where(static one => !one.Contains("why*not", StringComparison.Ordinal)), "*", "{Api}/*", "{Api}/GET/*", "{Api}/GET/orders/*", "{Api}/GET/orders/public-*", "{Api}/POST/orders/*/cancel",
        $"{Tables}*", $"{Tables}orders*", $"{Tables}orders/index/*", $"{Tables}tmp-*", "arn:aws:s3:::shop/*", "arn:aws:s3:::shop/receipts/*", "arn:aws:s3:::*", "arn:aws:s3:::sh*", "arn:aws:s3:::*/receipts/a*", "arn:aws:s3:::shop/${aws:PrincipalTag/team}/*",
        "arn:aws:sqs:*:111122223333:*", "arn:aws:sqs:*:*:work",
    ];

    private static readonly string[] Teams = ["receipts", "uploads", ""];

    [Fact]
    public void Are_allowed_and_nothing_of_another_kind_nor_what_the_role_may_not_do_today()
    {
        var (allowed, refused) = (0, 0);
        for (var seed = 0; seed < 80; seed++)
        {
            var random = new Random(seed);
            var stacks = Given.Stacks(Template.Replace("STATEMENTS", string.Join(", ", Enumerable.Range(0, random.Next(1, 5)).Select(_ => Statement(random))), StringComparison.Ordinal)
                .Replace("{Api}", ApiText, StringComparison.Ordinal));
            var api = $"arn:aws:execute-api:us-east-1:111122223333:{stacks.Main.Apis[0].ApiId}/prod";
            var role = stacks.Main.Roles.Single(static one => one.Name == "Worker");
            var today = new PrincipalPolicies(role.Policies);
            List<RecordedCall> seen = [.. Enumerable.Range(0, random.Next(1, 40)).Select(_ => Draw(random, api)).Where(call => IsAllowed(today, call))];
            if (seen.Count == 0)
            {
                continue;
            }

            var suggestion = Seen.Suggest(stacks, seen);
            var suggested = new PrincipalPolicies([Seen.Policy(suggestion)]);
            var besides = suggestion.Statements.SelectMany(static one => one.AlsoAllows).ToHashSet(StringComparer.Ordinal);
            Assert.All(seen, call => Assert.True(IsAllowed(suggested, call), $"seed {seed}: {call.Action} on {call.Resource} was seen"));
            foreach (var other in from action in Actions from resource in Calls from team in Teams select Seen.Call("Worker", action, resource.Replace("{Api}", api, StringComparison.Ordinal), $"aws:PrincipalTag/team={team}"))
            {
                if (!IsAllowed(suggested, other))
                {
                    refused++;
                    continue;
                }

                allowed++;
                Assert.True(IsAllowed(today, other), $"seed {seed}: {other.Action} on {other.Resource} is not allowed today");
                Assert.True(
                    seen.Any(call => call.Action == other.Action && (KindOf(call, api) == KindOf(other, api) || (IsOfOwnTeam(call) && IsOfOwnTeam(other)))) || besides.Contains($"{KindOf(other, api)} of Api"),
                    $"seed {seed}: {other.Action} on {other.Resource} is of a kind that was not seen");
            }
        }

        // Both are asked often.
        Assert.True(allowed > 500 && refused > 5000, $"{allowed} allowed, {refused} refused");
    }

    /// <summary>Objects of a folder are of one kind, so are calls of a route, and tables that nothing declares and share their beginning.</summary>
    private static string KindOf(RecordedCall call, string api)
    {
        var path = call.Resource.Replace($"{api}/", "", StringComparison.Ordinal);
        return path switch
        {
            "POST/orders/o-1/cancel" => "POST /orders/{id}/cancel",
            _ when path.StartsWith("GET/orders/", StringComparison.Ordinal) => "GET /orders/{id}",
            _ when path.Contains("/files/", StringComparison.Ordinal) => $"{path.Split('/')[0]} /files",
            "GET/orders" => "GET /orders",
            "POST/orders" => "POST /orders",
            _ when path.StartsWith("arn:aws:s3:::", StringComparison.Ordinal) && path.Split('/') is [var bucket, var folder, _, ..] => $"{bucket}/{folder}",
            _ when path.StartsWith($"{Tables}tmp-", StringComparison.Ordinal) => "tmp",
            _ => path,
        };
    }

    /// <summary>What the grant with a variable means is another folder for each caller.</summary>
    private static bool IsOfOwnTeam(RecordedCall call) =>
        call.Keys["aws:PrincipalTag/team"] is [var team] && call.Resource.StartsWith($"arn:aws:s3:::shop/{team}/", StringComparison.Ordinal);

    private static RecordedCall Draw(Random random, string api) =>
        Seen.Call("Worker", Pick(random, Actions), Pick(random, Calls).Replace("{Api}", api, StringComparison.Ordinal), $"aws:PrincipalTag/team={Pick(random, Teams)}");

    private static string Statement(Random random)
    {
        var denies = random.Next(6) == 0;
        var condition = random.Next(4) == 0 ? ", Condition: { StringEquals: { 'aws:PrincipalTag/team': 'receipts' } }" : "";
        return $"{{ Effect: {(denies ? "Deny" : "Allow")}, Action: [{Several(random, GrantedActions)}], {(random.Next(8) == 0 ? "NotResource" : "Resource")}: [{Several(random, GrantedResources)}]{condition} }}";
    }

    private static string Several(Random random, string[] all) => string.Join(", ", Enumerable.Range(0, random.Next(1, 4)).Select(_ => $"'{Pick(random, all)}'").Distinct(StringComparer.Ordinal));

    private static string Pick(Random random, string[] all) => all[random.Next(all.Length)];

    private static string ApiText { get; } = $"arn:aws:execute-api:us-east-1:111122223333:{Given.Stacks(Template.Replace("STATEMENTS", "{ Effect: Allow, Action: '*', Resource: '*' }", StringComparison.Ordinal)).Main.Apis[0].ApiId}/prod";

    private static bool IsAllowed(PrincipalPolicies policies, RecordedCall call)
    {
        var account = AccountId.Parse(call.Account);
        var context = new ConditionContext();
        foreach (var (key, values) in call.Keys)
        {
            if (values is not null)
            {
                context.Set(key, [.. values]);
            }
        }

        return Authorizer.Decide(new AccessRequest(new AssumedRole(account, "/", "Worker", "s", "AROA"), call.Action, call.Resource, account, context), policies, null).Verdict == Verdict.Allow;
    }
}
