using System.Text;
using Integration.Orders;

namespace Integration.Telemetry;

/// <summary>
/// LocalAws as a process that sends to a collector: an order is one trace, from the client over orders to billing, and each decision is a span with the statement that made it.
/// </summary>
[Trait("Stack", "own")]
public sealed class A_traced_order : IAsyncLifetime
{
    private const string Trace = "0af7651916cd43dd8448eb211c80319c";
    private const string ClientsSpan = "b7ad6b7169203331";

    private readonly string folder = Directory.CreateTempSubdirectory("localaws-traced-").FullName;
    private OtlpReceiver receiver = null!;
    private LocalAwsProcess aws = null!;

    public async ValueTask InitializeAsync()
    {
        receiver = await OtlpReceiver.StartAsync();
        aws = await LocalAwsProcess.StartAsync(
            folder, ("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.Address), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"), ("OTEL_BSP_SCHEDULE_DELAY", "100"), ("OTEL_METRIC_EXPORT_INTERVAL", "500"));
    }

    public async ValueTask DisposeAsync()
    {
        aws.Dispose();
        await receiver.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Is_one_trace_of_both_services_and_tells_who_let_it_pass()
    {
        using var client = await aws.ClientAsync("StorefrontRole");
        client.DefaultRequestHeaders.Add("traceparent", $"00-{Trace}-{ClientsSpan}-01");
        using var order = new StringContent("""{"customerId":"cust-1","currency":"EUR","items":[{"sku":"tea-250g","quantity":2,"unitPriceMinor":450}]}""", Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync("orders", order, TestContext.Current.CancellationToken);
        Assert.Equal(201, (int)answer.StatusCode);

        var all = await receiver.SpansAsync(static spans => spans.Exists(static span => span.Name == "POST /orders" && span.Service == "localaws")
            && spans.Exists(static span => span is { Service: "BillingFunction", Name: "Lambda.Invoke" }) && spans.Exists(static span => span is { Service: "OrdersFunction", Name: "Lambda.Invoke" }));
        var trace = all.Where(static span => span.TraceId == Trace).ToList();
        var request = trace.Single(static span => span is { Service: "localaws", Name: "POST /orders" });
        Assert.Equal(ClientsSpan, request.ParentId);

        // The way of the request, step by step.
        Assert.Equal(
            ["authenticate", "authorize", "invoke OrdersFunction", "route"], trace.Where(span => span.ParentId == request.SpanId).Select(static span => span.Name).Order(StringComparer.Ordinal));
        var authorized = trace.Single(span => span.ParentId == request.SpanId && span.Name == "authorize").Attributes;
        Assert.Equal("allow", authorized["localaws.decision.verdict"]);
        Assert.Equal("identity_policy", authorized["localaws.decision.by"]);
        Assert.Matches("^arn:aws:sts::111122223333:assumed-role/StorefrontRole/", authorized["enduser.id"]);
        Assert.Equal(answer.Headers.GetValues("x-localaws-decision").Single(), request.Attributes["localaws.decision.id"]);
        Assert.Equal(("201", "/orders"), (request.Attributes["http.response.status_code"], request.Attributes["http.route"]));

        // From the charge in billing up to the client: each is the child of the one before.
        var way = new List<string>();
        for (var at = trace.Single(static span => span is { Service: "BillingFunction", Name: "Lambda.Invoke" }); at is not null; at = trace.SingleOrDefault(span => span.SpanId == at.ParentId))
        {
            way.Add($"{at.Service} {at.Name}");
        }

        Assert.Equal(
            [
                "BillingFunction Lambda.Invoke", "localaws function BillingFunction", "localaws invoke BillingFunction", "localaws POST /charges", "OrdersFunction POST",
                "OrdersFunction POST /orders/", "OrdersFunction Lambda.Invoke", "localaws function OrdersFunction", "localaws invoke OrdersFunction", "localaws POST /orders",
            ],
            way);
        Assert.Contains(trace, static span => span is { Service: "localaws", Name: "sts/AssumeRole" });
    }

    [Fact]
    public async Task Names_the_statement_that_refused_and_shows_no_secret()
    {
        using var client = await aws.ClientAsync("AuditorRole");
        using var request = new HttpRequestMessage(HttpMethod.Post, "orders?secretly=this") { Content = new StringContent("{}", Encoding.UTF8, "application/json") };
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(403, (int)answer.StatusCode);

        var id = answer.Headers.GetValues("x-localaws-decision").Single();
        var spans = await receiver.SpansAsync(spans => spans.Exists(span => span.Attributes.GetValueOrDefault("localaws.decision.id") == id));
        var refused = spans.Single(span => span.Attributes.GetValueOrDefault("localaws.decision.id") == id);
        var authorized = spans.Single(span => span.ParentId == refused.SpanId && span.Name == "authorize").Attributes;
        Assert.Equal(("explicit_deny", "resource_policy"), (refused.Attributes["localaws.decision.verdict"], refused.Attributes["localaws.decision.by"]));
        Assert.Equal("OnlyStorefrontPostsOrders", authorized["localaws.decision.statement"]);
        Assert.Matches(@"^template\.yaml:\d+$", authorized["localaws.decision.place"]);
        Assert.DoesNotContain(spans, span => span.Name.StartsWith("invoke", StringComparison.Ordinal) && span.TraceId == refused.TraceId);

        await receiver.MetricAsync("localaws.decisions");
        await receiver.MetricAsync("localaws.decision.duration");
        await receiver.MetricAsync("http.server.request.duration");
        var sent = request.Headers.ToDictionary(static header => header.Key, static header => header.Value.First());
        string[] secrets = [sent["X-Amz-Security-Token"], sent["Authorization"].Split("Signature=")[1], "secretly"];
        Assert.All(receiver.Everything, export => Assert.All(secrets, secret => Assert.True(export.AsSpan().IndexOf(Encoding.UTF8.GetBytes(secret)) < 0, "A secret was sent.")));
    }
}
