using System.Text.Json;
using System.Text.Json.Serialization;
using ServiceDefaults;

namespace Orders.Placing;

internal static class PlacingRegistration
{
    public static IServiceCollection AddPlacing(this IServiceCollection services) =>
        services.AddSingleton<OrderPlacement>().AddJson(PlacingJson.Default);
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(OrderDraft))]
internal sealed partial class PlacingJson : JsonSerializerContext;
