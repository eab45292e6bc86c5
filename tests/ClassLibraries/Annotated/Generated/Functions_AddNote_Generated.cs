using Amazon.Lambda.Annotations.APIGateway;
using Amazon.Lambda.Serialization.SystemTextJson;
using Microsoft.Extensions.DependencyInjection;

namespace Sample.Annotated;

public class Functions_AddNote_Generated
{
    private readonly ServiceProvider serviceProvider;

    public Functions_AddNote_Generated()
    {
        Environment.SetEnvironmentVariable("AWS_EXECUTION_ENV", $"{Environment.GetEnvironmentVariable("AWS_EXECUTION_ENV")}_lib/amazon-lambda-annotations#2.3.0.0");
        var services = new ServiceCollection();
        services.AddSingleton<Functions>();
        services.AddSingleton<DefaultLambdaJsonSerializer>();
        new Startup().ConfigureServices(services);
        serviceProvider = services.BuildServiceProvider();
        _ = serviceProvider.GetRequiredService<Functions>();
    }

    public async Task<Stream> AddNote(Amazon.Lambda.APIGatewayEvents.APIGatewayProxyRequest __request__, Amazon.Lambda.Core.ILambdaContext __context__)
    {
        using var scope = serviceProvider.CreateScope();
        var functions = scope.ServiceProvider.GetRequiredService<Functions>();
        var serializer = scope.ServiceProvider.GetRequiredService<DefaultLambdaJsonSerializer>();
        var bodyStream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(__request__.Body));
        var note = serializer.Deserialize<Note>(bodyStream);
        var known = scope.ServiceProvider.GetRequiredService<INotes>();
        var httpResults = await functions.AddNote(note, known, __request__);
        return httpResults.Serialize(new HttpResultSerializationOptions
        {
            Format = HttpResultSerializationOptions.ProtocolFormat.RestApi, Version = HttpResultSerializationOptions.ProtocolVersion.V1, Serializer = serializer,
        });
    }
}
