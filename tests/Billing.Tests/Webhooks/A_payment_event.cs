namespace Billing.Tests.Webhooks;

public sealed class A_payment_event : IAsyncDisposable
{
    private readonly BillingApp app = new();

    [Fact]
    public async Task Is_recorded_and_shows_on_its_charge()
    {
        var chargeId = await app.ChargedAsync("key-1");

        var answer = await app.TellAsync("acme", Event(chargeId));

        Assert.Equal(200, answer.Status);
        Assert.Equal(
            $$"""{"eventId":"evt_1","chargeId":"{{chargeId}}","type":"charge.settled","occurredAt":"2026-01-01T11:00:00.5+00:00","receivedAt":"2026-01-02T03:04:05+00:00"}""",
            answer.Text);
        var charge = await app.GetAsync($"/charges/{chargeId}");
        Assert.Equal("2026-01-01T11:00:00.5+00:00", charge["settledAt"]);
        Assert.Null(charge.Json["disputedAt"]);
    }

    [Fact]
    public async Task May_be_a_dispute()
    {
        var chargeId = await app.ChargedAsync("key-1");
        await app.TellAsync("acme", Event(chargeId, type: "charge.disputed"));

        var charge = await app.GetAsync($"/charges/{chargeId}");
        Assert.Equal("2026-01-01T11:00:00.5+00:00", charge["disputedAt"]);
        Assert.Null(charge.Json["settledAt"]);
    }

    [Fact]
    public async Task Repeated_is_answered_as_the_first_time()
    {
        var chargeId = await app.ChargedAsync("key-1");
        var first = await app.TellAsync("acme", Event(chargeId));
        app.Time.Advance(TimeSpan.FromHours(1));

        // The same moment in another zone, and with digits that are not kept.
        Assert.Equal(first, await app.TellAsync("acme", Event(chargeId, occurredAt: "2026-01-01T11:00:00.5001Z")));
    }

    [Fact]
    public async Task Under_the_id_of_another_is_refused()
    {
        var chargeId = await app.ChargedAsync("key-1");
        await app.TellAsync("acme", Event(chargeId));

        (await app.TellAsync("acme", Event(chargeId, type: "charge.disputed"))).IsProblem(422);
        Assert.Null((await app.GetAsync($"/charges/{chargeId}")).Json["disputedAt"]);
    }

    [Fact]
    public async Task Under_the_id_of_another_partner_s_is_its_own()
    {
        var chargeId = await app.ChargedAsync("key-1");
        await app.TellAsync("acme", Event(chargeId));

        Assert.Equal(200, (await app.TellAsync("globex", Event(chargeId, type: "charge.disputed"))).Status);
    }

    [Fact]
    public async Task Leaves_the_answer_to_a_repeated_charge_as_it_was()
    {
        var first = await app.ChargeAsync("key-1");
        await app.TellAsync("acme", Event(first["chargeId"]));

        Assert.Equal(first, await app.ChargeAsync("key-1"));
    }

    [Theory]
    [InlineData("ch_00000000000000000000000000")]
    [InlineData("ch_1")]
    public async Task Of_a_charge_that_does_not_exist_is_not_found(string chargeId) =>
        (await app.TellAsync("acme", Event(chargeId))).IsProblem(404);

    [Fact]
    public async Task Of_nobody_is_refused()
    {
        var chargeId = await app.ChargedAsync("key-1");

        (await app.TellAsync(partner: null, Event(chargeId))).IsProblem(401);
        (await app.TellAsync(partner: "", Event(chargeId))).IsProblem(401);
        Assert.Null((await app.GetAsync($"/charges/{chargeId}")).Json["settledAt"]);
    }

    [Theory]
    [InlineData("""{}""", "eventId", "chargeId", "type", "occurredAt")]
    [InlineData("""{"eventId":"e","chargeId":"c","type":"charge.lost","occurredAt":"2026-01-01T00:00:00Z"}""", "type")]
    [InlineData("""{"eventId":"a b","chargeId":"c","type":"charge.settled","occurredAt":"2026-01-01T00:00:00Z"}""", "eventId")]
    [InlineData("""{"eventId":"e","chargeId":"c","type":"charge.settled","occurredAt":"2026-01-01T00:00:00Z","amount":1}""", "amount")]
    public async Task Names_what_is_wrong_with_it(string body, params string[] paths)
    {
        var answer = await app.TellAsync("acme", body);

        answer.IsProblem(400);
        Assert.Equal(paths, answer.ErrorPaths);
    }

    [Theory]
    [InlineData("2026-01-01T00:00:00")]
    [InlineData("2026-01-01")]
    [InlineData("2026-02-30T00:00:00Z")]
    [InlineData("0001-01-01T00:00:00+14:00")]
    [InlineData("yesterday")]
    public async Task Needs_a_time_that_means_the_same_everywhere(string occurredAt)
    {
        var answer = await app.TellAsync("acme", Event("ch_1", occurredAt: occurredAt));

        answer.IsProblem(400);
        Assert.Equal(["occurredAt"], answer.ErrorPaths);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private static string Event(string chargeId, string type = "charge.settled", string occurredAt = "2026-01-01T12:00:00.500+01:00") =>
        $$"""{"eventId":"evt_1","chargeId":"{{chargeId}}","type":"{{type}}","occurredAt":"{{occurredAt}}"}""";
}
