namespace Orders.Customers;

/// <summary>
/// Lets the shop's pages read what customers' routes answer: configuration <c>Customers:Origin</c>. API Gateway answers preflight requests by itself; the
/// answer that counts is the function's own. "Enable CORS for a REST API", "Enable CORS support for Lambda or HTTP proxy integrations".
/// </summary>
internal static class CustomerPages
{
    public const string Policy = "customers";

    public static IServiceCollection AddCustomerPages(this IServiceCollection services, IConfiguration configuration)
    {
        var origin = configuration["Customers:Origin"];
        return services.AddCors(cors => cors.AddPolicy(Policy, policy =>
        {
            if (!string.IsNullOrEmpty(origin))
            {
                policy.WithOrigins(origin).AllowAnyHeader().WithMethods("GET", "POST");
            }
        }));
    }
}
