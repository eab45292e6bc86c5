using Emulation.Calls;
using Emulation.Cognito.Protocol;

namespace Emulation.Cognito.Messages;

/// <summary>What a call asks that gives a pool a key of KMS: that Cognito may use the key is the caller's to grant.</summary>
internal sealed class KeyAsks(ICodeKeys? keys)
{
    /// <exception cref="RefusedException">There is no such key.</exception>
    public ValueTask<IReadOnlyList<Ask>> OfAsync(OperationModel operation, CognitoCall call) =>
        operation.Name is "CreateUserPool" or "UpdateUserPool" && keys is not null && call.Service is { } service
            && call.Fields.Inner("LambdaConfig")?.Text("KMSKeyID") is { Length: > 0 } key
            ? keys.AsksAsync(call.NewId ?? call.Fields.Text("UserPoolId") ?? "", key, service)
            : ValueTask.FromResult<IReadOnlyList<Ask>>([]);
}
