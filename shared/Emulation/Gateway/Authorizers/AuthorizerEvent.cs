using System.Collections.Immutable;
using System.Text.Json;
using Emulation.Gateway.Integration.Events;
using Sam;

namespace Emulation.Gateway.Authorizers;

/// <summary>
/// The event that a Lambda authorizer's function receives. API Gateway Developer Guide, "Input to an API Gateway Lambda authorizer" and "Control access
/// to HTTP APIs with AWS Lambda authorizers".
/// </summary>
internal static class AuthorizerEvent
{
    public static byte[] Of(GatewayRequest request, LambdaAuthorizer authorizer, ImmutableArray<string> identity) =>
        EventBytes.Of((request, authorizer, identity), static (json, of) => WriteMembers(json, of.request, of.authorizer, of.identity));

    private static void WriteMembers(Utf8JsonWriter json, GatewayRequest request, LambdaAuthorizer authorizer, ImmutableArray<string> identity)
    {
        if (authorizer.TokenOnly)
        {
            json.WriteString("type", "TOKEN");
            json.WriteString("authorizationToken", identity[0]);
            json.WriteString("methodArn", request.Arn);
        }
        else
        {
            json.WriteString("type", "REQUEST");
            request.Target.FormatOf(authorizer.PayloadFormatVersion).WriteAuthorizerMembers(json, request, identity);
        }
    }
}
