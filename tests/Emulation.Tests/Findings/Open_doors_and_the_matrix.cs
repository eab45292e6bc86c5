using Emulation.Access;
using Emulation.Findings;
using Iam;

namespace Emulation.Tests.Findings;

/// <summary>A finding that says that somebody gets in holds for somebody: what a deny or an authorizer takes back is none.</summary>
public class Open_doors_and_the_matrix
{
    private const string AllowAll = """{ Sid: Open, Effect: Allow, Principal: "*", Action: "execute-api:Invoke", Resource: "execute-api:/*" }""";
    private const string OnlyShop = """{ Sid: OnlyShop, Effect: Deny, Principal: "*", Action: "execute-api:Invoke", Resource: "execute-api:/*", Condition: { ArnNotEquals: { "aws:PrincipalArn": !Sub "arn:aws:iam::${AWS::AccountId}:role/Shop" } } }""";
    private const string OnlyAccount = """{ Sid: OnlyAccount, Effect: Deny, Principal: "*", Action: "execute-api:Invoke", Resource: "execute-api:/*", Condition: { StringNotEquals: { "aws:PrincipalAccount": !Ref "AWS::AccountId" } } }""";
    private const string Unrelated = """{ Sid: Unrelated, Effect: Deny, Principal: "*", Action: "execute-api:Invoke", Resource: "execute-api:/v1/POST/*" }""";

    [Fact]
    public void An_allow_for_everyone_is_one()
    {
        Assert.Contains("Statement 'Open' of Api.Auth.ResourcePolicy allows execute-api:Invoke to everyone, at GET /orders, GET /items/{id}.", Messages("LA002", [AllowAll]));
        Assert.Contains("Statement 'Open' of Api.Auth.ResourcePolicy allows execute-api:Invoke to everyone, at GET /orders, GET /items/{id}.", Messages("LA002", [AllowAll, Unrelated]));
    }

    [Fact]
    public void An_allow_for_everyone_beside_a_deny_for_all_but_one_is_none()
    {
        Assert.Empty(Messages("LA002", [AllowAll, OnlyShop]));
        var cells = AccessMatrix.Of(Given.Stacks(Template([AllowAll, OnlyShop]))).Cells;
        Assert.All(cells, static cell => Assert.Equal(cell.Principal.Name == "Shop" ? SymbolicVerdict.Allow : SymbolicVerdict.Deny, cell.Verdict));
    }

    [Fact]
    public void An_allow_for_everyone_of_the_account_says_so() =>
        Assert.Contains("Statement 'Open' of Api.Auth.ResourcePolicy allows execute-api:Invoke to every principal of the account, at GET /orders, GET /items/{id}.", Messages("LA002", [AllowAll, OnlyAccount]));

    [Fact]
    public void An_allow_for_everyone_behind_a_user_pool_is_none()
    {
        const string pooled = "Authorizers: { Users: { UserPoolArn: !GetAtt Pool.Arn } }";
        Assert.Empty(Messages("LA002", [AllowAll], auth: pooled, eventAuth: "{ Authorizer: Users }"));
        Assert.NotEmpty(Messages("LA002", [AllowAll], auth: pooled));
    }

    [Fact]
    public void A_trust_in_everyone_is_one_unless_it_denies_them()
    {
        const string trust = """{ Effect: Allow, Principal: { AWS: "*" }, Action: "sts:AssumeRole" }""";
        const string deny = """{ Effect: Deny, Principal: { AWS: "*" }, Action: "sts:AssumeRole", Condition: { ArnNotEquals: { "aws:PrincipalArn": "arn:aws:iam::444455556666:role/Partner" } } }""";

        Assert.NotEmpty(Messages("LA002", [], trust: trust));
        Assert.Empty(Messages("LA002", [], trust: $"{trust}, {deny}"));
    }

    [Fact]
    public void An_address_list_is_one_unless_a_statement_closes_it_again()
    {
        Assert.NotEmpty(Messages("LA103", [], policy: "IpRangeWhitelist: [10.0.0.0/8]"));
        Assert.NotEmpty(Messages("LA103", [Unrelated], policy: "IpRangeWhitelist: [10.0.0.0/8]"));
        Assert.Empty(Messages("LA103", [OnlyShop], policy: "IpRangeWhitelist: [10.0.0.0/8]"));
    }

    [Fact]
    public void A_verb_falls_through_to_an_open_route_only()
    {
        const string open = """
                    Rest: { Type: Api, Properties: { RestApiId: !Ref Api, Method: ANY, Path: "/{proxy+}", Auth: { Authorizer: NONE } } }
            """;
        const string nobody = """{ Effect: Deny, Principal: "*", Action: "execute-api:Invoke", Resource: "execute-api:/*", Condition: { "Null": { "aws:PrincipalArn": "true" } } }""";

        Assert.NotEmpty(Messages("LA104", [], events: open));
        Assert.Empty(Messages("LA104", [nobody], events: open));
    }

    [Fact]
    public void Any_role_is_one_unless_a_deny_takes_it_back()
    {
        const string any = """{ Effect: Allow, Action: "sts:AssumeRole", Resource: "*" }""";
        const string deny = """{ Effect: Deny, Action: "sts:*", Resource: "*" }""";

        Assert.NotEmpty(Messages("LA009", [], identity: any));
        Assert.Empty(Messages("LA009", [], identity: $"{any}, {deny}"));
    }

    [Fact]
    public void A_grant_that_the_other_side_allows_to_everybody_lacks_no_half()
    {
        var partner = Sam.TemplateLoader.Parse(
            """
            Resources:
              Partner:
                Type: AWS::IAM::Role
                Properties:
                  RoleName: Partner
                  AssumeRolePolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: "sts:AssumeRole" }] }
                  Policies:
                    - PolicyName: Calls
                      PolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: Allow, Action: "execute-api:Invoke", Resource: "arn:aws:execute-api:*:111122223333:*/v1/GET/orders" }] }
            """,
            "partner.yaml", new Sam.StackOptions("444455556666")).Stack!;
        IEnumerable<string> Halves(string statement)
        {
            var main = Given.Stacks(Template([statement]));
            return Linter.Run(main with { All = [main.Main, partner] }).Where(static judged => judged.Finding.Rule.Code == "LA008").Select(static judged => judged.Finding.Message);
        }

        Assert.Empty(Halves(AllowAll));
        Assert.NotEmpty(Halves(Unrelated));
    }

    /// <summary>200 policies of random statements: whoever is said to get in does, and whom the matrix lets in by an unconditional "*" is said.</summary>
    [Fact]
    public void Agree_for_any_policy()
    {
        var random = new Random(20260101);
        var found = 0;
        for (var i = 0; i < 200; i++)
        {
            var statements = Enumerable.Range(0, random.Next(1, 5)).Select(n => Statement(random, n)).ToArray();
            var yaml = Template(statements, eventAuth: random.Next(3) == 0 ? "{ Authorizer: NONE }" : "{}");
            var stacks = Given.Stacks(yaml);
            var findings = Linter.Run(stacks).Select(static judged => judged.Finding).ToList();
            var matrix = AccessMatrix.Of(stacks);
            foreach (var finding in findings.Where(static finding => finding.Rule.Code is "LA001" or "LA002"))
            {
                found++;
                var routes = finding.Rule.Code == "LA001" ? [finding.Message.Split(" of ")[0]] : finding.Message.Split(", at ")[1].TrimEnd('.').Split(", ");
                Assert.All(routes, route => Assert.True(
                    finding.Message.Contains("every principal of the account", StringComparison.Ordinal)
                        ? Colleague(stacks, matrix.Routes.Single(known => known.Name == route))
                        : matrix.Cells.Any(cell => cell.Route.Name == route && cell.Verdict != SymbolicVerdict.Deny && (cell.Principal.Kind == PrincipalKind.Anonymous || cell.Principal.Name == "any other account")),
                    $"{finding.Message}\n{yaml}"));
            }

            foreach (var cell in matrix.Cells.Where(static cell => cell.Principal.Name == "any other account" && cell.Verdict != SymbolicVerdict.Deny && cell.Route.Route.Authorizer is Sam.IamAuthorizer))
            {
                Assert.True(findings.Exists(finding => finding.Rule.Code == "LA002" && finding.Message.Contains(cell.Route.Name, StringComparison.Ordinal)), $"{cell.Route.Name}\n{yaml}");
            }
        }

        Assert.True(found > 50, $"Only {found} findings: the generator makes none.");
    }

    /// <summary>Somebody of the account without any policy of its own, asked as a live request of three addresses.</summary>
    private static bool Colleague(LoadedStacks stacks, MatrixRoute route)
    {
        var principal = new AssumedRole(stacks.Main.AccountId, "/", "Stranger", "s", "AROASTRANGER");
        var api = stacks.Main.Apis[0];
        return (from address in (string[])["10.1.2.3", "192.0.2.7", "203.0.113.9"]
                from id in (string[])["1", "7"]
                let arn = $"arn:aws:execute-api:us-east-1:111122223333:{api.ApiId}/v1/{route.Name.Replace(" ", "", StringComparison.Ordinal).Replace("{id}", id, StringComparison.Ordinal)}"
                let context = new ConditionContext(principal).Set("aws:SourceIp", address).Set("aws:SecureTransport", "true").Set("aws:RequestedRegion", "us-east-1")
                select Authorizer.Decide(new AccessRequest(principal, "execute-api:Invoke", arn, stacks.Main.AccountId, context), PrincipalPolicies.None, api.ResourcePolicy).Verdict).Contains(Verdict.Allow);
    }

    private static string Statement(Random random, int number)
    {
        static string One(Random random, params string[] choices) => choices[random.Next(choices.Length)];
        var principal = One(random, "\"*\"", "\"*\"", "{ AWS: !Sub \"arn:aws:iam::${AWS::AccountId}:role/Shop\" }", "{ AWS: \"arn:aws:iam::444455556666:root\" }");
        var resource = One(random, "execute-api:/*", "execute-api:/v1/GET/orders", "execute-api:/v1/GET/items/*", "execute-api:/v1/GET/items/1");
        var condition = One(
            random, "", "", ", Condition: { ArnNotEquals: { \"aws:PrincipalArn\": !Sub \"arn:aws:iam::${AWS::AccountId}:role/Shop\" } }",
            ", Condition: { StringNotEquals: { \"aws:PrincipalAccount\": !Ref \"AWS::AccountId\" } }", ", Condition: { NotIpAddress: { \"aws:SourceIp\": 10.0.0.0/8 } }", ", Condition: { IpAddress: { \"aws:SourceIp\": 192.0.2.0/24 } }");
        return $"{{ Sid: S{number}, Effect: {One(random, "Allow", "Deny")}, Principal: {principal}, Action: \"execute-api:Invoke\", Resource: \"{resource}\"{condition} }}";
    }

    private static IEnumerable<string> Messages(
        string rule, string[] statements, string auth = "", string eventAuth = "{}", string policy = "", string events = "", string trust = """{ Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: "sts:AssumeRole" }""",
        string identity = """{ Effect: Allow, Action: "s3:GetObject", Resource: "*" }""") =>
        [.. Linter.Run(Given.Stacks(Template(statements, auth, eventAuth, policy, events, trust, identity))).Where(judged => judged.Finding.Rule.Code == rule).Select(static judged => judged.Finding.Message)];

    private static string Template(
        string[] statements, string auth = "", string eventAuth = "{}", string policy = "", string events = "", string trust = """{ Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: "sts:AssumeRole" }""",
        string identity = """{ Effect: Allow, Action: "s3:GetObject", Resource: "*" }""") => $$"""
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Pool: { Type: AWS::Cognito::UserPool }
          Api:
            Type: AWS::Serverless::Api
            Properties:
              StageName: v1
              Auth:
                DefaultAuthorizer: AWS_IAM
                InvokeRole: NONE
                {{auth}}
                ResourcePolicy:
                  CustomStatements: [{{string.Join(", ", statements)}}]
                  {{policy}}
          Function:
            Type: AWS::Serverless::Function
            Properties:
              CodeUri: .
              Handler: x
              Runtime: dotnet10
              Events:
                List: { Type: Api, Properties: { RestApiId: !Ref Api, Method: GET, Path: /orders, Auth: {{eventAuth}} } }
                Item: { Type: Api, Properties: { RestApiId: !Ref Api, Method: GET, Path: "/items/{id}", Auth: {{eventAuth}} } }
        {{events}}
          Shop:
            Type: AWS::IAM::Role
            Properties:
              RoleName: Shop
              AssumeRolePolicyDocument:
                Version: "2012-10-17"
                Statement: [{{trust}}]
              Policies:
                - PolicyName: Own
                  PolicyDocument: { Version: "2012-10-17", Statement: [{{identity}}] }
        """;
}
