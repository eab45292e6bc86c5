using System.Diagnostics;
using Lambda.Runtime;
using Microsoft.AspNetCore.Http;

namespace Lambda.Tests.Runtime;

public class The_trace_of_an_invocation
{
    private const string Trace = "0af7651916cd43dd8448eb211c80319c";

    [Fact]
    public void Is_continued_by_the_application_where_the_caller_began_it()
    {
        using var invocation = new Activity("Lambda.Invoke").SetParentId(ActivityTraceId.CreateFromString(Trace), ActivitySpanId.CreateRandom()).Start();
        IHeaderDictionary headers = new HeaderDictionary { ["traceparent"] = $"00-{Trace}-b7ad6b7169203331-01" };
        InvocationTrace.Continue(headers);
        Assert.Equal(invocation.Id, headers.TraceParent.ToString());
    }

    [Theory]
    [InlineData("00-1af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")]
    [InlineData("none")]
    public void Leaves_another_trace_of_the_caller_to_the_application(string sent)
    {
        using var invocation = new Activity("Lambda.Invoke").SetParentId(ActivityTraceId.CreateFromString(Trace), ActivitySpanId.CreateRandom()).Start();
        IHeaderDictionary headers = new HeaderDictionary { ["traceparent"] = sent };
        InvocationTrace.Continue(headers);
        Assert.Equal(sent, headers.TraceParent.ToString());
    }

    [Fact]
    public void Adds_nothing_where_the_caller_sent_none()
    {
        using var invocation = new Activity("Lambda.Invoke").Start();
        IHeaderDictionary headers = new HeaderDictionary();
        InvocationTrace.Continue(headers);
        Assert.Empty(headers);
    }
}
