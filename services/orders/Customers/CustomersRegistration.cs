using System.Text.Json;
using System.Text.Json.Serialization;
using ServiceDefaults;

namespace Orders.Customers;

internal static class CustomersRegistration
{
    public static IServiceCollection AddCustomers(this IServiceCollection services, IConfiguration configuration) =>
        services.AddCustomerPages(configuration).AddJson(CustomersJson.Default);
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(OwnOrder))]
internal sealed partial class CustomersJson : JsonSerializerContext;
