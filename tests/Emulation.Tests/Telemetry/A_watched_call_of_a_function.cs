using System.Diagnostics;
using System.Text.Json.Nodes;
using Emulation.Gateway;
using Emulation.Lambda;
using Emulation.State;
using Emulation.Telemetry;
using Emulation.Tests.Gateway.Authorizers;
using Microsoft.Extensions.Logging.Abstractions;
using Sam;
using SigV4;

namespace Emulation.Tests.Telemetry;

/// <summary>A function continues the trace: by the header of its Runtime API, and by those of the event.</summary>
[Collection(Listening.Name)]
public sealed class A_watched_call_of_a_function
{
    private static readonly Function Function = Given.Function("f", "x", "provided.al2023");

    [Fact]
    public async Task Hands_the_function_its_own_span_to_begin_with()
    {
        using var spans = new SpanRecorder();
        string? seen = null;
        await using var host = HostOf(invocation =>
        {
            seen = invocation.TraceId;
            return new InvocationResult("1"u8.ToArray(), null);
        });
        using (Spans.Begin("request", default))
        {
            await host.InvokeAsync(new FunctionCall(Function, "{}"u8.ToArray()) { TraceId = "Root=1-67891233-abcdef012345678912345678" });
        }

        var (wait, work) = (spans[$"invoke {Function.LogicalId}"], spans[$"function {Function.LogicalId}"]);
        Assert.Equal(spans["request"].SpanId, wait.ParentSpanId);
        Assert.Equal(wait.SpanId, work.ParentSpanId);
        Assert.Equal(XRayTrace.ContinuationOf(work), seen);
        Assert.Equal(ActivityStatusCode.Unset, work.Status);
        Assert.Equal("f", work.GetTagItem("faas.name"));
    }

    [Fact]
    public async Task Fails_with_the_function()
    {
        using var spans = new SpanRecorder();
        await using var host = HostOf(static _ => InvocationResult.Failed("Error", "no"));
        using (Spans.Begin("request", default))
        {
            await host.InvokeAsync(new FunctionCall(Function, "{}"u8.ToArray()));
        }

        Assert.Equal((ActivityStatusCode.Error, "Unhandled"), (spans[$"function {Function.LogicalId}"].Status, spans[$"function {Function.LogicalId}"].StatusDescription));
    }

    /// <summary>Without anybody who watches, a function sees what its caller sent.</summary>
    [Fact]
    public async Task Passes_on_what_the_caller_sent_when_nobody_watches()
    {
        string? seen = null;
        await using var host = HostOf(invocation =>
        {
            seen = invocation.TraceId;
            return new InvocationResult("1"u8.ToArray(), null);
        });
        const string sent = "Root=1-67891233-abcdef012345678912345678;Parent=463ac35c9f6413ad;Sampled=1";
        await host.InvokeAsync(new FunctionCall(Function, "{}"u8.ToArray()) { TraceId = sent });
        Assert.Equal(sent, seen);
    }

    [Fact]
    public void Shows_the_function_one_traceparent_whatever_the_caller_sent()
    {
        using var gate = new Gate();
        var api = gate.Rest(NoAuthorizer.Instance);
        Assert.Equal("00-1-2-00", HeadersOf(Gate.Request(api, [new HeaderField("TraceParent", "00-1-2-00")]))["TraceParent"]!.GetValue<string>());
        var continued = Gate.Request(api, [new HeaderField("TraceParent", "00-1-2-00"), new HeaderField("tracestate", "a=b")]);
        continued.ContinueTrace("00-3-4-01");
        var headers = HeadersOf(continued);
        Assert.Equal(("00-3-4-01", "a=b"), (headers["traceparent"]!.GetValue<string>(), headers["tracestate"]!.GetValue<string>()));
        Assert.False(headers.ContainsKey("TraceParent"));
    }

    /// <summary>AWS's form: the gateway's own part before a root that the caller sent, and the root alone where it is the gateway's.</summary>
    [Fact]
    public void Shows_the_function_the_callers_root_behind_the_gateways_part()
    {
        const string own = "Root=1-67891234-111111111111111111111111";
        Assert.Equal(own, TraceHeader.ForFunctions(own, null));
        Assert.Equal(
            "Self=1-67891234-111111111111111111111111;Root=1-67891233-abcdef012345678912345678;Parent=463ac35c9f6413ad;Sampled=1",
            TraceHeader.ForFunctions(own, new XRayTrace("Root=1-67891233-abcdef012345678912345678", "463ac35c9f6413ad", "1")));
    }

    [Fact]
    public void Hands_on_where_to_send_and_not_who_LocalAws_is()
    {
        var handedOn = FunctionTelemetry.HandedOn(
        [
            new("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:4317"), new("OTEL_SERVICE_NAME", "mine"), new("OTEL_RESOURCE_ATTRIBUTES", "a=b"), new("OTEL_TRACES_SAMPLER", "always_on"),
            new("HOME", "/root"), new("OTEL_EMPTY", ""),
        ]).ToDictionary();
        Assert.Equal(["OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_TRACES_SAMPLER"], handedOn.Keys.Order());
        var variables = FunctionTelemetry.Of(Function, handedOn).ToDictionary();
        Assert.Equal(Function.LogicalId, variables["OTEL_SERVICE_NAME"]);
        Assert.Contains("faas.name=f", variables["OTEL_RESOURCE_ATTRIBUTES"], StringComparison.Ordinal);
        Assert.Empty(FunctionTelemetry.Of(Function, new Dictionary<string, string>()));
    }

    private static JsonObject HeadersOf(GatewayRequest request) => Gate.EventOf(request, GatewayDecision.Allow(null, ""))["headers"]!.AsObject();

    private static FunctionHost HostOf(Func<Invocation, InvocationResult> function) => new(new FunctionHostOptions
    {
        Functions = [new DeployedFunction(Function, "/")],
        CommandOf = static _ => throw new InvalidOperationException("No process was expected."),
        MaxEnvironments = 1,
        Credentials = static _ => throw new InvalidOperationException("No process was expected."),
        Environment = static _ => new Dictionary<string, string>(),
        StandIn = _ => (invocation, _) => Task.FromResult(function(invocation)),
        HomeFolder = Path.Combine(Path.GetTempPath(), "localaws-no-homes"),
        Ids = IdSource.SystemRandom,
        Time = TimeProvider.System,
        Logging = NullLoggerFactory.Instance,
    });
}
