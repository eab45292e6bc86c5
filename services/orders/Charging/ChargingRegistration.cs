using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Options;
using Polly;
using SigV4.Http;

namespace Orders.Charging;

internal static class ChargingRegistration
{
    private const string Url = "BILLING_URL";
    private const string RoleArn = "BILLING_ROLE_ARN";

    // The client lives as long as the process, so that the handler has to notice a change of billing's address.
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    /// <summary>The client of billing: retries in front of signing, so that each try is signed anew.</summary>
    public static IServiceCollection AddCharging(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<BillingOptions>()
            .BindConfiguration("Billing")
            .Configure<IConfiguration>((billing, settings) =>
            {
                // The slash at its end keeps the stage: paths are relative to it.
                billing.Url = settings[Url] is { Length: > 0 } text && Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var url) ? url : null;
                billing.RoleArn = settings[RoleArn] is { Length: > 0 } role ? role : null;
            })
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<BillingOptions>, BillingOptionsValidator>();

        var client = services.AddHttpClient<BillingClient>((provider, http) =>
            {
                var billing = provider.GetRequiredService<IOptions<BillingOptions>>().Value;
                http.BaseAddress = billing.Url;
                http.Timeout = billing.TotalTimeout;
            })
            .UseSocketsHttpHandler((handler, _) =>
            {
                handler.PooledConnectionLifetime = ConnectionLifetime;
                handler.AllowAutoRedirect = false;
            })
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan);
        client.AddResilienceHandler("retries", AddRetries);

        if (configuration[RoleArn] is { Length: > 0 } roleArn)
        {
            client.AddSigV4(signing =>
            {
                signing.Service = "execute-api";
                signing.AssumeRole = new AssumeRoleOptions(roleArn, SessionName: "orders");
            });
        }

        return services;
    }

    private static void AddRetries(ResiliencePipelineBuilder<HttpResponseMessage> pipeline, ResilienceHandlerContext context)
    {
        var billing = context.ServiceProvider.GetRequiredService<IOptions<BillingOptions>>().Value;
        pipeline.TimeProvider = context.ServiceProvider.GetRequiredService<TimeProvider>();
        pipeline.AddTimeout(billing.TotalTimeout);
        if (billing.Retries > 0)
        {
            // What it repeats: no answer, a timeout, 408, 429 and 5xx. So never a 403.
            pipeline.AddRetry(new HttpRetryStrategyOptions
            {
                MaxRetryAttempts = billing.Retries,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = billing.RetryDelay,
                ShouldRetryAfterHeader = false,
            });
        }

        pipeline.AddTimeout(billing.AttemptTimeout);
    }
}
