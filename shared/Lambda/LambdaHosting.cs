using Lambda.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Lambda;

/// <summary>Hosts an ASP.NET Core application as a Lambda function behind API Gateway.</summary>
public static class LambdaHosting
{
    /// <summary>
    /// Serves the application from Lambda invocations instead of a socket if <c>AWS_LAMBDA_RUNTIME_API</c> is set;
    /// otherwise changes nothing, and the application runs on Kestrel. Understands the proxy events of REST APIs (payload
    /// format 1.0) and HTTP APIs (2.0). Call it once the web host's defaults are registered, as in
    /// <c>builder.Services.AddLambdaHosting()</c>.
    /// </summary>
    public static IServiceCollection AddLambdaHosting(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        return LambdaRuntime.IsHosted ? services.AddLambdaHosting(new LambdaRuntimeOptions()) : services;
    }

    internal static IServiceCollection AddLambdaHosting(this IServiceCollection services, LambdaRuntimeOptions options)
    {
        // Kestrel is registered already, and the host would start the last server but resolve all of them.
        services.RemoveAll<IServer>();
        services.AddSingleton(options);
        services.AddSingleton<IServer, LambdaServer>();
        return services;
    }
}
