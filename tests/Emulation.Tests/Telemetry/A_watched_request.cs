using System.Collections.Immutable;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Emulation.Decisions;
using Emulation.Gateway;
using Emulation.Gateway.Apis;
using Emulation.Gateway.Authorizers;
using Emulation.Gateway.Routing;
using Emulation.Organizations;
using Emulation.Principals;
using Emulation.Sessions;
using Emulation.State;
using Emulation.Telemetry;
using Iam;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging.Abstractions;
using Sam;

namespace Emulation.Tests.Telemetry;

/// <summary>A request that the resource policy of an API decides, with somebody who listens and with nobody.</summary>
[Collection(Listening.Name)]
public sealed class A_watched_request : IDisposable
{
    private const string Trace = "0af7651916cd43dd8448eb211c80319c";
    private static readonly Stack Stack = Given.Stack("""
        Transform: AWS::Serverless-2016-10-31
        Resources:
          F: { Type: AWS::Serverless::Function, Properties: { CodeUri: ./, Handler: F, Runtime: dotnet10 } }
        """);

    private readonly SessionSealer sealer = new(new byte[32], IdSource.SystemRandom);
    private readonly GatewayPipeline pipeline;

    public A_watched_request()
    {
        var keyring = new Keyring(new AccountDirectory([Stack], new LongTermKeys(new byte[32])), sealer, TimeProvider.System);
        var question = new PolicyQuestion(new RequestEnvironment(Organization.None, ImmutableDictionary<string, string>.Empty));
        var authorization = new RouteAuthorization(question, new IamAuthorization(keyring, question), null!, null!, null!, null!);
        pipeline = new GatewayPipeline(
            new GatewayRouting(keyring), authorization, new RequestAdmission(null!), null!, new DecisionLog(NullLogger.Instance), IdSource.SystemRandom, TimeProvider.System);
    }

    [Fact]
    public async Task Continues_the_trace_of_its_caller_and_names_the_statement_that_refused()
    {
        using var spans = new SpanRecorder();
        var http = await SendAsync("/orders/7", ("traceparent", $"00-{Trace}-b7ad6b7169203331-01"), ("X-Amzn-Trace-Id", "Root=1-67891233-abcdef012345678912345678"));
        var request = spans["GET /orders/{id}"];
        Assert.Equal((Trace, "b7ad6b7169203331"), (request.TraceId.ToHexString(), request.ParentSpanId.ToHexString()));
        Assert.Equal(["authorize", "route"], spans.Ended.Where(span => span.ParentSpanId == request.SpanId).Select(static span => span.DisplayName).Order());
        Assert.Equal("Nobody", spans["authorize"].GetTagItem("localaws.decision.statement"));
        Assert.Equal("explicit_deny", request.GetTagItem("localaws.decision.verdict"));
        Assert.Equal("resource_policy", request.GetTagItem("localaws.decision.by"));
        Assert.Equal("/orders/{id}", request.GetTagItem("http.route"));
        Assert.Equal(403, request.GetTagItem("http.response.status_code"));
        Assert.Equal(http.Response.Headers["x-localaws-decision"].ToString(), request.GetTagItem("localaws.decision.id"));
        Assert.Null(Activity.Current);
    }

    [Theory]
    [InlineData("Root=1-67891233-abcdef012345678912345678;Parent=463ac35c9f6413ad", "67891233abcdef012345678912345678", "463ac35c9f6413ad")]
    [InlineData("Root=1-67891233-abcdef012345678912345678", "67891233abcdef012345678912345678", "0000000000000000")]
    public async Task Continues_a_trace_of_X_Ray_where_its_caller_knows_no_other(string header, string trace, string parent)
    {
        using var spans = new SpanRecorder();
        await SendAsync("/orders/7", ("X-Amzn-Trace-Id", header));
        Assert.Equal((trace, parent), (spans["GET /orders/{id}"].TraceId.ToHexString(), spans["GET /orders/{id}"].ParentSpanId.ToHexString()));
    }

    [Fact]
    public async Task Has_no_query_header_or_body_in_its_span()
    {
        using var spans = new SpanRecorder();
        await SendAsync("/orders/7?X-Amz-Signature=hidden", ("Authorization", "hidden"), ("Cookie", "hidden"), ("X-Amz-Security-Token", "hidden"));
        Assert.NotEmpty(spans.Ended);
        Assert.All(spans.Ended.SelectMany(static span => span.TagObjects), static tag => Assert.DoesNotContain("hidden", tag.Value?.ToString() ?? "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Is_of_no_route_when_none_takes_it()
    {
        using var spans = new SpanRecorder();
        await SendAsync("/orderz/7");
        var request = spans["GET"];
        Assert.Null(request.GetTagItem("http.route"));
        Assert.Equal(("Shop", "implicit_deny"), (request.GetTagItem("localaws.api"), request.GetTagItem("localaws.decision.verdict")));
        Assert.DoesNotContain(spans.Ended, static span => span.DisplayName == "authorize");
    }

    [Fact]
    public async Task Counts_by_words_of_the_template()
    {
        var counted = new List<string>();
        using var meters = new MeterListener
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Meter.Name == Measures.MeterName)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) => counted.Add($"{instrument.Name} {value} {Text(tags)}"));
        meters.SetMeasurementEventCallback<double>((instrument, value, tags, _) => counted.Add($"{instrument.Name} {(value > 0 ? "s" : value)} {Text(tags)}"));
        meters.Start();
        await SendAsync("/orders/7");
        const string ofRoute = "http.route=/orders/{id}, localaws.api=Shop";
        const string ofDecision = $"{ofRoute}, localaws.decision.by=resource_policy, localaws.decision.verdict=explicit_deny";
        Assert.Equal(
            [
                $"http.server.request.duration s http.request.method=GET, http.response.status_code=403, {ofRoute}, url.scheme=http", $"localaws.decision.duration s {ofDecision}",
                $"localaws.decisions 1 {ofDecision}",
            ],
            counted.Order(StringComparer.Ordinal));

        static string Text(ReadOnlySpan<KeyValuePair<string, object?>> tags) => string.Join(", ", tags.ToArray().OrderBy(static tag => tag.Key, StringComparer.Ordinal).Select(static tag => $"{tag.Key}={tag.Value}"));
    }

    /// <summary>What is asked on the way of every request, without anybody who listens; and with somebody, for whom it is made.</summary>
    [Fact]
    public void Costs_nothing_when_nobody_watches()
    {
        var function = Stack.Functions[0];
        Assert.False(RequestSpan.IsWanted);
        Assert.Equal(0, BytesOfThousand(Steps));
        using var spans = new SpanRecorder();
        using var request = Spans.Begin("GET", default);
        Assert.True(RequestSpan.IsWanted);
        Assert.InRange(BytesOfThousand(Steps), 1000, long.MaxValue);

        void Steps()
        {
            _ = RequestSpan.IsWanted;
            Measures.Decided(null, "allow", "identity_policy", Measures.Now);
            Measures.StartedCold("f");
            using var step = Spans.Step("route");
            using var authentication = AuthenticationSpan.Begin("AWS_IAM");
            AuthenticationSpan.End(authentication, "arn", null);
            using var invocation = Emulation.Lambda.FunctionSpans.Begin(function);
        }
    }

    public void Dispose() => sealer.Dispose();

    private static long BytesOfThousand(Action steps)
    {
        steps();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            steps();
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    /// <summary>Through the span of the request and the pipeline, as the one port leads it.</summary>
    private async Task<HttpContext> SendAsync(string target, params (string Name, string Value)[] headers)
    {
        var http = new DefaultHttpContext();
        var path = target.Split('?')[0];
        http.Request.Method = "GET";
        http.Request.Scheme = "http";
        http.Request.Path = $"/prod{path}";
        http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = $"/prod{target}";
        foreach (var (name, value) in headers)
        {
            http.Request.Headers[name] = value;
        }

        using var span = RequestSpan.Begin(http);
        await pipeline.HandleAsync(http, new ApiAddress(Api, path));
        return http;
    }

    private static DeployedApi Api { get; } = DeployedApi.Of(Stack, new RestApi
    {
        LogicalId = "Shop", ApiId = "klmnopqrst", Name = "shop", StageName = "prod", Line = new SourceLine("template.yaml", 1),
        ResourcePolicy = Policy.Parse(
            """{"Version":"2012-10-17","Statement":[{"Sid":"Nobody","Effect":"Deny","Principal":"*","Action":"execute-api:Invoke","Resource":"*"}]}""",
            PolicyKind.Resource, new PolicyOrigin("Shop")).Policy!,
        Routes = [Given.Route("GET", "/orders/{id}") with { Authorizer = NoAuthorizer.Instance }],
    });
}
