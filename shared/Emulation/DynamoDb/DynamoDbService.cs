using System.Text.Json;
using Emulation.Calls;
using Emulation.DynamoDb.Calls;
using Emulation.DynamoDb.Protocol;
using Emulation.DynamoDb.Tables;
using Emulation.Principals;
using Emulation.Protocols.Json;
using Emulation.Upstreams;
using Emulation.Wire;
using Sam;

namespace Emulation.DynamoDb;

/// <summary>
/// DynamoDB, as the door has it: IAM in front of a DynamoDB-compatible server. What the policies allow is sent on, signed anew, and the answer comes back as the server gave it.
/// </summary>
internal sealed class DynamoDbService : IDisposable
{
    public const string Name = "dynamodb";

    /// <summary>What is said to who asks for it where no server is behind LocalAws.</summary>
    public const string HowToStart =
        "There is no DynamoDB behind this LocalAws. Start a DynamoDB-compatible server, and LocalAws in front of it: localaws up --upstream dynamodb=http://127.0.0.1:8000.";

    /// <summary>Amazon DynamoDB Developer Guide, "Quotas": BatchWriteItem, 16 MB.</summary>
    private const int LongestBody = 16 * 1024 * 1024;

    private readonly DynamoDbUpstream upstream;
    private readonly TableDirectory tables;
    private readonly ResourcePolicies policies;
    private readonly TableAsks asks;
    private readonly OwnAnswers own;
    private readonly Stack stack;
    private readonly TableKeys keys;

    /// <param name="stack">Declares tables.</param>
    /// <param name="endpoint">The server.</param>
    /// <param name="policies">The policies of resources behind LocalAws, tables among them.</param>
    /// <param name="keys">What is asked of KMS in callers' names; null where nobody knows, and nothing is asked.</param>
    /// <param name="time">The time of signatures.</param>
    /// <param name="owners">Who owns tables.</param>
    /// <exception cref="UsageException">Two stacks have a table of one name.</exception>
    public DynamoDbService(Stack stack, UpstreamEndpoint endpoint, ResourcePolicies policies, IServiceKeys? keys, TimeProvider time, ResourceOwners? owners = null)
    {
        if (stack.Tables.GroupBy(static table => table.TableName, StringComparer.Ordinal).FirstOrDefault(static same => same.Count() > 1) is { } same)
        {
            throw new UsageException($"Two stacks have a table {same.Key}, and the server at {endpoint.Url} can have one of that name: "
                + "give one of them another, or leave one of the templates out.");
        }

        this.stack = stack;
        this.policies = policies;
        this.keys = new TableKeys(keys, stack.Tables);
        upstream = new DynamoDbUpstream(endpoint, stack.Region, time);
        tables = new TableDirectory(upstream, stack.Tables, time);
        asks = new TableAsks(stack, owners ?? new ResourceOwners(stack), tables, policies);
        own = new OwnAnswers(policies);
    }

    public AwsService<JsonDocument, JsonAnswer> Service => new(
        Name,
        DynamoDbWire.Instance,
        DynamoDbOperations.All.Values.Select(operation => new ServiceOperation<JsonDocument, JsonAnswer>(operation.Name, operation.Members, call => PlanAsync(operation, call))))
    {
        Region = stack.Region,
        Owns = DynamoDbWire.Owns,
        MayWait = static request => !request.Http.Request.Headers["X-Amz-Target"].ToString().EndsWith("ResourcePolicy", StringComparison.Ordinal),
        LongestBody = static _ => LongestBody,
        TellsReasons = true,
    };

    /// <summary>Makes the template's tables on the server.</summary>
    /// <exception cref="UsageException">The server is out of reach, or does not take a table.</exception>
    public Task StartAsync(CancellationToken cancellation) => new StackTables(upstream, tables, stack.Tables).EnsureAsync(cancellation);

    public void Dispose() => upstream.Dispose();

    private async ValueTask<Intent<JsonAnswer>> PlanAsync(DynamoDbOperation operation, ServiceCall<JsonDocument> call)
    {
        var asked = await asks.OfAsync(operation, RequestObject.Whole(call.Parameters), call.Signer, call.Cancellation).ConfigureAwait(false);
        if (asked.Mistake is null && keys.MayBeAsked(operation, call.Parameters.RootElement, asked.Accesses))
        {
            asked = await WithKeysAsync(operation, call, asked).ConfigureAwait(false);
        }

        return Intent<JsonAnswer>.Of(asked.Asks, () =>
            asked.Mistake is { } mistake ? ValueTask.FromResult(JsonAnswer.Refused(mistake))
            : operation.Answerer == Answerer.Here ? ValueTask.FromResult(new JsonAnswer(own.Answer(operation, call, asked.Accesses)))
            : ForwardAsync(operation, call, asked.Accesses));
    }

    /// <summary>Whoever may not use a table does not learn from it which keys there are.</summary>
    private async ValueTask<AskedTables> WithKeysAsync(DynamoDbOperation operation, ServiceCall<JsonDocument> call, AskedTables asked)
    {
        try
        {
            return asked with { Asks = [.. asked.Asks, .. await keys.AsksAsync(operation, call, asked.Accesses).ConfigureAwait(false)] };
        }
        catch (RefusedException e)
        {
            return asked with { Mistake = DynamoDbException.Validation(e.Refusal.Message).Refusal with { Reason = e.Refusal.Reason } };
        }
    }

    private async ValueTask<JsonAnswer> ForwardAsync(DynamoDbOperation operation, ServiceCall<JsonDocument> call, IReadOnlyList<KnownAccess> accesses)
    {
        var request = call.Request!;
        var answer = await upstream.SendAsync(operation.Name, BodyFor(request, call.Parameters, accesses), AcceptEncoding(request), call.Cancellation).ConfigureAwait(false);
        if (operation.Answerer == Answerer.UpstreamChangingTable)
        {
            Forget(operation, accesses, answer.IsSuccessStatusCode);
        }

        return new JsonAnswer(answer);
    }

    /// <summary>The client's own bytes, unless they name tables by ARNs.</summary>
    private static ReadOnlyMemory<byte> BodyFor(ReceivedRequest request, JsonDocument document, IReadOnlyList<KnownAccess> accesses)
    {
        if (accesses.All(static known => known.Access.Table.Arn is null))
        {
            return request.Body;
        }

        var schemas = accesses.Where(static known => known.Schema is not null).DistinctBy(static known => known.Access.Table.Name)
            .ToDictionary(static known => known.Access.Table.Name, static known => known.Schema!, StringComparer.Ordinal);
        return BodyRewriting.Rewrite(document.RootElement, static name => TableReference.Parse(name).Name, arn =>
        {
            var (table, below) = TableCalls.Split(arn, "ARN");
            return schemas.TryGetValue(table.Name, out var schema) && schema.UpstreamArn.Length > 0 ? schema.UpstreamArn + below : arn;
        });
    }

    private void Forget(DynamoDbOperation operation, IReadOnlyList<KnownAccess> accesses, bool isDone)
    {
        foreach (var known in accesses)
        {
            tables.Forget(known.Access.Table.Name);
            if (isDone && operation.Name == "DeleteTable" && policies.Of(known.Arn) is not null)
            {
                policies.Delete(known.Arn);
            }
        }
    }

    private static string? AcceptEncoding(ReceivedRequest request) => request.Http.Request.Headers.AcceptEncoding is [{ } one] ? one : null;
}
