namespace Emulation.Tests.StandIns;

/// <summary>What a person sees at a stand-in.</summary>
public sealed class The_page_of_a_stand_in(LocalAwsWithStandIns aws) : IClassFixture<LocalAwsWithStandIns>
{
    [Fact]
    public async Task Has_a_button_for_each_person_and_says_what_is_special_about_them()
    {
        var pool = await aws.SharedAsync("Google");
        var page = await pool.PageAsync();

        Assert.Equal("Sign in with Google", page.Heading);
        foreach (var person in new[] { "amy", "bo", "cem", "dee" })
        {
            Assert.Contains($"name=\"person\" value=\"{person}\"", page.Body, StringComparison.Ordinal);
        }

        Assert.Contains("whose email address is not verified", page.Body, StringComparison.Ordinal);
        Assert.Contains("<label for=\"claims\"", page.Body, StringComparison.Ordinal);
        Assert.Contains("<label for=\"fault\"", page.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lets_its_form_lead_to_the_pool_and_its_applications_and_nowhere_else()
    {
        var pool = await aws.SharedAsync("Google");
        var page = await pool.PageAsync();

        Assert.Equal(
            $"default-src 'none'; style-src 'self'; form-action 'self' {pool.Hosted.BaseUrl.GetLeftPart(UriPartial.Authority)} https://app.example.com:443; base-uri 'none'; frame-ancestors 'none'",
            page.Headers["Content-Security-Policy"]);
        Assert.Equal(("DENY", "no-referrer", "no-store"), (page.Headers["X-Frame-Options"], page.Headers["Referrer-Policy"], page.Headers["Cache-Control"]));
    }

    [Fact]
    public async Task Runs_one_script_where_a_form_is_posted_by_itself()
    {
        using var pool = await StandInPool.OfCompanyAsync(aws, "SignInWithApple");
        var page = await pool.There.SubmitAsync(await pool.PageAsync(), ("person", "amy"));
        var script = System.Text.RegularExpressions.Regex.Match(page.Body, "<script>(.*?)</script>").Groups[1].Value;
        var hash = Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(script)));

        Assert.Contains($"script-src 'sha256-{hash}'", page.Headers["Content-Security-Policy"], StringComparison.Ordinal);
        Assert.Contains(">Continue</button>", page.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{", "The claims are no JSON: ")]
    [InlineData("[]", "The claims are no JSON object.")]
    [InlineData("""{"sub":"1","sub":"2"}""", "The claims are no JSON: ")]
    public async Task Says_what_is_wrong_with_claims_and_keeps_them(string claims, string problem)
    {
        var pool = await aws.SharedAsync("Google");
        var again = await pool.There.SubmitAsync(await pool.PageAsync(), ("person", "claims"), ("claims", claims), ("fault", "expired"));

        Assert.StartsWith(problem, again.Alert, StringComparison.Ordinal);
        Assert.Contains($">{System.Net.WebUtility.HtmlEncode(claims)}</textarea>", again.Body, StringComparison.Ordinal);
        Assert.Contains("value=\"expired\" selected", again.Body, StringComparison.Ordinal);

        // The visit goes on: only the claims have to be mended.
        var back = await pool.There.SubmitAsync(again, ("person", "claims"), ("claims", """{"sub":"1"}"""));
        Assert.NotNull(back.Parameter("code"));
    }

    [Fact]
    public async Task Shows_a_name_that_is_markup_as_text()
    {
        var pool = await aws.SharedAsync("Google");
        var again = await pool.There.SubmitAsync(await pool.PageAsync(), ("person", "claims"), ("claims", "</textarea><script>alert(1)</script>"));

        Assert.DoesNotContain("<script>alert", again.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lists_all_stand_ins_and_where_a_sign_in_by_them_begins()
    {
        var pool = await aws.SharedAsync("Google");
        var page = await pool.There.GetAsync("/_localaws/stand-ins");

        Assert.Contains("<h2>Partner (OpenID Connect)</h2>", page.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("Stranger", page.Body, StringComparison.Ordinal);
        Assert.Contains($"/auth/{pool.Hosted.Domain}/oauth2/authorize?client_id={pool.Hosted.Client.Id}&amp;response_type=code&amp;identity_provider=Google", page.Body, StringComparison.Ordinal);
        Assert.Equal("text/css; charset=utf-8", (await pool.There.GetAsync("/_localaws/stand-ins/style.css")).Headers["Content-Type"]);
    }
}
