using System.Text.Json;
using Emulation.Calls;
using Emulation.DynamoDb.Calls;
using Emulation.DynamoDb.Protocol;
using Emulation.DynamoDb.Tables;
using Emulation.Principals;
using Emulation.Protocols.Json;
using Emulation.State;
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
    private readonly TablePolicies policies;
    private readonly TableAsks asks;
    private readonly OwnAnswers own;
    private readonly Stack stack;
    private readonly IdSource ids;

    public DynamoDbService(Stack stack, UpstreamEndpoint endpoint, string stateFolder, Func<PrincipalIndex> accounts, IdSource ids, TimeProvider time,
        ResourceOwners? owners = null)
    {
        if (stack.Tables.GroupBy(static table => table.TableName, StringComparer.Ordinal).FirstOrDefault(static same => same.Count() > 1) is { } same)
        {
            throw new UsageException($"Two stacks have a table {same.Key}, and the server at {endpoint.Url} can have one of that name: "
                + "give one of them another, or leave one of the templates out.");
        }

        this.stack = stack;
        this.ids = ids;
        policies = new TablePolicies(stateFolder, stack.Tables, accounts);
        upstream = new DynamoDbUpstream(endpoint, stack.Region, time);
        tables = new TableDirectory(upstream, stack.Tables, time);
        asks = new TableAsks(stack, owners ?? new ResourceOwners(stack), tables, policies);
        own = new OwnAnswers(policies, ids);
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

    /// <summary>Keeps what is deployed.</summary>
    public void Settle() => policies.Settle();

    /// <summary>Makes the template's tables on the server.</summary>
    /// <exception cref="UsageException">The server is out of reach, or does not take a table.</exception>
    public Task StartAsync(CancellationToken cancellation) => new StackTables(upstream, tables, stack.Tables).EnsureAsync(cancellation);

    public void Dispose()
    {
        upstream.Dispose();
        policies.Dispose();
    }

    private async ValueTask<Intent<JsonAnswer>> PlanAsync(DynamoDbOperation operation, ServiceCall<JsonDocument> call)
    {
        var asked = await asks.OfAsync(operation, RequestObject.Whole(call.Parameters), call.Signer, call.Cancellation).ConfigureAwait(false);
        return Intent<JsonAnswer>.Of(asked.Asks, () =>
            asked.Mistake is { } mistake ? ValueTask.FromResult(JsonAnswer.Refused(mistake))
            : operation.Answerer == Answerer.Here ? ValueTask.FromResult(new JsonAnswer(own.Answer(operation, call, asked.Accesses)))
            : ForwardAsync(operation, call, asked.Accesses));
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
            if (isDone && operation.Name == "DeleteTable" && policies.Of(known.Access.Table.Name) is not null)
            {
                policies.Delete(known.Access.Table.Name, ids.RequestId());
            }
        }
    }

    private static string? AcceptEncoding(ReceivedRequest request) => request.Http.Request.Headers.AcceptEncoding is [{ } one] ? one : null;
}
