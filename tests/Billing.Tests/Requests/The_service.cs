using Billing.Charging;
using Microsoft.Extensions.DependencyInjection;
using ServiceDefaults;

namespace Billing.Tests.Requests;

public sealed class The_service
{
    [Fact]
    public async Task Answers_a_problem_for_what_it_does_not_have()
    {
        await using var app = new BillingApp();

        (await app.GetAsync("/nothing")).IsProblem(404);
        (await app.GetAsync("/charges/ch_00000000000000000000000000")).IsProblem(404);
        (await app.GetAsync("/charges/ch_x")).IsProblem(404);
        (await app.SendAsync(new(HttpMethod.Delete, "/charges"))).IsProblem(405);
    }

    [Fact]
    public async Task Answers_a_problem_to_a_caller_who_does_not_take_JSON()
    {
        await using var app = new BillingApp();
        var request = new HttpRequestMessage(HttpMethod.Get, "/nothing");
        request.Headers.Accept.ParseAdd("text/html");

        (await app.SendAsync(request)).IsProblem(404);
    }

    [Fact]
    public async Task Keeps_its_faults_to_itself()
    {
        await using var app = new BillingApp { Replace = services => services.AddSingleton<IChargeStore, BrokenStore>() };

        var answer = await app.GetAsync("/charges/ch_00000000000000000000000000");

        answer.IsProblem(500);
        Assert.DoesNotContain("secret", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_that_it_is_healthy_and_describes_itself()
    {
        await using var app = new BillingApp();

        Assert.Equal(200, (await app.GetAsync("/health")).Status);
        var paths = (await app.GetAsync("/openapi/v1.json")).Json["paths"]!.AsObject().Select(path => path.Key);
        Assert.Equal(["/charges", "/charges/{chargeId}", "/charges/{chargeId}/refunds", "/webhooks/payment"], paths);
    }

    private sealed class BrokenStore : IChargeStore
    {
        public Task<CaptureOutcome> CaptureOnceAsync(Claim claim, CaptureOutcome proposed, CancellationToken cancellation) => throw Fault();

        public Task<Charge?> FindAsync(string chargeId, CancellationToken cancellation) => throw Fault();

        public Task<IReadOnlyList<Charge>> ListAsync(string? orderId, int limit, string? after, CancellationToken cancellation) => throw Fault();

        private static InvalidOperationException Fault() => new("secret");
    }
}
