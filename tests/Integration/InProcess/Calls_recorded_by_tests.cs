using Harness;

namespace Integration.InProcess;

/// <summary>What a test's calls were let do, recorded for <c>localaws suggest</c>.</summary>
[Trait("Stack", "own")]
public sealed class Calls_recorded_by_tests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("localaws-calls-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Are_those_that_passed_and_no_others()
    {
        await using (var aws = await LocalAws.StartAsync(new LocalAwsOptions { Record = folder, Functions = StandIns }, TestContext.Current.CancellationToken))
        {
            (await aws.As("AuditorRole").GetAsync("OrdersApi", "/orders/o-1", TestContext.Current.CancellationToken)).ShouldBeAllowed();
            (await aws.As("AuditorRole").PostAsync("OrdersApi", "/orders", new { }, TestContext.Current.CancellationToken)).ShouldBeDenied();
        }

        var lines = await File.ReadAllLinesAsync(Assert.Single(Directory.EnumerateFiles(folder, "calls-*.jsonl")), TestContext.Current.CancellationToken);
        Assert.Equal(2, lines.Length);
        Assert.Contains("\"principal\":\"arn:aws:iam::111122223333:role/AuditorRole\",\"action\":\"execute-api:Invoke\"", lines[1], StringComparison.Ordinal);
        Assert.Contains("/prod/GET/orders/o-1\"", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Are_none_unless_somebody_asks()
    {
        Assert.SkipWhen(Environment.GetEnvironmentVariable("LOCALAWS_RECORD") is { Length: > 0 }, "the calls of all tests are recorded");
        await using (var aws = await LocalAws.StartAsync(new LocalAwsOptions { Functions = StandIns }, TestContext.Current.CancellationToken))
        {
            (await aws.As("AuditorRole").GetAsync("OrdersApi", "/orders", TestContext.Current.CancellationToken)).ShouldBeAllowed();
        }

        Assert.Empty(Directory.EnumerateFiles(folder));
    }

    private static Dictionary<string, FunctionHandler> StandIns => new()
    {
        ["OrdersFunction"] = ProxyFunction.Of(static _ => ProxyAnswer.Json(new { })),
        ["BillingFunction"] = ProxyFunction.Of(static _ => ProxyAnswer.Json(new { })),
        ["PartnerAuthorizerFunction"] = static (_, _) => throw new InvalidOperationException("no"),
    };
}
