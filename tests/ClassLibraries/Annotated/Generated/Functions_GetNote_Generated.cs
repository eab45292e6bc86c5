using Amazon.Lambda.Annotations.APIGateway;
using Amazon.Lambda.Serialization.SystemTextJson;
using Microsoft.Extensions.DependencyInjection;

namespace Sample.Annotated;

public class Functions_GetNote_Generated
{
    private readonly ServiceProvider serviceProvider;

    public Functions_GetNote_Generated()
    {
        Environment.SetEnvironmentVariable("AWS_EXECUTION_ENV", $"{Environment.GetEnvironmentVariable("AWS_EXECUTION_ENV")}_lib/amazon-lambda-annotations#2.3.0.0");
        var services = new ServiceCollection();
        services.AddSingleton<Functions>();
        services.AddSingleton<DefaultLambdaJsonSerializer>();
        new Startup().ConfigureServices(services);
        serviceProvider = services.BuildServiceProvider();
        _ = serviceProvider.GetRequiredService<Functions>();
    }

    public Stream GetNote(Amazon.Lambda.APIGatewayEvents.APIGatewayHttpApiV2ProxyRequest __request__, Amazon.Lambda.Core.ILambdaContext __context__)
    {
        using var scope = serviceProvider.CreateScope();
        var functions = scope.ServiceProvider.GetRequiredService<Functions>();
        var serializer = scope.ServiceProvider.GetRequiredService<DefaultLambdaJsonSerializer>();
        var validationErrors = new List<string>();

        var id = default(string);
        if (__request__.PathParameters?.ContainsKey("id") == true)
        {
            id = __request__.PathParameters["id"];
        }

        var limit = default(int);
        if (__request__.QueryStringParameters?.ContainsKey("limit") == true)
        {
            try
            {
                limit = (int)Convert.ChangeType(__request__.QueryStringParameters["limit"], typeof(int));
            }
            catch (Exception e) when (e is InvalidCastException or FormatException or OverflowException or ArgumentException)
            {
                validationErrors.Add($"Value {__request__.QueryStringParameters["limit"]} at 'limit' failed to satisfy constraint: {e.Message}");
            }
        }

        var tag = __request__.Headers?.FirstOrDefault(static one => string.Equals(one.Key, "x-tag", StringComparison.OrdinalIgnoreCase)).Value;
        if (validationErrors.Any())
        {
            var errorResult = new Amazon.Lambda.APIGatewayEvents.APIGatewayHttpApiV2ProxyResponse
            {
                Body = @$"{{""message"": ""{validationErrors.Count} validation error(s) detected: {string.Join(",", validationErrors)}""}}",
                Headers = new Dictionary<string, string> { { "Content-Type", "application/json" }, { "x-amzn-ErrorType", "ValidationException" } },
                StatusCode = 400,
            };
            var errorStream = new MemoryStream();
            serializer.Serialize(errorResult, errorStream);
            errorStream.Position = 0;
            return errorStream;
        }

        var httpResults = functions.GetNote(id, limit, tag, __request__, __context__);
        return httpResults.Serialize(new HttpResultSerializationOptions
        {
            Format = HttpResultSerializationOptions.ProtocolFormat.HttpApi, Version = HttpResultSerializationOptions.ProtocolVersion.V2, Serializer = serializer,
        });
    }
}
