using System.Text.Json;
using System.Text.Json.Serialization;
using ServiceDefaults;

namespace Orders.Protected;

internal static class ProtectedRegistration
{
    public static IServiceCollection AddProtected(this IServiceCollection services) => services.AddJson(ProtectedJson.Default);
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Greeting))]
internal sealed partial class ProtectedJson : JsonSerializerContext;
