using System.Text.Json.Nodes;
using Emulation.Calls;
using Emulation.Cognito.Messages;
using Emulation.Cognito.Pools;
using Emulation.Cognito.Protocol;
using Emulation.Protocols.Json;

namespace Emulation.Cognito;

/// <summary>Amazon Cognito user pools, as the door has them. Amazon Cognito API Reference.</summary>
internal static class UserPoolApi
{
    private const string SigningName = "cognito-idp";

    public static AwsService<JsonObject, JsonAnswer> Of(string region, IEnumerable<Operation> operations, UserPoolAsks asks, KeyAsks keys)
    {
        var wire = new JsonWire<JsonObject>(new JsonDialect("AWSCognitoIdentityProviderService", static (operation, _) => Unoffered.Of(SigningName, operation)), JsonRequest.Read);
        return new AwsService<JsonObject, JsonAnswer>(
            SigningName, wire, operations.Select(operation => operation.In(UserPoolModel.All[operation.Name], asks.Of, Fields.Violations, keys.OfAsync)))
        {
            Region = region,
            Owns = wire.Owns,
            MayWait = static _ => true, // For triggers; what changes is in the store, and nowhere else.
            ReadsFirst = true,
        };
    }
}
