using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using OpenTelemetry.Trace;

namespace ServiceDefaults.Tests.Hosting;

public class Spans_of_a_service
{
    [Theory]
    [InlineData("http://127.0.0.1:4317", true)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Are_sent_where_the_environment_says_and_made_for_nobody_else(string? endpoint, bool areSent)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection([new("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint)]);
        builder.AddServiceDefaults();
        Assert.Equal(areSent, builder.Services.Any(static service => service.ServiceType == typeof(TracerProvider)));
    }
}
