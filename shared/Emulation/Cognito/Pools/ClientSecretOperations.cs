using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Emulation.Cognito.Protocol;
using Emulation.State;

namespace Emulation.Cognito.Pools;

/// <summary>
/// A second secret for a client, so that the first can be replaced while applications still use it. Amazon Cognito API Reference, AddUserPoolClientSecret.
/// </summary>
internal sealed partial class ClientSecretOperations(PoolStore store, PoolDirectory directory, IdSource ids, TimeProvider time)
{
    private const int Most = 2;

    public IEnumerable<Operation> All =>
    [
        Operation.Signed("AddUserPoolClientSecret", call => store.Atomically(() => Add(call))),
        Operation.Signed(
            "ListUserPoolClientSecrets",
            call => new() { ["ClientSecrets"] = WireJson.List(ClientOf(call).Secrets.Select(static secret => (JsonNode)secret.ToJson(withValue: false))) }),
        Operation.Signed("DeleteUserPoolClientSecret", call => store.Atomically(() => Delete(call))),
    ];

    /// <summary>The secret that a request brings along; null when it brings none.</summary>
    public static string? Given(Fields request) => request.Text("ClientSecret", 24, 64, Pattern());

    /// <summary>Only a secret that was drawn here is shown: who brought one knows it.</summary>
    private JsonObject Add(CognitoCall call)
    {
        var client = ClientOf(call);
        if (client.Secrets.IsEmpty)
        {
            throw Refusal.Invalid($"Client {client.Id} is not configured for secret, so that none can be added.");
        }

        if (client.Secrets.Length >= Most)
        {
            throw new CognitoException("LimitExceededException", $"Client {client.Id} has {Most} secrets already, which is the most. Delete one first.");
        }

        var given = Given(call.Fields);
        var added = ClientSecret.New(ids, client.Id, given, time.GetUtcNow());
        store.Save(ClientDocument.With(client, client.Secrets.Add(added)));
        return new() { ["ClientSecretDescriptor"] = added.ToJson(withValue: given is null) };
    }

    private JsonObject Delete(CognitoCall call)
    {
        var client = ClientOf(call);
        var id = call.Fields.Required("ClientSecretId", 1, 128);
        var left = client.Secrets.RemoveAll(secret => secret.Id == id);
        if (left.Length == client.Secrets.Length)
        {
            throw Refusal.NotFound($"Client {client.Id} has no secret {id}.");
        }

        if (left.IsEmpty)
        {
            throw Refusal.Invalid($"{id} is the last secret of client {client.Id}, which cannot be deleted.");
        }

        store.Save(ClientDocument.With(client, left));
        return [];
    }

    private UserPoolClient ClientOf(CognitoCall call) => directory.ClientOf(directory.PoolOf(call.Fields), call.Fields);

    [GeneratedRegex(@"^[\w+]+\z")]
    private static partial Regex Pattern();
}
