using Emulation.Access;

namespace Emulation.Tests.Gateway;

public class Custom_domains(PlainApis apis) : IClassFixture<PlainApis>
{
    private const string Domain = "api.example.com";

    [Theory]
    [InlineData("/shop/open", "v1", "/shop/open")]
    [InlineData("/shop/new/open", "v2", "/shop/new/open")]
    [InlineData("/staged/v1/open", "v1", "/staged/v1/open")]
    public async Task Lead_to_the_stage_of_the_longest_base_path(string path, string stage, string seen)
    {
        var reply = await apis.CallAsync(Domain, path);
        var context = reply.Event["requestContext"]!;

        Assert.Equal((200, stage, seen, seen), (reply.Status, (string?)context["stage"], (string?)reply.Event["path"], (string?)context["path"]));
        Assert.Equal((Domain, "api", "/open"), ((string?)context["domainName"], (string?)context["domainPrefix"], (string?)context["resourcePath"]));
    }

    [Fact]
    public async Task Show_http_apis_the_path_as_it_was_sent()
    {
        var reply = await apis.CallAsync(Domain, "/http/open");

        Assert.Equal((200, "/http/open", Domain), (reply.Status, (string?)reply.Event["rawPath"], (string?)reply.Event["requestContext"]!["domainName"]));
    }

    [Theory]
    [InlineData("/shopping/open")]
    [InlineData("/other")]
    [InlineData("/staged/v9/open")]
    [InlineData("/_localaws/stack")]
    public async Task Answer_nobody_elsewhere(string path)
    {
        var reply = await apis.CallAsync(Domain, path);

        Assert.Equal((403, """{"message":"Forbidden"}"""), (reply.Status, reply.Body));
    }

    [Fact]
    public async Task Are_judged_by_what_is_below_the_base_path()
    {
        Assert.Equal(200, (await apis.CallAsync(Domain, "/shop/secret", isSigned: true)).Status);
        Assert.Equal(403, (await apis.CallAsync(Domain, "/shop/secret")).Status);
        var denied = await apis.CallAsync(Domain, "/shop/new/secret", isSigned: true);

        Assert.Equal(403, denied.Status);
        Assert.Contains("/v2/GET/secret with an explicit deny", denied.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Are_the_only_way_to_an_api_without_its_own_endpoint()
    {
        Assert.Equal(200, (await apis.CallAsync(Domain, "/hidden/anything")).Status);
        Assert.Equal(404, (await apis.CallAsync(apis.HostOf("Hidden"), "/anything")).Status);
        Assert.Equal(404, (await apis.CallAsync("127.0.0.1", "/execute-api/Hidden/anything")).Status);
    }

    [Fact]
    public async Task Are_closed_where_clients_need_a_certificate()
    {
        var reply = await apis.CallAsync("mtls.example.com", "/open", isSigned: true);

        Assert.Equal(501, reply.Status);
        Assert.Contains("Guarded.MutualTlsAuthentication: LocalAws asks clients for no certificate.", reply.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Are_named_in_a_path_where_no_resolver_knows_them()
    {
        var url = apis.Emulator.EndpointUrl;
        Assert.Equal(200, (await apis.CallAsync("127.0.0.1", $"/execute-api/{Domain}/shop/open")).Status);
        Assert.Equal($"{url}/execute-api/{Domain}/shop", apis.Emulator.Addresses.Of(apis.Emulator.Stacks.Main.Functions[0].Environment["SHOP"], url));
        Assert.Equal("https://api.example.com.evil.example/", apis.Emulator.Addresses.Of("https://api.example.com.evil.example/", url));
    }

    [Fact]
    public async Task Open_no_other_names() => Assert.Equal(403, (await apis.CallAsync("other.example.com", "/shop/open")).Status);

    [Fact]
    public void Count_in_the_matrix_by_the_stages_that_they_lead_to()
    {
        var routes = AccessMatrix.Of(apis.Emulator.Stacks).Routes.Where(static route => route.Api.LogicalId == "Rest" && route.Route.Path == "/secret").ToList();

        Assert.Equal(["GET /secret at v1", "GET /secret at v2", "GET /secret at v3"], routes.Select(static route => route.Name));
        Assert.Equal(1, apis.Emulator.Stacks.Main.ListedRoutes.Count(static one => one.Api.LogicalId == "Rest" && one.Route.Path == "/secret"));
    }
}
