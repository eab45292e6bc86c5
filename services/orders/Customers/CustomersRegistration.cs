using System.Text.Json;
using System.Text.Json.Serialization;
using ServiceDefaults;

namespace Orders.Customers;

internal static class CustomersRegistration
{
    /// <summary>
    /// The CORS policy that lets the shop's pages read what customers' routes answer: configuration <c>Customers:Origin</c>. API Gateway answers
    /// preflight requests by itself; the answer that counts is the function's own. "Enable CORS for a REST API", "Enable CORS support for Lambda
    /// or HTTP proxy integrations".
    /// </summary>
    public const string PagesOfTheShop = "customers";

    public static IServiceCollection AddCustomers(this IServiceCollection services, IConfiguration configuration)
    {
        var origin = configuration["Customers:Origin"];
        services.AddCors(cors => cors.AddPolicy(PagesOfTheShop, policy =>
        {
            if (!string.IsNullOrEmpty(origin))
            {
                policy.WithOrigins(origin).AllowAnyHeader().WithMethods("GET", "POST");
            }
        }));
        return services.AddJson(CustomersJson.Default);
    }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(OwnOrder))]
internal sealed partial class CustomersJson : JsonSerializerContext;
