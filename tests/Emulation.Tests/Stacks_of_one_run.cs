using Emulation.Access;
using Emulation.Explain;
using Emulation.Findings;
using Iam;

namespace Emulation.Tests;

/// <summary>Several templates at once: all of them are served and proved, and what they call alike is told apart.</summary>
public sealed class Stacks_of_one_run
{
    private const string Service = """
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Api:
            Type: AWS::Serverless::Api
            Properties: { StageName: v1, Auth: { DefaultAuthorizer: AWS_IAM, InvokeRole: NONE } }
          Function:
            Type: AWS::Serverless::Function
            Properties:
              CodeUri: .
              Handler: bootstrap
              Runtime: provided.al2023
              Events:
                Get: { Type: Api, Properties: { RestApiId: !Ref Api, Method: GET, Path: /PATH } }
          Caller:
            Type: AWS::IAM::Role
            Properties:
              AssumeRolePolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: Allow, Principal: { AWS: !Ref AWS::AccountId }, Action: "sts:AssumeRole" }] }
              Policies:
                - PolicyName: Calls
                  PolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: Allow, Action: "execute-api:Invoke", Resource: !Sub "arn:aws:execute-api:${AWS::Region}:${AWS::AccountId}:${Api}/*" }] }
        """;

    private static readonly string Orders = Service.Replace("PATH", "orders", StringComparison.Ordinal);
    private static readonly string Billing = Service.Replace("PATH", "charges", StringComparison.Ordinal);

    private static readonly string Single = """
          OnlyRole:
            Type: AWS::IAM::Role
            Properties:
              AssumeRolePolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: Allow, Principal: { AWS: !Ref AWS::AccountId }, Action: "sts:AssumeRole" }] }
        """;

    private static readonly EmulatorOptions Options = new() { Templates = [] };

    private static LoadedStacks Two => Given.Stacks(Options, ("orders", Orders), ("billing", $"{Billing}\n{Single}"));

    [Fact]
    public void Have_one_matrix_with_the_routes_of_all()
    {
        var matrix = AccessMatrix.Of(Two);

        Assert.Equal(["orders/Api GET /orders", "billing/Api GET /charges"], matrix.Routes.Select(static route => $"{route.ApiName} {route.Name}"));
        Assert.Equal(SymbolicVerdict.Allow, Cell(matrix, "orders/Caller", "GET /orders").Verdict);
        Assert.Equal(SymbolicVerdict.Deny, Cell(matrix, "orders/Caller", "GET /charges").Verdict);
        Assert.Equal(SymbolicVerdict.Allow, Cell(matrix, "billing/Caller", "GET /charges").Verdict);
        Assert.Equal(SymbolicVerdict.Deny, Cell(matrix, "billing/Caller", "GET /orders").Verdict);
        Assert.Equal(SymbolicVerdict.Deny, Cell(matrix, "anonymous", "GET /charges").Verdict);
    }

    [Fact]
    public void Are_written_down_stack_by_stack()
    {
        var stacks = Two;
        var matrix = AccessMatrix.Of(stacks);
        var markdown = MatrixMarkdown.Write(matrix, stacks.Title);

        Assert.Contains("Made from `2 stacks (orders, billing)`", markdown, StringComparison.Ordinal);
        Assert.Contains("\n## orders/Api\n", markdown, StringComparison.Ordinal);
        Assert.Contains("\n## billing/Api\n", markdown, StringComparison.Ordinal);
        Assert.Contains("- `billing/Caller` `GET /charges`: statement", markdown, StringComparison.Ordinal);
        Assert.Contains("<h2>billing/Api</h2>", MatrixHtml.Write(matrix, stacks), StringComparison.Ordinal);
        Assert.Equal("[\"orders\",\"billing\"]", $"[{string.Join(',', System.Text.Json.Nodes.JsonNode.Parse(RouteJson.Of(stacks))!.AsArray().Select(static route => $"\"{route!["stack"]}\""))}]");
    }

    [Fact]
    public void Alone_have_no_stack_before_the_names()
    {
        var matrix = AccessMatrix.Of(Given.Stacks(Options, ("orders", Orders)));

        Assert.Equal(["Api"], matrix.Routes.Select(static route => route.ApiName));
        Assert.Contains(matrix.Principals, static principal => principal.Name == "Caller");
    }

    [Fact]
    public void Name_principals_by_logical_id_where_one_alone_has_it()
    {
        var names = AccessMatrix.Of(Two).Principals.Select(static principal => principal.Name).ToList();

        Assert.Contains("OnlyRole", names);
        Assert.Contains("orders/Caller", names);
        Assert.Contains("billing/FunctionRole", names);
        Assert.DoesNotContain("Caller", names);
    }

    [Fact]
    public void Explain_a_call_of_whoever_is_named_in_any_way()
    {
        var stacks = Two;
        var role = stacks.All[1].Roles.Single(static one => one.LogicalId == "Caller");

        Assert.All(
            ["billing/Caller", role.Name, role.Arn.ToString(), $"arn:aws:sts::111122223333:assumed-role/{role.Name}/me"],
            name => Assert.Equal(Verdict.Allow, Explain(stacks, name, "/charges").Verdict));
        Assert.Equal(Verdict.ImplicitDeny, Explain(stacks, "orders/Caller", "/charges").Verdict);
        Assert.Contains("GET /charges of billing/Api by orders/Caller", Explain(stacks, "orders/Caller", "/charges").Title, StringComparison.Ordinal);
        Assert.Equal(Verdict.ImplicitDeny, Explain(stacks, "OnlyRole", "/charges").Verdict);
    }

    [Fact]
    public void Say_how_to_name_what_several_of_them_have()
    {
        Assert.Equal(
            "'Caller' is the name of several: say which, orders/Caller or billing/Caller.",
            Assert.Throws<UsageException>(static () => Explain(Two, "Caller", "/orders")).Message);
        var alike = Given.Stacks(Options, ("orders", Orders), ("billing", Orders));
        Assert.Contains(
            "GET /orders is a route of orders/Api and billing/Api: choose one with --api.", Assert.Throws<UsageException>(() => Explain(alike, "orders/Caller", "/orders")).Message, StringComparison.Ordinal);
        Assert.Contains("say which, orders/Api or billing/Api", Assert.Throws<UsageException>(() => Explain(alike, "orders/Caller", "/orders", "Api")).Message, StringComparison.Ordinal);
        Assert.Equal(Verdict.Allow, Explain(alike, "orders/Caller", "/orders", "orders/Api").Verdict);
        Assert.Equal(Verdict.ImplicitDeny, Explain(alike, "orders/Caller", "/orders", "billing/Api").Verdict);
        Assert.Equal(Verdict.Allow, Explain(alike, "billing/Caller", "/orders", alike.All[1].Apis[0].ApiId).Verdict);
    }

    [Fact]
    public void Of_another_account_are_served_too()
    {
        var stacks = Given.Stacks(Options, ("orders", Orders), ("partner@444455556666", Billing));
        var matrix = AccessMatrix.Of(stacks);

        Assert.Equal(["111122223333", "444455556666"], matrix.Routes.Select(static route => route.Stack.AccountId.ToString()));
        Assert.Equal(SymbolicVerdict.Allow, Cell(matrix, "Caller@444455556666", "GET /charges").Verdict);
        Assert.Equal(SymbolicVerdict.Deny, Cell(matrix, "Caller", "GET /charges").Verdict);
        Assert.Equal(Verdict.Allow, Explain(stacks, "Caller@444455556666", "/charges").Verdict);
        Assert.Empty(stacks.Notices);
    }

    [Fact]
    public void Are_all_linted_each_with_its_own_suppressions()
    {
        var open = Billing.Replace("{ DefaultAuthorizer: AWS_IAM, InvokeRole: NONE }", "{}", StringComparison.Ordinal);
        var accepted = open.Replace("Resources:\n", "Metadata: { LocalAws: { Suppress: [{ Rule: LA001, Reason: meant }] } }\nResources:\n", StringComparison.Ordinal);

        Assert.Equal(["orders.yaml", "billing.yaml"], Public(open, accepted).Select(static judged => Path.GetFileName(judged.Finding.At.File)));
        Assert.Equal([null, "meant"], Public(open, accepted).Select(static judged => judged.Suppression?.Reason));
        Assert.Empty(Public(Orders, Billing));

        static IEnumerable<Judged> Public(string first, string second) =>
            Linter.Run(Given.Stacks(Options, ("orders", first), ("billing", second))).Where(static judged => judged.Finding.Rule.Code == "LA001");
    }

    [Theory]
    [InlineData("Caller:\n    Type: AWS::IAM::Role\n    Properties:\n", "Caller:\n    Type: AWS::IAM::Role\n    Properties:\n      RoleName: one\n", "already makes the role one")]
    [InlineData("CodeUri: .\n", "CodeUri: .\n      FunctionName: one\n", "already makes the function one")]
    public void Cannot_make_one_thing_twice(string part, string named, string words)
    {
        var (one, other) = (Orders.Replace(part, named, StringComparison.Ordinal), Billing.Replace(part, named, StringComparison.Ordinal));
        Assert.Contains(words, Assert.Throws<TemplateException>(() => Given.Stacks(Options, ("orders", one), ("billing", other))).Message, StringComparison.Ordinal);
        Assert.Equal(2, Given.Stacks(Options, ("orders", one), ("billing@444455556666", other)).All.Length);
    }

    [Fact]
    public void Take_those_parameters_that_they_have()
    {
        const string Declared = "Parameters: { Stage: { Type: String, Default: dev } }\nOutputs: { Stage: { Value: !Ref Stage } }\n";
        Assert.Equal(["prod", "prod"], Stages(("Stage", "prod")));
        Assert.Equal(["dev", "test"], Stages(("billing/Stage", "test")));
        Assert.Equal(["prod", "test"], Stages(("Stage", "prod"), ("billing/Stage", "test")));
        Assert.Contains("the template has no such parameter", Assert.Throws<TemplateException>(() => Stages(("Stag", "prod"))).Message, StringComparison.Ordinal);

        static IEnumerable<string> Stages(params (string Name, string Value)[] given)
        {
            var options = Options with { Parameters = System.Collections.Immutable.ImmutableDictionary.CreateRange(given.Select(static one => KeyValuePair.Create(one.Name, one.Value))) };
            return Given.Stacks(options, ("orders", Declared + Orders), ("billing", Declared + Billing), ("plain", Orders)).All.SelectMany(static stack => stack.Outputs).Select(static output => output.Value);
        }
    }

    [Fact]
    public void Give_policies_to_each_others_roles()
    {
        const string Grant = """

              Grant:
                Type: AWS::IAM::Policy
                Properties:
                  PolicyName: Granted
                  Roles: [TheReader]
                  PolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: Allow, Action: "execute-api:Invoke", Resource: !Sub "arn:aws:execute-api:${AWS::Region}:${AWS::AccountId}:${Api}/*" }] }
            """;
        var reader = Single.Replace("OnlyRole", "Reader", StringComparison.Ordinal).Replace("Properties:\n", "Properties:\n      RoleName: TheReader\n", StringComparison.Ordinal);
        var together = Given.Stacks(Options, ("orders", Orders + Grant), ("platform", $"Resources:\n{reader}"));

        Assert.Equal(SymbolicVerdict.Allow, Cell(AccessMatrix.Of(together), "Reader", "GET /orders").Verdict);
        Assert.DoesNotContain(together.Closures, static closure => closure.Resource == "Grant");
        var foreign = Given.Stacks(Options, ("orders", Orders + Grant), ("platform@444455556666", $"Resources:\n{reader}"));
        Assert.Equal(SymbolicVerdict.Deny, Cell(AccessMatrix.Of(foreign), "Reader@444455556666", "GET /orders").Verdict);
    }

    [Fact]
    public void Run_functions_with_each_others_roles()
    {
        var executing = Single.Replace("OnlyRole", "Executing", StringComparison.Ordinal).Replace("Properties:\n", "Properties:\n      RoleName: executing\n", StringComparison.Ordinal);
        var service = Orders.Replace("CodeUri: .\n", "CodeUri: .\n      Role: !Sub arn:aws:iam::${AWS::AccountId}:role/executing\n", StringComparison.Ordinal);

        Assert.Equal("Role", Given.Stacks(Options, ("orders", service)).All[0].Functions[0].Closed?.Property);
        Assert.NotEqual("Role", Given.Stacks(Options, ("orders", service), ("platform", $"Resources:\n{executing}")).All[0].Functions[0].Closed?.Property);
        Assert.Equal("Role", Given.Stacks(Options, ("orders", service), ("platform@444455556666", $"Resources:\n{executing}")).All[0].Functions[0].Closed?.Property);
    }

    private static MatrixCell Cell(AccessMatrix matrix, string principal, string route) =>
        matrix.Cells.Single(cell => cell.Principal.Name == principal && cell.Route.Name == route);

    private static ExplanationText Explain(LoadedStacks stacks, string principal, string path, string? api = null) =>
        ExplanationText.Of(RouteQuestion.Of(stacks, principal, "GET", path, api, new Dictionary<string, string>()), stacks);
}
