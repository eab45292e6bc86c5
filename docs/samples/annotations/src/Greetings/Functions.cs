using Amazon.Lambda.Annotations;
using Amazon.Lambda.Annotations.APIGateway;
using Amazon.Lambda.Core;
using Amazon.Lambda.Serialization.SystemTextJson;

[assembly: LambdaSerializer(typeof(DefaultLambdaJsonSerializer))]
[assembly: LambdaGlobalProperties(GenerateMain = true)]

namespace Greetings;

public class Functions
{
    [LambdaFunction]
    [RestApi(LambdaHttpMethod.Get, "/greetings/{name}")]
    public IHttpResult ReadGreeting(string name) => HttpResults.Ok($"Hello, {name}!");
}
