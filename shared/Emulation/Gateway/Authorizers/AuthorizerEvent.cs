using System.Buffers;
using System.Collections.Immutable;
using Emulation.Gateway.Integration.Events;
using Sam;

namespace Emulation.Gateway.Authorizers;

/// <summary>
/// Writes the event that a Lambda authorizer's function receives. API Gateway Developer Guide, "Input to an API Gateway Lambda authorizer" and "Control access
/// to HTTP APIs with AWS Lambda authorizers".
/// </summary>
internal static class AuthorizerEvent
{
    public static void Write(IBufferWriter<byte> output, GatewayRequest request, LambdaAuthorizer authorizer, ImmutableArray<string> identity)
    {
        using var json = EventFormat.Begin(output);
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

        json.WriteEndObject();
    }
}
