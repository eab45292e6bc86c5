using Emulation.Access;
using Iam;

namespace Emulation.Tests.Access;

public class Cells_of_the_matrix
{
    [Theory]
    [InlineData("GET/orders", "GET /orders", SymbolicVerdict.Allow)]
    [InlineData("GET/orders", "GET /orders/{id}", SymbolicVerdict.Deny)]
    [InlineData("GET/orders/*", "GET /orders/{id}", SymbolicVerdict.Allow)]
    [InlineData("GET/orders/*", "GET /orders", SymbolicVerdict.Deny)]
    [InlineData("GET/orders/7", "GET /orders/{id}", SymbolicVerdict.Conditional)]
    [InlineData("GET/orders/search", "GET /orders/{id}", SymbolicVerdict.Deny)]
    [InlineData("GET/orders/search", "GET /orders/search", SymbolicVerdict.Allow)]
    [InlineData("*", "GET /orders/{id}", SymbolicVerdict.Allow)]
    [InlineData("GET/orders/${aws:PrincipalTag/team}", "GET /orders/{id}", SymbolicVerdict.Conditional)]
    [InlineData("GET/${aws:PrincipalTag/none}", "GET /orders", SymbolicVerdict.Deny)]
    [InlineData("GET/${aws:SourceVpce}", "GET /orders", SymbolicVerdict.Conditional)]
    public void Follow_from_what_a_path_can_be(string resource, string route, SymbolicVerdict expected) => Assert.Equal(
        expected, Cell(Sample.Template($$"""{ Effect: Allow, Action: "execute-api:Invoke", Resource: "arn:aws:execute-api:*:*:*/v1/{{resource}}" }"""), "Reader", route).Verdict);

    [Theory]
    [InlineData("""IpAddress: { "aws:SourceIp": 10.0.0.0/8 }""", "if IpAddress aws:SourceIp 10.0.0.0/8")]
    [InlineData("""StringEquals: { "aws:SourceVpce": vpce-1 }""", "if StringEquals aws:SourceVpce vpce-1")]
    [InlineData("""DateLessThan: { "aws:CurrentTime": "2027-01-01T00:00:00Z" }""", "if DateLessThan aws:CurrentTime 2027-01-01T00:00:00Z")]
    [InlineData("""Bool: { "aws:MultiFactorAuthPresent": "true" }""", "if Bool aws:MultiFactorAuthPresent true")]
    public void Are_conditional_on_what_nobody_knows_before_the_request(string condition, string words)
    {
        var cell = Cell(Sample.Template($$"""{ Effect: Allow, Action: "execute-api:Invoke", Resource: "*", Condition: { {{condition}} } }"""), "Reader", "GET /orders");

        Assert.Equal((SymbolicVerdict.Conditional, words), (cell.Verdict, cell.Condition));
    }

    [Fact]
    public void Name_the_deny_that_strikes_some_requests() => Assert.Equal(
        "unless StringNotEquals aws:SourceVpce vpce-1",
        Cell(Sample.Template(resourceStatement: """{ Effect: Deny, Principal: "*", Action: "execute-api:Invoke", Resource: "execute-api:/*", Condition: { StringNotEquals: { "aws:SourceVpce": vpce-1 } } }"""), "Reader", "GET /orders").Condition);

    [Theory]
    [InlineData("""IpAddress: { "aws:SourceIp": [0.0.0.0/1, 128.0.0.0/1, "::/0"] }""", SymbolicVerdict.Allow)]
    [InlineData("""IpAddress: { "aws:SourceIp": 0.0.0.0/0 }""", SymbolicVerdict.Conditional)]
    [InlineData("""IpAddress: { "aws:SourceIp": 10.0.0.0/8 }, NotIpAddress: { "aws:SourceIp": 10.0.0.0/8 }""", SymbolicVerdict.Deny)]
    [InlineData("""StringEquals: { "aws:PrincipalTag/team": blue }""", SymbolicVerdict.Allow)]
    [InlineData("""StringEquals: { "aws:PrincipalTag/team": red }""", SymbolicVerdict.Deny)]
    [InlineData("""StringLike: { "aws:username": "*" }""", SymbolicVerdict.Deny)]
    [InlineData("""NumericLessThan: { "test:n": 5 }, NumericGreaterThan: { "test:n": 5 }""", SymbolicVerdict.Deny)]
    public void Are_certain_when_the_conditions_leave_no_choice(string condition, SymbolicVerdict expected) => Assert.Equal(
        expected, Cell(Sample.Template($$"""{ Effect: Allow, Action: "execute-api:Invoke", Resource: "*", Condition: { {{condition}} } }"""), "Reader", "GET /orders").Verdict);

    [Fact]
    public void Of_nobody_follow_the_authorizer()
    {
        Assert.Equal(SymbolicVerdict.Deny, Cell(Sample.Template(), "anonymous", "GET /orders").Verdict);
        Assert.Equal(SymbolicVerdict.Allow, Cell(Sample.Template(authorizer: "NONE"), "anonymous", "GET /orders").Verdict);
        Assert.Equal(SymbolicVerdict.Allow, Cell(Sample.Template("""{ Effect: Deny, Action: "*", Resource: "*" }""", authorizer: "NONE"), "Reader", "GET /orders").Verdict);
    }

    [Fact]
    public void Of_another_account_take_that_accounts_allow_too()
    {
        const string partner = """{ Effect: Allow, Principal: { AWS: "arn:aws:iam::444455556666:role/Partner" }, Action: "execute-api:Invoke", Resource: "execute-api:/v1/GET/orders" }""";
        var cell = Cell(Sample.Template(resourceStatement: partner), "Partner@444455556666", "GET /orders");

        Assert.Equal((SymbolicVerdict.Conditional, "if account 444455556666 allows it"), (cell.Verdict, cell.Condition));
        Assert.Equal(SymbolicVerdict.Deny, Cell(Sample.Template(resourceStatement: partner), "any other account", "GET /orders").Verdict);
    }

    [Fact]
    public void Depend_on_the_sessions_name_where_a_policy_names_one()
    {
        const string session = """{ Effect: Allow, Principal: { AWS: "arn:aws:sts::111122223333:assumed-role/Reader/alice" }, Action: "execute-api:Invoke", Resource: "execute-api:/v1/GET/orders" }""";
        var cell = Cell(Sample.Template("""{ Effect: Allow, Action: "s3:GetObject", Resource: "*" }""", session), "Reader", "GET /orders");

        Assert.Equal((SymbolicVerdict.Conditional, "if the session is arn:aws:sts::111122223333:assumed-role/Reader/alice"), (cell.Verdict, cell.Condition));
    }

    [Fact]
    public void Heed_the_organisation()
    {
        const string organization = """{"accounts":{"111122223333":{"serviceControlPolicies":[[{"Name":"OnlyS3","Content":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}}]]}}}""";
        var matrix = AccessMatrix.Of(Given.Stacks(Sample.Template(), organization));

        Assert.Equal(DecidingPolicy.ServiceControl, matrix.Cells.First(static c => c.Principal.Name == "Reader").Decision.By);
        Assert.All(matrix.Cells, static c => Assert.Equal(SymbolicVerdict.Deny, c.Verdict));
    }

    private static MatrixCell Cell(string template, string principal, string route) =>
        AccessMatrix.Of(Given.Stacks(template)).Cells.Single(c => c.Principal.Name == principal && c.Route.Name == route);
}
