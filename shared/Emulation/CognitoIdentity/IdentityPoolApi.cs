using System.Text.Json.Nodes;
using Emulation.Calls;
using Emulation.Cognito.Protocol;
using Emulation.CognitoIdentity.Pools;
using Emulation.Protocols.Json;

namespace Emulation.CognitoIdentity;

/// <summary>Amazon Cognito identity pools, as the door has them. Amazon Cognito Federated Identities API Reference.</summary>
internal static class IdentityPoolApi
{
    /// <summary>The error's code for a member that does not fit its constraints.</summary>
    public const string Violations = "ValidationException";

    private const string SigningName = "cognito-identity";

    public static AwsService<JsonObject, JsonAnswer> Of(string region, IEnumerable<Operation> operations, IdentityPoolAsks asks)
    {
        var wire = new JsonWire<JsonObject>(new JsonDialect("AWSCognitoIdentityService", static (operation, _) => Unoffered.Of(SigningName, operation)), JsonRequest.Read);
        return new AwsService<JsonObject, JsonAnswer>(SigningName, wire, operations.Select(operation => operation.In(IdentityPoolModel.All[operation.Name], asks.Of, Violations)))
        {
            Region = region,
            Owns = wire.Owns,
            MayWait = static _ => true, // For the keys of providers; what changes is in the store, and nowhere else.
            ReadsFirst = true,
        };
    }
}
