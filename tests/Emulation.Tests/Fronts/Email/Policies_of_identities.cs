using Emulation.Fronts.Email;
using Emulation.Tests.Upstreams;
using Iam;

namespace Emulation.Tests.Fronts.Email;

/// <summary>Amazon SES Developer Guide, "Using sending authorization": an identity has policies, each with a name.</summary>
public sealed class Policies_of_identities : IDisposable
{
    private const string Identity = "arn:aws:ses:us-east-1:111122223333:identity/example.com";
    private readonly AskedCall call = new();

    public void Dispose() => call.Dispose();

    [Fact]
    public async Task Decide_together_and_are_taken_away_one_by_one()
    {
        var plan = await PutAsync("partner", "444455556666");
        Assert.Null(call.Policies.Of(Identity));
        plan.Done!();
        (await PutAsync("other", "777788889999")).Done!();
        Assert.Equal((Verdict.Allow, Verdict.Allow), (Decide("444455556666"), Decide("777788889999")));

        (await call.PlanAsync(new EmailService(), "DeleteIdentityPolicy", """{"Identity":"example.com","PolicyName":"partner"}""")).Done!();
        Assert.Equal((Verdict.ImplicitDeny, Verdict.Allow), (Decide("444455556666"), Decide("777788889999")));
    }

    [Fact]
    public async Task Are_gone_with_their_identity()
    {
        (await PutAsync("partner", "444455556666")).Done!();
        (await call.PlanAsync(new EmailService(), "DeleteIdentity", """{"Identity":"example.com"}""")).Done!();
        Assert.Equal(Verdict.ImplicitDeny, Decide("444455556666"));
        (await PutAsync("other", "777788889999")).Done!();
        Assert.Equal(Verdict.ImplicitDeny, Decide("444455556666"));
    }

    [Fact]
    public async Task That_are_none_are_refused() => await Assert.ThrowsAsync<Emulation.Calls.RefusedException>(() => call.PlanAsync(
        new EmailService(), "PutIdentityPolicy", """{"Identity":"example.com","PolicyName":"p","Policy":"{\"Statement\":[{\"Effect\":\"Maybe\"}]}"}"""));

    private Task<Emulation.Upstreams.FrontPlan> PutAsync(string name, string account) => call.PlanAsync(
        new EmailService(), "PutIdentityPolicy",
        $$"""{"Identity":"example.com","PolicyName":"{{name}}","Policy":{{System.Text.Json.JsonSerializer.Serialize(Allow(account))}} }""");

    private static string Allow(string account) =>
        $$"""{"Version":"2012-10-17","Statement":[{"Sid":"A","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::{{account}}:root"},"Action":"ses:SendEmail","Resource":"{{Identity}}"}]}""";

    private Verdict Decide(string account) => AskedCall.Decide(account, "ses:SendEmail", Identity, call.Policies.Of(Identity));
}
