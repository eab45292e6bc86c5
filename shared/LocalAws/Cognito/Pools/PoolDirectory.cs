using Emulation.Cognito.Protocol;
using Emulation.Cognito.Storage;

namespace Emulation.Cognito.Pools;

/// <summary>The pools and clients that calls name.</summary>
internal sealed class PoolDirectory(CognitoStore store)
{
    /// <exception cref="CognitoException">There is no such pool.</exception>
    public UserPool Pool(string id) => store.Pool(id) ?? throw Refusal.NotFound($"User pool {id} does not exist.");

    public UserPool PoolOf(Fields request) => Pool(request.Required("UserPoolId", 1, 55));

    /// <exception cref="CognitoException">There is no such client.</exception>
    public UserPoolClient Client(string id) => store.Client(id) ?? throw Refusal.NotFound($"User pool client {id} does not exist.");

    public UserPoolClient ClientOf(Fields request) => Client(request.Required("ClientId", 1, 128));

    public UserPoolClient ClientOf(UserPool pool, Fields request) =>
        ClientOf(request) is { } client && client.PoolId == pool.Id ? client : throw Refusal.NotFound($"User pool client {request.Text("ClientId")} does not exist.");

    /// <summary>The client that a call from outside names, and its pool.</summary>
    public (UserPool Pool, UserPoolClient Client) Of(Fields request)
    {
        var client = ClientOf(request);
        return (Pool(client.PoolId), client);
    }
}
