using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace ServiceDefaults;

/// <summary>Makes every answer that is no success a problem.</summary>
internal static class ProblemRegistration
{
    public static IServiceCollection AddProblems(this IServiceCollection services) =>
        services
            // A repeated request answers as the first did; the trace id, which differs, is in the log.
            .AddProblemDetails(problems => problems.CustomizeProblemDetails = context => context.ProblemDetails.Extensions.Remove("traceId"))
            .AddExceptionHandler<UnhandledExceptions>()
            .AddJson(ProblemJson.Default);

    public static void UseProblems(this WebApplication app)
    {
        app.UseExceptionHandler();
        // An answer without a body, such as routing's own 404 and 405, gets one.
        app.UseStatusCodePages(pages => ServiceProblems.OfStatus(pages.HttpContext.Response.StatusCode).ExecuteAsync(pages.HttpContext));
    }
}

/// <summary>What problems have beyond what ASP.NET Core knows of them: <see cref="Violations.ByPath"/>.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Dictionary<string, string[]>))]
internal sealed partial class ProblemJson : JsonSerializerContext;
