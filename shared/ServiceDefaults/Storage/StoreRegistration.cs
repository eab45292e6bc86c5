using Amazon.DynamoDBv2;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace ServiceDefaults;

/// <summary>Chooses a service's store by <see cref="StorageOptions"/>.</summary>
public static class StoreRegistration
{
    /// <summary>Adds the store, and stops the start if it is not clear which one it is.</summary>
    /// <typeparam name="TStore">What the service asks its store for.</typeparam>
    /// <param name="services">The service's own.</param>
    /// <param name="fileName">The database file's name, in the folder.</param>
    /// <param name="inFile">Makes the store of a file.</param>
    /// <param name="inTable">Makes the store of a table.</param>
    public static IServiceCollection AddStore<TStore>(
        this IServiceCollection services, string fileName, Func<SqliteFile, TStore> inFile, Func<DynamoTable, TStore> inTable)
        where TStore : class
    {
        services.AddOptions<StorageOptions>().Configure<IConfiguration>(Read).ValidateOnStart();
        services.AddSingleton<IValidateOptions<StorageOptions>, StorageOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IAmazonDynamoDB>(_ => new AmazonDynamoDBClient(DynamoTable.Settings()));
        return services.AddSingleton(provider => provider.GetRequiredService<IOptions<StorageOptions>>().Value switch
        {
            { Folder: { } folder } => inFile(SqliteFile.In(folder, fileName)),
            { TableName: var table } => inTable(new DynamoTable(
                provider.GetRequiredService<IAmazonDynamoDB>(), table!, provider.GetRequiredService<TimeProvider>())),
        });
    }

    /// <summary>Opens the store, so that a place that cannot be used stops the start and not the first request.</summary>
    public static void OpenStore<TStore>(this IServiceProvider services)
        where TStore : class => services.GetRequiredService<TStore>();

    private static void Read(StorageOptions storage, IConfiguration configuration)
    {
        if (configuration["LOCALAWS_DATA"] is { Length: > 0 } folder)
        {
            storage.Folder = folder;
            return;
        }

        storage.Folder = configuration["Storage:Folder"] is { Length: > 0 } own ? own : null;
        storage.TableName = configuration["TABLE_NAME"] is { Length: > 0 } table ? table : null;
    }
}
