using System.Text.Json;
using Emulation.Decisions;
using Emulation.DynamoDb.Calls;
using Emulation.DynamoDb.Protocol;
using Emulation.DynamoDb.Tables;
using Emulation.Organizations;
using Emulation.Principals;
using Emulation.Sessions;
using Emulation.State;
using Emulation.Wire;
using Sam;
using SigV4;

namespace Emulation.DynamoDb;

/// <summary>
/// IAM in front of a DynamoDB-compatible server: authenticates, reads what the call touches, asks the policies, then sends the call on, signed anew, and the answer back as it came.
/// </summary>
internal sealed class DynamoDbApi : IAwsService, IDisposable
{
    /// <summary>Amazon DynamoDB Developer Guide, "Quotas": BatchWriteItem, 16 MB.</summary>
    public const int LongestBody = 16 * 1024 * 1024;

    private readonly SigV4Verifier verifier;
    private readonly Stack stack;
    private readonly Keyring keyring;
    private readonly DynamoDbUpstream upstream;
    private readonly TableDirectory tables;
    private readonly TablePolicies policies;
    private readonly AccessDecisions decisions;
    private readonly OwnAnswers own;
    private readonly DecisionLog log;
    private readonly IdSource ids;
    private readonly TimeProvider time;

    public DynamoDbApi(Keyring keyring, Stack stack, Surroundings surroundings, UpstreamEndpoint endpoint, string stateFolder, Func<PrincipalIndex> accounts, DecisionLog log, IdSource ids, TimeProvider time)
    {
        this.keyring = keyring;
        this.stack = stack;
        this.log = log;
        this.ids = ids;
        this.time = time;
        verifier = new SigV4Verifier(new SigV4VerifierOptions { Region = stack.Region, Service = "dynamodb" });
        policies = new TablePolicies(stateFolder, stack.Tables, accounts);
        upstream = new DynamoDbUpstream(endpoint, stack.Region, time);
        tables = new TableDirectory(upstream, stack.Tables, time);
        decisions = new AccessDecisions(stack, tables, policies, surroundings);
        own = new OwnAnswers(policies, ids);
    }

    /// <summary>Where the server is.</summary>
    public Uri Server => upstream.Url;

    /// <summary>Makes the template's tables on the server.</summary>
    /// <exception cref="UsageException">The server is out of reach, or does not take a table.</exception>
    public Task StartAsync(CancellationToken cancellation) => new StackTables(upstream, tables, stack.Tables).EnsureAsync(cancellation);

    public bool Owns(ReceivedRequest request) => DynamoDbTarget.Owns(request);

    public async Task HandleAsync(ReceivedRequest request)
    {
        var now = time.GetUtcNow();
        var requestId = ids.RequestId();
        var target = DynamoDbTarget.Read(request.Http.Request.Headers);
        Caller? caller = null;
        CallDecision? call = null;
        DynamoDbException? refusal = null;
        try
        {
            caller = Authenticate(request, now);
            var operation = target.Find();
            DynamoDbTarget.CheckContentType(request.Http.Request);
            using var body = RequestBody.Parse(request.Body);
            call = await decisions.DecideAsync(operation, body.RootElement, caller, request.FactsIn(stack.Region, now), request.Http.RequestAborted).ConfigureAwait(false);
            if (call.Refusal is { } forbidden)
            {
                throw forbidden;
            }

            if (operation.Answerer == Answerer.Here)
            {
                var answer = own.Answer(operation, body.RootElement, call, caller, request.Http.Request.Host.Value ?? "");
                Record(requestId, now, target, caller, call, null);
                DynamoDbAnswer.Begin(request.Http, requestId, Why(call));
                await DynamoDbAnswer.WriteAsync(request.Http, requestId, 200, answer).ConfigureAwait(false);
            }
            else
            {
                await ForwardAsync(request, operation, body.RootElement, call, requestId, () => Record(requestId, now, target, caller, call, null)).ConfigureAwait(false);
            }
        }
        catch (DynamoDbException e)
        {
            refusal = e;
        }

        if (refusal is not null)
        {
            Record(requestId, now, target, caller, call, refusal);
            DynamoDbAnswer.Begin(request.Http, requestId, call?.Refusal is not null && ReferenceEquals(call.Refusal, refusal) && refusal.ShortType == "AccessDeniedException" ? Why(call) : Short(refusal));
            await DynamoDbAnswer.WriteAsync(request.Http, requestId, refusal).ConfigureAwait(false);
        }
    }

    public void Dispose()
    {
        upstream.Dispose();
        policies.Dispose();
    }

    private Caller Authenticate(ReceivedRequest request, DateTimeOffset now)
    {
        var verified = verifier.Verify(request.Signed, keyring, now);
        return verified.Failure is not { } failure ? (Caller)verified.Identity!
            : throw new SignatureRefusal(failure);
    }

    private async Task ForwardAsync(ReceivedRequest request, Operation operation, JsonElement body, CallDecision call, string requestId, Action record)
    {
        using var answer = await upstream.SendAsync(operation.Name, BodyFor(request, body, call), AcceptEncoding(request), request.Http.RequestAborted).ConfigureAwait(false);
        if (operation.Answerer == Answerer.UpstreamChangingTable)
        {
            Forget(operation, call, answer.IsSuccessStatusCode);
        }

        record();
        DynamoDbAnswer.Begin(request.Http, requestId, Why(call));
        await DynamoDbAnswer.PassOnAsync(request.Http, requestId, answer).ConfigureAwait(false);
    }

    /// <summary>The client's own bytes, unless they name tables by ARNs.</summary>
    private static ReadOnlyMemory<byte> BodyFor(ReceivedRequest request, JsonElement body, CallDecision call)
    {
        if (call.Accesses.All(static known => known.Access.Table.Arn is null))
        {
            return request.Body;
        }

        var schemas = call.Accesses.Where(static known => known.Schema is not null).DistinctBy(static known => known.Access.Table.Name).ToDictionary(static known => known.Access.Table.Name, static known => known.Schema!, StringComparer.Ordinal);
        return BodyRewriting.Rewrite(body, static name => TableReference.Parse(name).Name, arn =>
        {
            var (table, below) = TableCalls.Split(arn, "ARN");
            return schemas.TryGetValue(table.Name, out var schema) && schema.UpstreamArn.Length > 0 ? schema.UpstreamArn + below : arn;
        });
    }

    private void Forget(Operation operation, CallDecision call, bool isDone)
    {
        foreach (var known in call.Accesses)
        {
            tables.Forget(known.Access.Table.Name);
            if (isDone && operation.Name == "DeleteTable" && policies.Of(known.Access.Table.Name) is not null)
            {
                policies.Delete(known.Access.Table.Name, ids.RequestId());
            }
        }
    }

    private void Record(string requestId, DateTimeOffset now, DynamoDbTarget target, Caller? caller, CallDecision? call, DynamoDbException? refusal)
    {
        var subject = call?.Subject;
        log.Record(new DecisionEntry(
            requestId, now, subject?.Request.Action ?? $"dynamodb:{target.Operation}", subject?.Request.Resource ?? "", "dynamodb", caller?.Principal.Arn, refusal?.Status,
            call is not null && (refusal is null || refusal.ShortType == "AccessDeniedException") ? Why(call) : Short(refusal!), subject));
    }

    private static string Why(CallDecision call) => call.Subject.Why(call.Decision);

    /// <summary>The message of a signature that does not hold shows the client's own headers, its session token among them.</summary>
    private static string Short(DynamoDbException refusal) => refusal is SignatureRefusal signature ? $"The signature does not hold: {signature.Error}." : refusal.Message;

    private static string? AcceptEncoding(ReceivedRequest request) => request.Http.Request.Headers.AcceptEncoding is [{ } one] ? one : null;
}
