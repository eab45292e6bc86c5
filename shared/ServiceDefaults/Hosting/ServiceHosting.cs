using Lambda;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ServiceDefaults;

/// <summary>What every service is hosted with.</summary>
public static class ServiceHosting
{
    /// <summary>Adds Lambda's events beside HTTP, log lines for machines, spans for whoever asks for them, the clock, ids, problems and health checks.</summary>
    public static void AddServiceDefaults(this WebApplicationBuilder builder)
    {
        builder.Logging.AddJsonLines();
        builder.AddTelemetry();
        builder.Services.AddLambdaHosting();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<IIdSource, TimeOrderedIds>();
        builder.Services.AddProblems();
        builder.Services.AddHealthChecks();
    }

    /// <summary>Puts requests on the log and makes problems of failures. Call it before the routes.</summary>
    public static void UseServiceDefaults(this WebApplication app)
    {
        app.UseRequestScope();
        app.UseProblems();
    }

    /// <summary>Maps <c>/health</c>.</summary>
    public static void MapDefaultEndpoints(this WebApplication app) => app.MapHealthChecks("/health");
}
