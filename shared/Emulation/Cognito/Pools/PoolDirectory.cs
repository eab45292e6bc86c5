using Emulation.Cognito.Protocol;

namespace Emulation.Cognito.Pools;

/// <summary>The pools and clients that calls name.</summary>
internal sealed class PoolDirectory(PoolStore store)
{
    /// <exception cref="CognitoException">There is no such pool.</exception>
    public UserPool Pool(string id) => store.Pool(id) ?? throw Refusal.NotFound($"User pool {id} does not exist.");

    /// <summary>The pool of an ARN with its <see cref="UserPool.Tags"/>, as a policy's condition asks for it; null when there is none.</summary>
    public UserPool? ByArn(string arn) => store.Pool(arn[(arn.LastIndexOf('/') + 1)..]) is { } pool && pool.Arn == arn ? pool : null;

    public UserPool PoolOf(Fields request) => Pool(request.Required("UserPoolId", 1, 55));

    /// <exception cref="CognitoException">There is no such client.</exception>
    public UserPoolClient Client(string id) => store.Client(id) ?? throw Refusal.NoClient(id);

    public UserPoolClient ClientOf(Fields request) => Client(request.Required("ClientId", 1, 128));

    public UserPoolClient ClientOf(UserPool pool, Fields request) =>
        ClientOf(request) is var client && client.PoolId == pool.Id ? client : throw Refusal.NotFound($"User pool client {client.Id} does not exist in user pool {pool.Id}.");

    /// <summary>A client that is to be described: here AWS does not repeat the id.</summary>
    public UserPoolClient DescribedClientOf(UserPool pool, Fields request) =>
        store.Client(request.Required("ClientId", 1, 128)) is { } client && client.PoolId == pool.Id ? client : throw Refusal.NotFound("User pool client does not exist.");

    /// <summary>The client that a call from outside names, and its pool.</summary>
    public (UserPool Pool, UserPoolClient Client) Of(Fields request)
    {
        var client = ClientOf(request);
        return (Pool(client.PoolId), client);
    }
}
