using System.Text.Json.Nodes;

namespace Emulation.Tests.Cognito.Users;

/// <summary>ListUsers with a filter: whether an index leads to the users or each is looked at, the same are found.</summary>
public sealed class Users_that_are_searched : IDisposable
{
    private readonly TestPool pool = new();

    [Theory]
    [InlineData("email = \"ANN@shop.example\"", "ann,eve")]
    [InlineData("email ^= \"ann@\"", "ann,eve")]
    [InlineData("email = \"ann@shop.exampl\"", "")]
    [InlineData("email = \"\u03bc@shop.example\"", "mia")]
    [InlineData("phone_number = \"+15550100\"", "bob")]
    [InlineData("username = \"bob\"", "bob")]
    [InlineData("username = \"BOB\"", "")]
    [InlineData("\"username\" ^= \"B\"", "bob")]
    [InlineData("name = \"EVE\"", "eve")]
    [InlineData("cognito:user_status = \"FORCE_CHANGE_PASSWORD\"", "ann,bob,eve,mia")]
    [InlineData("status = \"Disabled\"", "bob")]
    public async Task Are_found(string filter, string names)
    {
        await FillAsync();
        Assert.Equal(names, string.Join(',', await NamesAsync(filter, limit: 60)));
        Assert.Equal(names, string.Join(',', await NamesAsync(filter, limit: 1)));
    }

    [Fact]
    public async Task Are_found_by_their_ids()
    {
        await FillAsync();
        Assert.Equal("eve", Assert.Single(await NamesAsync($"sub = \"{await pool.AttributeAsync("eve", "sub")}\"", limit: 60)));
    }

    [Theory]
    [InlineData("email", "InvalidParameterException: Error while parsing filter.")]
    [InlineData("address = \"x\"", "InvalidParameterException: One or more requested attributes do not exist: address cannot be searched for.")]
    public async Task Are_refused_by_what_is_no_filter(string filter, string refusal) => Assert.Equal(refusal, await pool.RefusalAsync("ListUsers", RequestOf(filter, 60, null)));

    public void Dispose() => pool.Dispose();

    private async Task FillAsync()
    {
        foreach (var (name, email, phone) in ((string, string, string)[])[("eve", "Ann@shop.example", "+15550101"), ("bob", "bob@shop.example", "+15550100"), ("ann", "ann@shop.example", "+15550102"), ("mia", "\u00b5@shop.example", "+15550103")])
        {
            await pool.DoAsync("AdminCreateUser", new JsonObject
            {
                ["Username"] = name,
                ["MessageAction"] = "SUPPRESS",
                ["UserAttributes"] = new JsonArray(Attribute("email", email), Attribute("phone_number", phone), Attribute("name", name)),
            }.ToJsonString());
        }

        await pool.DoAsync("AdminDisableUser", """{"Username":"bob"}""");
    }

    /// <summary>Page by page.</summary>
    private async Task<List<string>> NamesAsync(string filter, int limit)
    {
        var names = new List<string>();
        string? token = null;
        do
        {
            var page = await pool.DoAsync("ListUsers", RequestOf(filter, limit, token));
            names.AddRange(page["Users"]!.AsArray().Select(static user => (string)user!["Username"]!));
            token = (string?)page["PaginationToken"];
        }
        while (token is not null);
        return names;
    }

    private static string RequestOf(string filter, int limit, string? token)
    {
        var request = new JsonObject { ["Filter"] = filter, ["Limit"] = limit };
        if (token is not null)
        {
            request["PaginationToken"] = token;
        }

        return request.ToJsonString();
    }

    private static JsonObject Attribute(string name, string value) => new() { ["Name"] = name, ["Value"] = value };
}
