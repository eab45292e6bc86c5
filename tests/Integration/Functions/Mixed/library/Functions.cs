using System.Text.Json;
using Amazon.Lambda.APIGatewayEvents;
using Amazon.Lambda.Core;
using Amazon.Lambda.Serialization.SystemTextJson;

[assembly: LambdaSerializer(typeof(DefaultLambdaJsonSerializer))]

namespace Mixed.Library;

/// <summary>A handler as class libraries have it.</summary>
public sealed class Functions
{
    private readonly SignedCalls calls = new("library");

    /// <summary>Answers the events of a REST API and of an HTTP API.</summary>
    public async Task<APIGatewayHttpApiV2ProxyResponse> AnswerAsync(JsonElement request, ILambdaContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Logger.LogInformation("asked");
        return new APIGatewayHttpApiV2ProxyResponse
        {
            StatusCode = 200,
            Headers = new Dictionary<string, string> { ["content-type"] = "application/json" },
            Body = await calls.AnswerAsync(request),
        };
    }
}
