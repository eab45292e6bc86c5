using System.Text.Json;

namespace Integration;

/// <summary>LocalAws's own pages, which programs read.</summary>
public class Own_pages(StackFixture stack)
{
    [Fact]
    public async Task Say_when_everything_answers()
    {
        using var http = new HttpClient();
        Assert.Equal("""{"status":"ready"}""", await http.GetStringAsync(new Uri(stack.LocalAws.EndpointUrl, "/_localaws/health"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task List_what_runs()
    {
        using var http = new HttpClient();
        using var page = JsonDocument.Parse(await http.GetStringAsync(new Uri(stack.LocalAws.EndpointUrl, "/_localaws/stack"), TestContext.Current.CancellationToken));
        var orders = page.RootElement.GetProperty("apis")[0];
        Assert.Equal(("OrdersApi", "prod"), (orders.GetProperty("logicalId").GetString(), orders.GetProperty("stage").GetString()));
        Assert.Equal(stack.LocalAws.UrlOf("OrdersApi").AbsoluteUri, orders.GetProperty("url").GetString());
        Assert.Matches("^[a-z0-9]{10}$", orders.GetProperty("apiId").GetString());
        var route = orders.GetProperty("routes")[0];
        Assert.Equal(("POST", "/orders", "AWS_IAM"), (route.GetProperty("method").GetString(), route.GetProperty("path").GetString(), route.GetProperty("authorizer").GetString()));
        Assert.Contains(page.RootElement.GetProperty("roles").EnumerateArray(), static role => role.GetProperty("logicalId").GetString() == "PartnerRole" && role.GetProperty("arn").GetString() == "arn:aws:iam::444455556666:role/PartnerRole");
        Assert.Equal(3, page.RootElement.GetProperty("functions").GetArrayLength());
        Assert.Contains(page.RootElement.GetProperty("users").EnumerateArray(), static user => user.GetProperty("arn").GetString() == "arn:aws:iam::111122223333:user/admin");
    }
}
