namespace SigV4.Http.Tests;

/// <summary>What runs on Lambda passes the invocation's trace on, as AWS's own SDKs do.</summary>
public class The_trace_of_an_invocation
{
    private const string Trace = "Root=1-67891233-abcdef012345678912345678;Parent=463ac35c9f6413ad;Sampled=1";

    [Theory]
    [InlineData(Trace, "f", Trace)]
    [InlineData(Trace, null, null)]
    [InlineData(null, "f", null)]
    [InlineData("", "f", null)]
    public void Goes_along_with_a_request_of_a_function(string? trace, string? function, string? sent)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://api.example.com/");
        LambdaTrace.AddTo(request, name => name == "_X_AMZN_TRACE_ID" ? trace : name == "AWS_LAMBDA_FUNCTION_NAME" ? function : null);
        Assert.Equal(sent, request.Headers.TryGetValues("X-Amzn-Trace-Id", out var values) ? values.Single() : null);
    }

    [Fact]
    public void Leaves_a_trace_that_the_request_has()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://api.example.com/") { Headers = { { "X-Amzn-Trace-Id", "Root=1-1-1" } } };
        LambdaTrace.AddTo(request, static _ => Trace);
        Assert.Equal("Root=1-1-1", request.Headers.GetValues("X-Amzn-Trace-Id").Single());
    }
}
