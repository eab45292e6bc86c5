using System.Collections.Immutable;
using Emulation.Access;
using Iam;
using Sam;

namespace Emulation.Tests.Access;

/// <summary>The matrix's columns for those who come without AWS credentials.</summary>
public class Token_holders
{
    private const string PoolId = "us-east-1_Pool00001";
    private const string Issuer = $"https://cognito-idp.us-east-1.amazonaws.com/{PoolId}";
    private static readonly SourceLine Line = new("template.yaml", 1);

    [Fact]
    public void Of_a_user_pool_are_its_users_at_each_route_that_takes_its_tokens()
    {
        var matrix = Of(["web"], [Route("GET", "/a", Jwt(["web"])), Route("GET", "/b", Cognito())]);

        Assert.Equal(SymbolicVerdict.Allow, Cell(matrix, "users of Customers", "GET /a").Verdict);
        Assert.Equal(SymbolicVerdict.Allow, Cell(matrix, "users of Customers", "GET /b").Verdict);
        Assert.Equal(SymbolicVerdict.Deny, Cell(matrix, "anonymous", "GET /a").Verdict);
    }

    [Fact]
    public void Are_asked_for_the_audience_when_the_pool_has_other_clients()
    {
        var cell = Cell(Of(["web", "mobile"], [Route("GET", "/a", Jwt(["web"]))]), "users of Customers", "GET /a");

        Assert.Equal((SymbolicVerdict.Conditional, "if the token is for web-client"), (cell.Verdict, cell.Condition));
    }

    [Fact]
    public void Are_asked_for_the_scopes()
    {
        var cell = Cell(Of(["web"], [Route("GET", "/b", Cognito("orders/read", "orders/write"))]), "users of Customers", "GET /b");

        Assert.Equal((SymbolicVerdict.Conditional, "if the token has the scope orders/read or orders/write"), (cell.Verdict, cell.Condition));
    }

    [Fact]
    public void Of_a_function_depend_on_the_function()
    {
        var cell = Cell(Of([], [Route("GET", "/c", new LambdaAuthorizer { Name = "partners", FunctionLogicalId = "Judge" })]), "callers whom Judge lets in", "GET /c");

        Assert.Equal((SymbolicVerdict.Conditional, "if Judge allows it"), (cell.Verdict, cell.Condition));
    }

    [Theory]
    [InlineData("""{"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}""", SymbolicVerdict.Conditional)]
    [InlineData("""{"IpAddress": {"aws:SourceIp": ["0.0.0.0/0", "::/0"]}}""", SymbolicVerdict.Deny)]
    public void Of_a_function_are_refused_where_a_deny_strikes_all_and_not_where_it_strikes_some(string condition, SymbolicVerdict expected)
    {
        var deny = Policy.Parse($$"""{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"execute-api:Invoke","Resource":"*","Condition":{{condition}}}]}""", PolicyKind.Resource, new PolicyOrigin("Demo"));
        var matrix = Of([], [Route("GET", "/c", new LambdaAuthorizer { Name = "partners", FunctionLogicalId = "Judge" })], deny.Policy);

        Assert.Equal(expected, Cell(matrix, "callers whom Judge lets in", "GET /c").Verdict);
    }

    [Fact]
    public void Of_a_function_need_no_allow_of_the_resource_policy_besides()
    {
        var some = Policy.Parse("""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"execute-api:Invoke","Resource":"*","Condition":{"IpAddress":{"aws:SourceIp":"10.0.0.0/8"}}}]}""", PolicyKind.Resource, new PolicyOrigin("Demo"));
        var matrix = Of([], [Route("GET", "/c", new LambdaAuthorizer { Name = "partners", FunctionLogicalId = "Judge" }), Route("GET", "/o", NoAuthorizer.Instance)], some.Policy);

        Assert.Equal((SymbolicVerdict.Conditional, "if Judge allows it"), (Cell(matrix, "callers whom Judge lets in", "GET /c").Verdict, Cell(matrix, "callers whom Judge lets in", "GET /c").Condition));
        Assert.Equal("if IpAddress aws:SourceIp 10.0.0.0/8", Cell(matrix, "callers whom Judge lets in", "GET /o").Condition);
    }

    [Fact]
    public void Of_another_issuer_are_no_users_of_the_pool()
    {
        var foreign = new JwtAuthorizer("other", "$request.header.Authorization", [new JwtIssuer("https://id.example.com", ["api"], ["RS256"], [])], []);
        var matrix = Of(["web"], [Route("GET", "/a", Jwt(["web"])), Route("GET", "/d", foreign)]);

        Assert.Equal(SymbolicVerdict.Deny, Cell(matrix, "users of Customers", "GET /d").Verdict);
        Assert.Equal("if the token is for api", Cell(matrix, "holders of a token of https://id.example.com", "GET /d").Condition);
    }

    private static MatrixCell Cell(AccessMatrix matrix, string principal, string route) => matrix.Cells.Single(c => c.Principal.Name == principal && c.Route.Name == route);

    private static CognitoAuthorizer Cognito(params string[] scopes) => new("pool", [$"arn:aws:cognito-idp:us-east-1:111122223333:userpool/{PoolId}"], "Authorization", null, [.. scopes]);

    private static JwtAuthorizer Jwt(ImmutableArray<string> audiences) => new("pool", "$request.header.Authorization", [new JwtIssuer(Issuer, audiences, ["RS256"], [])], []);

    private static Route Route(string method, string path, Sam.Authorizer authorizer) => Given.Route(method, path) with { Authorizer = authorizer };

    private static AccessMatrix Of(string[] clients, ImmutableArray<Route> routes, Policy? policy = null)
    {
        var stacks = Given.Stacks(Sample.Template());
        var main = stacks.Main with
        {
            UserPools =
            [
                new UserPoolResource(UserPoolResourceKind.Pool, "Customers", PoolId, PoolId, [], Line),
                .. clients.Select(static client => new UserPoolResource(UserPoolResourceKind.Client, $"{client}-client", PoolId, client, [], Line)),
            ],
            HttpApis = [new HttpApi { LogicalId = "Demo", ApiId = "abcdefghij", Name = "demo", StageName = "$default", Line = Line, Routes = policy is null ? routes : [] }],
            Apis = policy is null ? stacks.Main.Apis : [stacks.Main.Apis.Single() with { Routes = routes, ResourcePolicy = policy }],
        };
        return AccessMatrix.Of(stacks with { Main = main, All = [main] });
    }
}
