using Amazon.Runtime;
using Microsoft.Extensions.Time.Testing;
using SigV4.Http.Credentials;

namespace SigV4.Http.Tests.Credentials;

public class A_session_of_a_role
{
    private const string Role = "arn:aws:iam::111122223333:role/OrdersServiceRole";

    [Fact]
    public async Task Serves_many_requests_and_is_renewed_at_its_end()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var sts = await FakeSts.StartAsync(time);
        await using var sender = new Sender(time, time, static options => options with
        {
            Credentials = new BasicAWSCredentials("AKIACALLER", "caller-secret"),
            AssumeRole = new AssumeRoleOptions(Role, "orders") { Duration = TimeSpan.FromMinutes(15) },
        });

        Assert.Equal(["ASIA1", "ASIA1", "ASIA1"], [await SignerAsync(sender), await SignerAsync(sender), await SignerAsync(sender)]);
        Assert.Equal(1, sts.Calls);
        time.Advance(TimeSpan.FromMinutes(16));
        Assert.Equal("ASIA2", await SignerAsync(sender));
        Assert.Equal(2, sts.Calls);
    }

    [Fact]
    public async Task That_is_refused_says_which_role_and_what_to_do()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var sts = await FakeSts.StartAsync(time);
        sts.Refuses = true;
        await using var sender = new Sender(time, time, static options => options with
        {
            Credentials = new BasicAWSCredentials("AKIACALLER", "caller-secret"),
            AssumeRole = new AssumeRoleOptions(Role, "orders"),
        });

        var error = await Assert.ThrowsAsync<CredentialsUnavailableException>(() => SignerAsync(sender));
        Assert.Contains(Role, error.Message, StringComparison.Ordinal);
        Assert.Contains("trust policy", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("caller-secret", error.ToString(), StringComparison.Ordinal);
    }

    private static async Task<string> SignerAsync(Sender sender)
    {
        sender.Server.Answers.Enqueue(new WireAnswer(200, ""));
        using var response = await sender.Client.GetAsync(new Uri("/", UriKind.Relative), TestContext.Current.CancellationToken);
        return sender.Server.Requests.Last().Values("authorization")[0].Split("Credential=")[1].Split('/')[0];
    }
}
