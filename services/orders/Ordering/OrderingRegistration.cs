using System.Text.Json;
using System.Text.Json.Serialization;
using ServiceDefaults;

namespace Orders.Ordering;

internal static class OrderingRegistration
{
    public static IServiceCollection AddOrdering(this IServiceCollection services) => services.AddJson(OrderJson.Default);
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true)]
[JsonSerializable(typeof(Order))]
[JsonSerializable(typeof(Page<Order>))]
internal sealed partial class OrderJson : JsonSerializerContext;
