using System.Net;

namespace Integration.Cdk;

/// <summary>
/// What CDK synthesizes of <c>Node/app.js</c>, taken as it is: two stacks with exports between them, an API of each kind with every kind of authorizer, and grants to roles of
/// the other stack. Its functions run from CDK's assets.
/// </summary>
[Trait("Stack", "own")]
public sealed class A_CDK_app(SynthesizedApp app) : IClassFixture<SynthesizedApp>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("GET /signed", "Reader")]
    [InlineData("GET /mine", "users of Pool")]
    [InlineData("GET /partner", "callers whom PartnerCheck lets in")]
    [InlineData("GET /open", "Reader", "Stranger", "OrdersServiceRole", "PartnerCheckServiceRole", "any other account", "users of Pool", "callers whom PartnerCheck lets in", "anonymous")]
    [InlineData("GET /web/signed", "Reader")]
    [InlineData("GET /web/token", "users of Pool")]
    [InlineData("$default", "Reader")]
    public async Task Has_a_matrix_that_says_who_may_call(string route, params string[] callers)
    {
        var matrix = await app.MatrixAsync();
        var granted = matrix.Split('\n').Where(line => line.StartsWith("- `", StringComparison.Ordinal) && line.Contains($" `{route}`:", StringComparison.Ordinal))
            .Select(static line => SynthesizedApp.WithoutHash(line.Split('`')[1]));

        Assert.Equal(callers.Order(), granted.Order());
    }

    [Theory]
    [InlineData("Reader", "Api", "/signed", HttpStatusCode.OK)]
    [InlineData("Stranger", "Api", "/signed", HttpStatusCode.Forbidden)]
    [InlineData("Reader", "Web", "/web/signed", HttpStatusCode.OK)]
    [InlineData("Stranger", "Web", "/web/signed", HttpStatusCode.Forbidden)]
    [InlineData("Reader", "Api", "/mine", HttpStatusCode.Unauthorized)]
    [InlineData("Reader", "OrdersFunctionUrl", "/", HttpStatusCode.OK)]
    [InlineData("Stranger", "OrdersFunctionUrl", "/", HttpStatusCode.Forbidden)]
    public async Task Decides_the_calls_of_roles(string role, string api, string path, HttpStatusCode status)
    {
        var aws = await app.StartedAsync();
        var answer = await aws.As(role).GetAsync(app.IdOf(api), path, Cancellation);

        Assert.True(answer.StatusCode == status, $"{answer.StatusCode} {answer.Body} {answer.Reason}");
    }

    [Fact]
    public async Task Decides_the_calls_of_its_users_and_its_partners()
    {
        var aws = await app.StartedAsync();
        var ann = await aws.SignInAsync(app.IdOf("PoolClient"), "ann");

        Assert.Equal(HttpStatusCode.OK, (await aws.AsUser(ann).GetAsync(app.IdOf("Api"), "/mine", Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await aws.AsUser(ann).GetAsync(app.IdOf("Web"), "/web/token", Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await aws.AsNobody().GetAsync(app.IdOf("Web"), "/web/token", Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await aws.AsUser("a partner's token").GetAsync(app.IdOf("Api"), "/partner", Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await aws.AsNobody().GetAsync(app.IdOf("Api"), "/partner", Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await aws.AsNobody().GetAsync(app.IdOf("Api"), "/open", Cancellation)).StatusCode);
    }
}
