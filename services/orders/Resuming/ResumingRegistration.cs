using Microsoft.Extensions.Options;

namespace Orders.Resuming;

internal static class ResumingRegistration
{
    public static IServiceCollection AddResuming(this IServiceCollection services)
    {
        services.AddOptions<ResumingOptions>().BindConfiguration("Resuming").ValidateOnStart();
        services.AddSingleton<IValidateOptions<ResumingOptions>, ResumingOptionsValidator>();
        services.AddSingleton<OrderResumption>();
        return services.AddHostedService(provider => provider.GetRequiredService<OrderResumption>());
    }
}
