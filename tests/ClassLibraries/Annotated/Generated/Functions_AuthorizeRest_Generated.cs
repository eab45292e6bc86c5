using Amazon.Lambda.Annotations.APIGateway;
using Amazon.Lambda.Serialization.SystemTextJson;
using Microsoft.Extensions.DependencyInjection;

namespace Sample.Annotated;

public class Functions_AuthorizeRest_Generated
{
    private readonly ServiceProvider serviceProvider;

    public Functions_AuthorizeRest_Generated()
    {
        Environment.SetEnvironmentVariable("AWS_EXECUTION_ENV", $"{Environment.GetEnvironmentVariable("AWS_EXECUTION_ENV")}_lib/amazon-lambda-annotations#2.3.0.0");
        var services = new ServiceCollection();
        services.AddSingleton<Functions>();
        services.AddSingleton<DefaultLambdaJsonSerializer>();
        new Startup().ConfigureServices(services);
        serviceProvider = services.BuildServiceProvider();
        _ = serviceProvider.GetRequiredService<Functions>();
    }

    public Stream AuthorizeRest(Amazon.Lambda.APIGatewayEvents.APIGatewayCustomAuthorizerRequest __request__, Amazon.Lambda.Core.ILambdaContext __context__)
    {
        using var scope = serviceProvider.CreateScope();
        var functions = scope.ServiceProvider.GetRequiredService<Functions>();
        return functions.AuthorizeRest(__request__.AuthorizationToken).Serialize(new AuthorizerResultSerializationOptions
        {
            Format = AuthorizerResultSerializationOptions.AuthorizerFormat.RestApi, MethodArn = __request__.MethodArn,
        });
    }
}
