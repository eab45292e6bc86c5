using System.Collections.Immutable;
using System.Text.Json;
using Emulation.Decisions;
using Emulation.DynamoDb.Calls;
using Emulation.DynamoDb.Protocol;
using Emulation.DynamoDb.Tables;
using Emulation.Organizations;
using Emulation.Principals;
using Emulation.Sessions;
using Iam;
using Sam;

namespace Emulation.DynamoDb;

/// <summary>What was decided about a call: the access that decided it, and the refusal if there is one.</summary>
/// <param name="Subject">For explanations: the refused access, else the first.</param>
/// <param name="Decision">Its decision.</param>
/// <param name="Refusal">Null when the call may go on.</param>
/// <param name="Accesses">All that the call touches, with what is known of each table.</param>
internal sealed record CallDecision(DecisionSubject Subject, Decision Decision, DynamoDbException? Refusal, IReadOnlyList<KnownAccess> Accesses);

/// <summary>An access, and the table as the server has it; null when it is not there.</summary>
internal readonly record struct KnownAccess(TableAccess Access, TableSchema? Schema);

/// <summary>Decides calls, access by access: one that is refused refuses the whole call.</summary>
internal sealed class AccessDecisions(Stack stack, TableDirectory tables, TablePolicies policies, Surroundings surroundings)
{
    /// <exception cref="DynamoDbException">The body says nothing that can be decided, or the server is out of reach.</exception>
    public async ValueTask<CallDecision> DecideAsync(Operation operation, JsonElement body, Caller caller, RequestFacts facts, CancellationToken cancellation)
    {
        var accesses = operation.Accesses(body);
        if (operation.AccountAction is { } action)
        {
            return OfAccount(action, caller, facts);
        }

        var known = new KnownAccess[accesses.Count];
        CallDecision? first = null;
        DynamoDbException? wrong = null;
        for (var i = 0; i < known.Length; i++)
        {
            var schema = await FindAsync(accesses[i], cancellation).ConfigureAwait(false);
            known[i] = new KnownAccess(accesses[i], schema);
            var context = surroundings.Complete(facts.ContextOf(caller), caller.Principal.Account, OwnerOf(known[i], caller));
            var mistake = Describe(known[i], context);
            var subject = SubjectOf(known[i], caller, context);
            var decision = global::Iam.Authorizer.Decide(subject.Request, subject.Caller, subject.ResourcePolicy, subject.Guardrails);
            first ??= new CallDecision(subject, decision, null, known);
            if (decision.Verdict != Verdict.Allow)
            {
                return new CallDecision(subject, decision, DynamoDbException.AccessDenied(RefusalMessage.For(subject.Request, decision)), known);
            }

            // Whoever may not use the table at all does not learn how it is made: what is wrong comes after what is forbidden.
            wrong ??= mistake ?? WhyNotHere(known[i], caller);
        }

        return first! with { Refusal = wrong };
    }

    /// <summary>An index that is not known may be new: then the server is asked again.</summary>
    private async ValueTask<TableSchema?> FindAsync(TableAccess access, CancellationToken cancellation)
    {
        var schema = await tables.FindAsync(access.Table.Name, cancellation).ConfigureAwait(false);
        if (schema is null || access.Index is not { } index || schema.Indexes.ContainsKey(index))
        {
            return schema;
        }

        tables.Forget(access.Table.Name);
        return await tables.FindAsync(access.Table.Name, cancellation).ConfigureAwait(false);
    }

    private CallDecision OfAccount(string action, Caller caller, RequestFacts facts)
    {
        var context = surroundings.Complete(facts.ContextOf(caller), caller.Principal.Account, caller.Principal.Account ?? stack.AccountId);
        var request = new AccessRequest(caller.Principal, action, "*", caller.Principal.Account ?? stack.AccountId, context);
        var subject = new DecisionSubject($"{action} by {caller.Principal.Arn}", request, caller.Policies, null, surroundings.For(caller.Principal.Account, request.ResourceAccount, action));
        var decision = global::Iam.Authorizer.Decide(request, subject.Caller, null, subject.Guardrails);
        var refusal = decision.Verdict != Verdict.Allow ? DynamoDbException.AccessDenied(RefusalMessage.For(request, decision))
            : caller.Principal.Account != stack.AccountId ? DynamoDbException.Validation($"LocalAws keeps tables of account {stack.AccountId} only; {caller.Principal.Account} has none.")
            : null;
        return new CallDecision(subject, decision, refusal, []);
    }

    private DecisionSubject SubjectOf(KnownAccess known, Caller caller, ConditionContext context)
    {
        var access = known.Access;
        var owner = OwnerOf(known, caller);
        var resource = $"arn:aws:dynamodb:{RegionOf(known)}:{owner}:table/{access.Table.Name}{access.Below}";
        var request = new AccessRequest(caller.Principal, access.Action, resource, owner, context);
        var policy = owner == stack.AccountId && (access.IsCrossAccount || !request.IsCrossAccount) ? policies.Of(access.Table.Name)?.Policy : null;
        return new DecisionSubject($"{access.Action} on {access.Table.Name}{access.Below} by {caller.Principal.Arn}", request, caller.Policies, policy, surroundings.For(caller.Principal.Account, owner, access.Action));
    }

    /// <summary>Sets DynamoDB's condition keys. What is wrong with the request's keys comes back: the decision is made first.</summary>
    private static DynamoDbException? Describe(KnownAccess known, ConditionContext context)
    {
        var access = known.Access;
        foreach (var (key, value) in access.Values)
        {
            context.Set(key, value);
        }

        if (!access.Attributes.IsDefault)
        {
            context.Set("dynamodb:Attributes", access.Attributes);
        }

        if (access.RequestTags is { } requested)
        {
            context.Set("aws:TagKeys", [.. requested.Keys]);
            foreach (var (key, value) in requested.Where(static tag => tag.Value is not null))
            {
                context.Set($"aws:RequestTag/{key}", value!);
            }
        }

        if (known.Schema is null || access.Makes)
        {
            return null;
        }

        foreach (var (key, value) in known.Schema.Tags)
        {
            context.Set($"aws:ResourceTag/{key}", value);
        }

        try
        {
            DescribeKeys(access, known.Schema.KeyOf(access.Index), context);
            return null;
        }
        catch (DynamoDbException e)
        {
            return e;
        }
    }

    /// <summary>
    /// <c>dynamodb:LeadingKeys</c> is the partition key, of an index the index's; of a key with several partition attributes, the first. A statement that names none of its values reads the
    /// whole table, and then the key is absent, as it is of a scan.
    /// </summary>
    private static void DescribeKeys(TableAccess access, KeySchema key, ConditionContext context)
    {
        if (access.Keys is null)
        {
            return;
        }

        var isWhole = false;
        for (var i = 0; i < key.Partition.Length; i++)
        {
            if (access.Keys.In(key, key.Partition[i]) is not { } values)
            {
                isWhole = true;
                continue;
            }

            ImmutableArray<string> texts = [.. values.Select(static value => value.Text).Distinct(StringComparer.Ordinal)];
            if (i < PartitionKeys.Length)
            {
                context.Set(PartitionKeys[i], texts);
            }

            if (i == 0)
            {
                context.Set("dynamodb:LeadingKeys", texts);
            }
        }

        if (access.Action == "dynamodb:PartiQLSelect")
        {
            context.Set("dynamodb:FullTableScan", isWhole ? "true" : "false");
        }
    }

    private static readonly string[] PartitionKeys =
        ["dynamodb:FirstPartitionKeyValues", "dynamodb:SecondPartitionKeyValues", "dynamodb:ThirdPartitionKeyValues", "dynamodb:FourthPartitionKeyValues"];

    /// <summary>A name is a table of the caller's own account; an ARN says whose it is. The server's own ARN for a table, which its answers show, is the table's too.</summary>
    private AccountId OwnerOf(KnownAccess known, Caller caller)
    {
        if (known.Access.Table.Arn is not { } arn)
        {
            return caller.Principal.Account ?? stack.AccountId;
        }

        return IsServersOwn(known, arn) ? stack.AccountId
            : AccountId.TryParse(arn.Account, out var account) ? account : throw DynamoDbException.Validation($"Invalid table ARN: {arn} names no account");
    }

    private string RegionOf(KnownAccess known) => known.Access.Table.Arn is { } arn && !IsServersOwn(known, arn) ? arn.Region : stack.Region;

    private static bool IsServersOwn(KnownAccess known, Arn arn) => known.Schema is { } schema && schema.UpstreamArn == arn.ToString();

    private DynamoDbException? WhyNotHere(KnownAccess known, Caller caller)
    {
        var isHere = OwnerOf(known, caller) == stack.AccountId && RegionOf(known) == stack.Region && (known.Access.Table.Arn is not { } arn || arn.Partition == "aws");
        return !isHere ? (known.Access.Makes ? DynamoDbException.Validation($"LocalAws keeps tables of account {stack.AccountId} only.") : DynamoDbException.ResourceNotFound())
            : known.Schema is null && !known.Access.Makes ? DynamoDbException.ResourceNotFound()
            : null;
    }
}
