using Emulation.Access;
using Emulation.Decisions;
using Emulation.Gateway.Apis;
using Emulation.Gateway.Authorizers;
using Emulation.Tests.Gateway.Authorizers;
using Iam;
using Sam;

namespace Emulation.Tests.Access;

/// <summary>Of a route the gateway, the matrix and <c>localaws explain</c> ask one rule, that of its authorizer: each kind, with each thing that a resource policy can say.</summary>
public sealed class One_rule_for_a_route : IDisposable
{
    internal static readonly Dictionary<string, Sam.Authorizer> Kinds = new()
    {
        ["NONE"] = NoAuthorizer.Instance,
        ["AWS_IAM"] = IamAuthorizer.Instance,
        ["COGNITO_USER_POOLS"] = Gate.Cognito(),
        ["JWT"] = Gate.Jwt(),
        ["closed"] = new ClosedAuthorizer(new Closure(new SourceLine("template.yaml", 1), "Api", "Domain", "It is not served.", "Remove it."), IamAuthorizer.Instance),
        ["CUSTOM"] = new LambdaAuthorizer { Name = "guard", FunctionLogicalId = "Guard", TokenOnly = true, IdentitySources = ["method.request.header.Authorization"] },
    };

    private readonly Gate gate = new() { Function = static _ => Gate.Answer(Policies.Answer("Allow", "*")) };

    public void Dispose() => gate.Dispose();

    [Fact]
    public void Is_asked_here_of_every_kind() =>
        Assert.Equal(typeof(Sam.Authorizer).Assembly.GetTypes().Where(static type => type.IsSubclassOf(typeof(Sam.Authorizer))).ToHashSet(), Kinds.Values.Select(static kind => kind.GetType()).ToHashSet());

    // "How API Gateway resource policies affect authorization workflow": what a resource policy leaves open an identity policy or a function may allow, and nobody else.
    [Theory]
    [InlineData("NONE", "nothing", true)]
    [InlineData("NONE", "Allow", true)]
    [InlineData("NONE", "another route", false)]
    [InlineData("NONE", "Deny", false)]
    [InlineData("AWS_IAM", "nothing", true)]
    [InlineData("AWS_IAM", "Allow", true)]
    [InlineData("AWS_IAM", "another route", true)]
    [InlineData("AWS_IAM", "Deny", false)]
    [InlineData("COGNITO_USER_POOLS", "nothing", true)]
    [InlineData("COGNITO_USER_POOLS", "Allow", true)]
    [InlineData("COGNITO_USER_POOLS", "another route", false)]
    [InlineData("COGNITO_USER_POOLS", "Deny", false)]
    [InlineData("JWT", "nothing", true)]
    [InlineData("JWT", "Allow", true)]
    [InlineData("JWT", "another route", false)]
    [InlineData("JWT", "Deny", false)]
    [InlineData("CUSTOM", "nothing", true)]
    [InlineData("CUSTOM", "Allow", true)]
    [InlineData("CUSTOM", "another route", true)]
    [InlineData("CUSTOM", "Deny", false)]
    public async Task Answers_alike_whoever_asks(string kind, string policy, bool passes)
    {
        var authorizer = Kinds[kind];
        gate.ResourcePolicy = policy switch { "nothing" => null, "another route" => Policies.Resource("Allow", "*/GET/orders"), _ => Policies.Resource(policy, "*") };
        var api = gate.Rest(authorizer);
        var stacks = With((RestApi)api.Api);
        var principal = MatrixPrincipal.All(stacks).Single(one => one.Name == kind switch
        {
            "NONE" => "anonymous",
            "AWS_IAM" => "Reader",
            "CUSTOM" => "callers whom Guard lets in",
            _ => "users of Customers",
        });

        var cell = AccessMatrix.Of(stacks).Cells.Single(one => one.Principal.Name == principal.Name && one.Route.Route.Path == "/admin");
        var question = RouteQuestion.Of(stacks, principal.Name, "GET", "/admin", null, new Dictionary<string, string>()).Subject!;
        var live = kind == "AWS_IAM" ? Signed(api, principal) : (await gate.RestAsync(authorizer, gate.Pool.Token(), path: "/admin")).Subject!;

        Assert.Equal((passes, passes, passes), (cell.Verdict != SymbolicVerdict.Deny, question.Decide().Verdict == Verdict.Allow, live.Decide().Verdict == Verdict.Allow));
        Assert.Equal((live.Decide(), question.Decide()), (live.Explain().Decision, question.Explain().Decision));
        Assert.Same(authorizer.Rule, question.Rule);

        // A resource policy that denies is asked before the function is, alone.
        Assert.Same(kind == "CUSTOM" && policy == "Deny" ? ApiGatewayRules.ResourcePolicyAlone : authorizer.Rule, live.Rule);
    }

    [Fact]
    public void Does_not_ask_of_whoever_the_authorizer_refuses()
    {
        foreach (var (kind, principal) in new[] { ("AWS_IAM", "anonymous"), ("COGNITO_USER_POOLS", "Reader"), ("JWT", "anonymous"), ("CUSTOM", "Reader"), ("closed", "Reader") })
        {
            var stacks = With((RestApi)gate.Rest(Kinds[kind]).Api);
            var cell = AccessMatrix.Of(stacks).Cells.Single(one => one.Principal.Name == principal && one.Route.Route.Path == "/admin");
            var question = RouteQuestion.Of(stacks, principal, "GET", "/admin", null, new Dictionary<string, string>());

            Assert.Equal((SymbolicVerdict.Deny, null), (cell.Verdict, question.Subject));
            Assert.StartsWith(cell.Reason, question.Refusal, StringComparison.Ordinal);
        }
    }

    /// <summary>What the gateway asks once a signature holds.</summary>
    private static DecisionSubject Signed(DeployedApi api, MatrixPrincipal principal)
    {
        var request = Gate.Request(api, [], "/admin");
        var access = new AccessRequest(principal.Principal, ApiGatewayRules.Invoke, request.Arn, api.AccountId, new ConditionContext(principal.Principal));
        return PolicyQuestion.SubjectOf(request, access, principal.Policies, Guardrails.None);
    }

    internal static LoadedStacks With(RestApi api)
    {
        var stacks = Given.Stacks(Sample.Template());
        var id = Gate.PoolArn.Split('/')[1];
        var main = stacks.Main with
        {
            Apis = [api],
            UserPools =
            [
                new UserPoolResource(UserPoolResourceKind.Pool, "Customers", id, id, [], api.Line),
                new UserPoolResource(UserPoolResourceKind.Client, "Web", id, "client-1", [], api.Line),
            ],
        };
        return stacks with { Main = main, All = [main] };
    }
}
