using Emulation.Access;
using Emulation.Explain;
using Emulation.Findings;
using Emulation.Tests.Gateway.Authorizers;
using Iam;
using Sam;

namespace Emulation.Tests.Access;

public class Routes_that_take_no_signatures
{
    private static readonly LoadedStacks Stacks = WithHttpApi();
    private static readonly AccessMatrix Matrix = AccessMatrix.Of(Stacks);

    [Fact]
    public void Are_closed_to_everyone_without_a_token_and_say_what_they_take()
    {
        var cells = Matrix.Cells.Where(c => c.Route.Name == "GET /protected" && c.Principal.Kind != PrincipalKind.TokenHolder).ToList();
        Assert.NotEmpty(cells);
        Assert.All(cells, c => Assert.Equal((SymbolicVerdict.Deny, $"No AWS credentials count here: authorizer jwt takes tokens of {Gate.AwsIssuer}."), (c.Verdict, c.Reason)));
    }

    [Fact]
    public void Stand_beside_an_http_apis_signed_routes()
    {
        Assert.Equal(SymbolicVerdict.Allow, Cell("Reader", "GET /signed").Verdict);
        Assert.Equal(SymbolicVerdict.Deny, Cell("anonymous", "GET /signed").Verdict);
    }

    [Fact]
    public void Leave_the_rest_to_the_default_route() => Assert.Equal(SymbolicVerdict.Allow, Cell("anonymous", "$default").Verdict);

    [Fact]
    public void Are_no_open_doors()
    {
        var open = Linter.Run(Stacks).Select(j => j.Finding).Where(f => f.Rule.Code == "LA001").Select(f => f.Message).ToList();
        Assert.Contains("$default of Demo can be called by anyone.", open);
        Assert.DoesNotContain(open, m => m.Contains("/protected", StringComparison.Ordinal));
    }

    [Fact]
    public void Are_explained_by_what_they_take()
    {
        var text = ExplanationText.Of(RouteQuestion.Of(Stacks, "Reader", "GET", "/protected", null, new Dictionary<string, string>()), Stacks).ToString();
        Assert.StartsWith("GET /protected of Demo by Reader: REFUSED\n\nNo AWS credentials count here", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/signed", "anonymous", "A request without a signature is refused: the route's authorizer is AWS_IAM.\nAWS answers: Forbidden\n")]
    [InlineData("/protected", "anonymous", "by the id in its answer's x-localaws-decision.\nAWS answers: Unauthorized\n")]
    public void Are_refused_in_the_words_of_an_http_api(string path, string principal, string end) =>
        Assert.EndsWith(end, ExplanationText.Of(RouteQuestion.Of(Stacks, principal, "GET", path, null, new Dictionary<string, string>()), Stacks).ToString(), StringComparison.Ordinal);

    [Fact]
    public void Are_explained_to_those_who_have_a_token()
    {
        var holders = Matrix.Principals.Single(static principal => principal.Kind == PrincipalKind.TokenHolder).Name;
        var text = ExplanationText.Of(RouteQuestion.Of(Stacks, holders, "GET", "/protected", null, new Dictionary<string, string>()), Stacks).ToString();

        Assert.Matches($@"^GET /protected of Demo by {System.Text.RegularExpressions.Regex.Escape(holders)}, if the token is for [^:]+: ALLOWED", text);
    }

    private static MatrixCell Cell(string principal, string route) => Matrix.Cells.Single(c => c.Principal.Name == principal && c.Route.Name == route);

    private static LoadedStacks WithHttpApi()
    {
        var stacks = Given.Stacks(Sample.Template());
        var main = stacks.Main with
        {
            HttpApis =
            [
                new HttpApi
                {
                    LogicalId = "Demo",
                    ApiId = "abcdefghij",
                    Name = "demo",
                    StageName = "$default",
                    Line = new SourceLine("template.yaml", 1),
                    Routes =
                    [
                        Given.Route("GET", "/protected") with { Authorizer = Gate.Jwt() },
                        Given.Route("GET", "/signed"),
                        Given.Route("ANY", "$default") with { Authorizer = NoAuthorizer.Instance },
                    ],
                },
            ],
        };
        return stacks with { Main = main, All = [main] };
    }
}
