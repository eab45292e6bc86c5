using System.Net;
using Emulation.Decisions;
using Iam;

namespace Emulation.Tests.Console;

/// <summary>Every page shows what callers wrote as text, wherever they wrote it, and no secret of theirs.</summary>
public sealed class What_strangers_wrote(Shop shop) : IClassFixture<Shop>
{
    private const string Script = "\"'><script>owned()</script>";

    [Fact]
    public async Task Is_text_in_the_list_and_in_the_decision()
    {
        var id = Record(new ConditionContext(Somebody).Set("aws:UserAgent", Script).Set($"aws:PrincipalTag/{Script}", Script));
        foreach (var path in (string[])["/", "/_localaws/", $"/_localaws/decisions/{id}", "/_localaws/stack"])
        {
            var (status, page) = await shop.PageAsync(path);
            Assert.Equal(HttpStatusCode.OK, status);
            Assert.DoesNotContain("<script>owned", page, StringComparison.Ordinal);
            Assert.Contains("&lt;script&gt;owned()", page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Is_not_shown_where_it_is_a_secret()
    {
        var page = (await shop.PageAsync($"/_localaws/decisions/{Record(new ConditionContext(Somebody).Set("sts:ExternalId", "hush"))}")).Body;
        Assert.DoesNotContain("hush", page, StringComparison.Ordinal);
        Assert.Contains("(not shown)", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/_localaws/matrix?against=")]
    [InlineData("/_localaws/explain?as=")]
    [InlineData("/_localaws/explain?path=/&method=")]
    [InlineData("/_localaws/what-if?at=")]
    [InlineData("/_localaws/log?function=")]
    [InlineData("/_localaws/decisions/")]
    public async Task Is_text_where_it_comes_from_an_address(string path) =>
        Assert.DoesNotContain("<script>owned", (await shop.PageAsync($"{path}{Uri.EscapeDataString(Script)}")).Body, StringComparison.Ordinal);

    private static AssumedRole Somebody => new(AccountId.Parse("111122223333"), "/", "Writer", Script, "AROAWRITER");

    /// <summary>A refusal whose path, session and resource are the stranger's.</summary>
    private string Record(ConditionContext context)
    {
        var id = Guid.NewGuid().ToString();
        var request = new AccessRequest(Somebody, "execute-api:Invoke", $"arn:aws:execute-api:us-east-1:111122223333:api/prod/GET/{Script}", AccountId.Parse("111122223333"), context);
        shop.Aws.Emulator.Decisions.Record(new DecisionEntry(id, TimeProvider.System.GetUtcNow(), "GET", $"/{Script}", "ShopApi", Somebody.Arn, null)
        {
            Refused = 403,
            Subject = new DecisionSubject(SubjectTitle.OfCall("GET", $"/{Script}", "ShopApi", Script), request, PrincipalPolicies.None, null, Guardrails.None),
        });
        return id;
    }
}
