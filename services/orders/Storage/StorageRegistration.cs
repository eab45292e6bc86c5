using ServiceDefaults;
using Microsoft.Extensions.Options;

namespace Orders.Storage;

internal static class StorageRegistration
{
    public static IServiceCollection AddStorage(this IServiceCollection services)
    {
        services.AddOptions<StorageOptions>()
            .Configure<IConfiguration>((storage, configuration) =>
                storage.Folder = configuration["LOCALAWS_DATA"] is { Length: > 0 } folder ? folder : configuration["Storage:Folder"])
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<StorageOptions>, StorageOptionsValidator>();
        services.AddSingleton<IOrderStore>(provider => new SqliteOrderStore(
            SqliteFile.In(provider.GetRequiredService<IOptions<StorageOptions>>().Value.Folder!, "orders.db")));
        return services;
    }

    /// <summary>Opens the store, so that a folder that cannot be used stops the start and not the first request.</summary>
    public static void OpenStore(this IServiceProvider services) => services.GetRequiredService<IOrderStore>();
}
