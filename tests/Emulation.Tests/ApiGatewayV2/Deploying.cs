namespace Emulation.Tests.ApiGatewayV2;

public sealed class Deploying : IDisposable
{
    private readonly ManagementApi aws = new();
    private readonly string api;

    public Deploying() => api = aws.Api();

    public void Dispose() => aws.Dispose();

    [Fact]
    public void Needs_no_call_for_a_stage_with_auto_deploy()
    {
        aws.Stage(api);
        Assert.Empty(aws.Served!.Routes);
        var route = Route("GET /x");
        Assert.Single(aws.Served!.Routes);
        aws.Call("DELETE", $"{api}/routes/{route}");
        Assert.Empty(aws.Served!.Routes);
        var deployment = Assert.Single(aws.Call("GET", $"{api}/deployments").Json["items"]!.AsArray());
        Assert.Equal(("true", aws.Call("GET", $"{api}/stages/%24default")["deploymentId"]), (deployment!["autoDeployed"]!.ToString(), deployment["deploymentId"]!.ToString()));
    }

    [Fact]
    public void Gives_a_stage_without_auto_deploy_what_there_was_then()
    {
        aws.Stage(api, "prod", autoDeploy: false);
        Route("GET /x");
        Assert.Null(aws.Served);
        var deployed = aws.Call("POST", $"{api}/deployments", """{"stageName":"prod"}""");
        Assert.Equal((201, "DEPLOYED"), (deployed.Status, deployed["deploymentStatus"]));
        Route("GET /y");
        Assert.Equal(["/x"], aws.Served!.Routes.Select(static route => route.Path));
    }

    [Fact]
    public void Can_go_back()
    {
        aws.Stage(api, "prod", autoDeploy: false);
        Route("GET /x");
        var first = aws.Call("POST", $"{api}/deployments", """{"stageName":"prod"}""")["deploymentId"];
        Route("GET /y");
        aws.Call("POST", $"{api}/deployments", """{"stageName":"prod"}""");
        Assert.Equal(2, aws.Served!.Routes.Length);
        aws.Call("PATCH", $"{api}/stages/prod", $$"""{"deploymentId":"{{first}}"}""");
        Assert.Single(aws.Served!.Routes);
    }

    [Fact]
    public void Is_refused_without_routes() =>
        Assert.Equal("Unable to deploy API because no routes exist in this API", aws.Call("POST", $"{api}/deployments").Message);

    [Fact]
    public void Leaves_out_a_route_without_a_target()
    {
        aws.Stage(api);
        aws.Route(api, "GET /x");
        Assert.Empty(aws.Served!.Routes);
    }

    [Fact]
    public void Is_to_one_stage_of_a_name()
    {
        aws.Stage(api, "prod");
        Assert.Equal((409, "Stage already exists"), (aws.Stage(api, "prod").Status, aws.Stage(api, "prod").Message));
        Assert.Equal("LocalAws serves an API at one stage, and 'prod' is there. Delete it first, or create another API.", aws.Stage(api, "test").Message);
        Assert.Equal(204, aws.Call("DELETE", $"{api}/stages/prod").Status);
        Assert.Null(aws.Served);
        Assert.Equal(201, aws.Stage(api, "test").Status);
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("$other")]
    [InlineData("")]
    public void Is_refused_to_a_stage_without_a_proper_name(string name) => Assert.Equal(400, aws.Stage(api, name).Status);

    private string Route(string key) => aws.Route(api, key, $",\"target\":\"{aws.Target(api)}\"")["routeId"];
}
