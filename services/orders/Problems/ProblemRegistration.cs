namespace Orders.Problems;

internal static class ProblemRegistration
{
    public static IServiceCollection AddProblems(this IServiceCollection services) =>
        services
            // A repeated request answers as the first did; the trace id, which differs, is in the log.
            .AddProblemDetails(problems => problems.CustomizeProblemDetails = context => context.ProblemDetails.Extensions.Remove("traceId"))
            .AddExceptionHandler<UnhandledExceptions>();

    public static void UseProblems(this WebApplication app)
    {
        app.UseExceptionHandler();
        // An answer without a body, such as routing's own 404 and 405, gets one.
        app.UseStatusCodePages(pages => Problem.OfStatus(pages.HttpContext.Response.StatusCode).ExecuteAsync(pages.HttpContext));
    }
}
