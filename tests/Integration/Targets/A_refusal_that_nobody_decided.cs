using System.Net;
using Harness;
using Harness.Targets;

namespace Integration.Targets;

/// <summary>
/// A call of a route that does not exist is answered 403 as a refused one is, and so may a function answer. A test of access that holds for them proves nothing:
/// it fails, in this process, against a LocalAws elsewhere, and against a deployed stack, which tells no decisions.
/// </summary>
[Trait("Stack", "own")]
public sealed class A_refusal_that_nobody_decided : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("localaws-tests-").FullName;
    private LocalAws here = null!;
    private IAwsTarget? elsewhere;

    public static TheoryData<string> Targets { get; } = ["in this process", "elsewhere", "deployed"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => here = await LocalAws.StartAsync(
        new LocalAwsOptions
        {
            DataFolder = folder,
            Functions =
            {
                ["OrdersFunction"] = ProxyFunction.Of(static call => ProxyAnswer.Json(new { message = "Forbidden" }, call.Path.EndsWith("/o-2", StringComparison.Ordinal) ? 403 : 200)),
                ["BillingFunction"] = ProxyFunction.Of(static _ => ProxyAnswer.Json(new { })),
                ["PartnerAuthorizerFunction"] = static (_, _) => throw new InvalidOperationException("no"),
            },
        },
        Cancellation);

    public async ValueTask DisposeAsync()
    {
        if (elsewhere is not null)
        {
            await elsewhere.DisposeAsync();
        }

        await here.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task Is_none_where_there_is_no_such_route_or_method(string target)
    {
        var aws = await TargetAsync(target);
        var answers = new[]
        {
            await aws.As("AuditorRole").GetAsync("OrdersApi", "/odrers/o-1", Cancellation),
            await aws.AsNobody().GetAsync("OrdersApi", "/odrers/o-1", Cancellation),
            await aws.As("AuditorRole").DeleteAsync("OrdersApi", "/orders/o-1", Cancellation),
            await aws.AsNobody().DeleteAsync("OrdersApi", "/orders/o-1", Cancellation),
            await aws.AsUser("not.a.token").GetAsync("OrdersApi", "/me/odrers", Cancellation),
        };

        Assert.All(answers, static answer =>
        {
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
            foreach (var assertion in (Action[])[() => answer.ShouldBeDenied(), () => answer.ShouldBeDenied(by: "NobodyCallsAnotherRoute")])
            {
                var failure = Assert.Throws<AccessAssertionException>(assertion).Message;
                Assert.Contains("neither an authorizer nor a policy refused it.", failure, StringComparison.Ordinal);
                Assert.Contains("Correct the method or the path. There are: POST /orders, ", failure, StringComparison.Ordinal);
            }

            Assert.Contains("it did not get there.", Assert.Throws<AccessAssertionException>(() => answer.ShouldBeAllowed()).Message, StringComparison.Ordinal);
            Assert.Throws<AccessAssertionException>(() => answer.ShouldBeDeniedByFunction());
        });
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task Is_none_of_an_HTTP_API_without_the_route(string target)
    {
        var aws = await TargetAsync(target);

        (await aws.AsNobody().GetAsync("ProtectedApi", "/protected", Cancellation)).ShouldBeDenied().ShouldHaveStatus(HttpStatusCode.Unauthorized);
        var absent = await aws.AsNobody().GetAsync("ProtectedApi", "/protecetd", Cancellation);
        Assert.Contains("neither an authorizer nor a policy refused it.", Assert.Throws<AccessAssertionException>(() => absent.ShouldBeDenied()).Message, StringComparison.Ordinal);
        Assert.Throws<AccessAssertionException>(() => absent.ShouldBeAllowed());
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task Is_the_functions_own_and_has_to_be_asserted_as_such(string target)
    {
        var aws = await TargetAsync(target);
        var own = await aws.As("AuditorRole").GetAsync("OrdersApi", "/orders/o-2", Cancellation);

        Assert.Equal(HttpStatusCode.Forbidden, own.ShouldBeAllowed().ShouldBeDeniedByFunction().StatusCode);
        Assert.Contains(
            "it was allowed, and its function answered 403. If that is meant, say so: ShouldBeDeniedByFunction.",
            Assert.Throws<AccessAssertionException>(() => own.ShouldBeDenied()).Message, StringComparison.Ordinal);
        Assert.Throws<AccessAssertionException>(() => own.ShouldBeDeniedByFunction(HttpStatusCode.NotFound));
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task Is_not_one_that_an_authorizer_or_a_policy_decided(string target)
    {
        var aws = await TargetAsync(target);

        (await aws.As("AuditorRole").PostAsync("OrdersApi", "/orders", cancellation: Cancellation)).ShouldBeDenied(by: "OnlyStorefrontPostsOrders");
        (await aws.AsNobody().GetAsync("OrdersApi", "/orders", Cancellation)).ShouldBeDenied();
        (await aws.AsUser("not.a.token").GetAsync("OrdersApi", "/me/orders", Cancellation)).ShouldBeDenied();
        (await aws.As("AuditorRole").GetAsync("OrdersApi", "/orders", Cancellation)).ShouldBeAllowed();
        (await aws.AsUser("Bearer nobody").PostAsync("BillingApi", "/webhooks/payment", cancellation: Cancellation)).ShouldBeDenied();
        Assert.Contains("it was refused before", Assert.Throws<AccessAssertionException>(() => aws.AsNobody().GetAsync("OrdersApi", "/orders", Cancellation).Result.ShouldBeDeniedByFunction()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task Is_none_of_an_authorizer_that_fails(string target)
    {
        var failed = await (await TargetAsync(target)).AsUser($"Bearer legacy.acme.1.{new string('A', 43)}").PostAsync("BillingApi", "/webhooks/payment", cancellation: Cancellation);

        failed.ShouldHaveStatus(HttpStatusCode.InternalServerError);
        Assert.Contains("neither an authorizer nor a policy refused it.", Assert.Throws<AccessAssertionException>(() => failed.ShouldBeDenied()).Message, StringComparison.Ordinal);
        Assert.Throws<AccessAssertionException>(() => failed.ShouldBeAllowed());
    }

    [Fact]
    public async Task Has_no_route_in_its_decision()
    {
        Assert.False((await here.AsNobody().GetAsync("OrdersApi", "/odrers", Cancellation)).Decision!.HasRoute);
        Assert.True((await here.AsNobody().GetAsync("OrdersApi", "/orders", Cancellation)).Decision!.HasRoute);
    }

    private async Task<IAwsTarget> TargetAsync(string target) => target switch
    {
        "elsewhere" => elsewhere = RemoteLocalAws.At(new RemoteLocalAwsOptions
        {
            EndpointUrl = here.EndpointUrl,
            Template = "template.yaml",
            SealingKey = await File.ReadAllBytesAsync(Path.Combine(folder, "sealing.key"), Cancellation),
            SessionKey = await File.ReadAllBytesAsync(Path.Combine(folder, "session.key"), Cancellation),
        }),
        "deployed" => elsewhere = new DeployedStack(new DeployedStackOptions
        {
            Outputs = await StackOutputs.DescribeAsync(here.EndpointUrl, here.Region, "local", here.Administrator(), Cancellation),
            Region = here.Region,
            Credentials = here.Administrator(),
            EndpointUrl = here.EndpointUrl,
        }),
        _ => here,
    };
}
