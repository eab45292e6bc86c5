using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace SigV4.Http;

/// <summary>Signing for clients of the HttpClient factory.</summary>
public static class SigV4HttpClientBuilderExtensions
{
    /// <summary>
    /// Signs everything that this client sends. Signing comes last whatever the order of registration, so that retries,
    /// and handlers that add headers, are in front of it.
    /// </summary>
    /// <remarks>
    /// The client follows no redirects: a signature fits one address, and its headers must not go to another host. A 3xx comes back
    /// to the caller. The options are checked when the host starts.
    /// </remarks>
    /// <param name="builder">The client.</param>
    /// <param name="configure">Sets the options. Without it: API Gateway, the environment's region and credentials.</param>
    public static IHttpClientBuilder AddSigV4(this IHttpClientBuilder builder, Action<SigV4SigningOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var client = builder.Name;
        var services = builder.Services;

        services.AddOptions<SigV4SigningOptions>(client).Configure(options => configure?.Invoke(options)).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SigV4SigningOptions>, SigV4SigningOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddKeyedSingleton(client, (provider, _) => new SigningSession(
            provider.GetRequiredService<IOptionsMonitor<SigV4SigningOptions>>().Get(client),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance));

        // After every other configuration of this client, which is what puts signing next to the wire.
        services.PostConfigure<HttpClientFactoryOptions>(client, options => options.HttpMessageHandlerBuilderActions.Add(chain =>
        {
            RedirectGuard.Disable(chain.PrimaryHandler);
            chain.AdditionalHandlers.Add(new SigV4SigningHandler(chain.Services.GetRequiredKeyedService<SigningSession>(client)));
        }));
        return builder;
    }
}
