using System.Text.Json.Nodes;

namespace Emulation.Tests.Cognito.Pools;

/// <summary>CreateTerms and its like.</summary>
public sealed class Terms_of_a_client : IDisposable
{
    private readonly TestPool pool = new();

    public void Dispose() => pool.Dispose();

    [Fact]
    public async Task Are_kept_changed_listed_and_taken_away()
    {
        var made = (await CreateAsync("terms-of-use"))["Terms"]!;
        var id = (string)made["TermsId"]!;
        Assert.Matches("^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$", id);
        Assert.Equal((pool.PoolId, pool.ClientId, "LINK", "NONE"), ((string?)made["UserPoolId"], (string?)made["ClientId"], (string?)made["TermsSource"], (string?)made["Enforcement"]));

        await pool.DoAsync("UpdateTerms", $$$"""{"TermsId":"{{{id}}}","Links":{"cognito:default":"https://example.com/new"}}""");
        var described = (await pool.DoAsync("DescribeTerms", $$"""{"TermsId":"{{id}}"}"""))["Terms"]!;
        Assert.Equal(("terms-of-use", "https://example.com/new"), ((string?)described["TermsName"], (string?)described["Links"]!["cognito:default"]));

        await CreateAsync("privacy-policy");
        var listed = await pool.DoAsync("ListTerms", """{"MaxResults":1}""");
        Assert.Equal(["TermsId", "TermsName", "Enforcement", "CreationDate", "LastModifiedDate"], Assert.Single(listed["Terms"]!.AsArray())!.AsObject().Select(static pair => pair.Key));
        Assert.Single((await pool.DoAsync("ListTerms", $$"""{"MaxResults":1,"NextToken":"{{listed["NextToken"]}}"}"""))["Terms"]!.AsArray());
        Assert.Empty(await pool.DoAsync("DeleteTerms", $$"""{"TermsId":"{{id}}"}"""));
        Assert.StartsWith("ResourceNotFoundException", await pool.RefusalAsync("DescribeTerms", $$"""{"TermsId":"{{id}}"}"""), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Are_one_of_each_kind()
    {
        await CreateAsync("terms-of-use");
        var privacy = (string)(await CreateAsync("privacy-policy"))["Terms"]!["TermsId"]!;
        Assert.StartsWith("TermsExistsException", await pool.RefusalAsync("CreateTerms", Request("terms-of-use")), StringComparison.Ordinal);
        Assert.StartsWith("TermsExistsException", await pool.RefusalAsync("UpdateTerms", $$"""{"TermsId":"{{privacy}}","TermsName":"terms-of-use"}"""), StringComparison.Ordinal);
        Assert.Equal("answered", await pool.RefusalAsync("UpdateTerms", $$"""{"TermsId":"{{privacy}}","TermsName":"privacy-policy"}"""));
        var other = pool.AddClient("{}").Id;
        Assert.Equal("answered", await pool.RefusalAsync("CreateTerms", Request("terms-of-use", client: other)));
    }

    [Theory]
    [InlineData("house-rules", """{"cognito:default":"https://example.com"}""")]
    [InlineData("terms-of-use", "{}")]
    [InlineData("terms-of-use", """{"cognito:klingon":"https://example.com"}""")]
    [InlineData("terms-of-use", """{"cognito:default":"javascript:alert(1)"}""")]
    [InlineData("terms-of-use", """{"cognito:default":"/terms"}""")]
    public async Task Are_links_in_languages_of_managed_login(string name, string links) =>
        Assert.StartsWith("InvalidParameterException", await pool.RefusalAsync("CreateTerms", Request(name, links)), StringComparison.Ordinal);

    private Task<JsonObject> CreateAsync(string name) => pool.DoAsync("CreateTerms", Request(name));

    private string Request(string name, string links = """{"cognito:default":"https://example.com"}""", string? client = null) =>
        $$"""{"ClientId":"{{client ?? pool.ClientId}}","TermsName":"{{name}}","TermsSource":"LINK","Enforcement":"NONE","Links":{{links}}}""";
}
