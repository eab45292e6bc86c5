using System.Collections.Immutable;
using Emulation.Calls;
using Emulation.Principals;
using Emulation.Sessions;
using Emulation.Wire;

namespace Emulation.Tests.Calls;

/// <summary>A service of the door, whatever its protocol.</summary>
internal abstract class SampledService
{
    /// <summary>The service in signatures and actions.</summary>
    public abstract string Name { get; }

    public abstract IEnumerable<string> Operations { get; }

    /// <summary>The members that an operation has.</summary>
    public abstract IReadOnlySet<string> MembersOf(string operation);

    /// <summary>Whether a call can be written without the member: a path has all of its words.</summary>
    public virtual bool MayLack(string operation, string member) => true;

    /// <summary>Whether the member counts for nothing in a query: the operation has none of this name, or has it elsewhere.</summary>
    public virtual bool IsNothingInQuery(string operation, string member) => !MembersOf(operation).Contains(member);

    /// <summary>Whether a refusal is for a member that is none, which services with a body of their own refuse.</summary>
    public virtual bool IsOfUnknownMember(ServiceRefusal refusal) => false;

    /// <summary>Whether the operation needs no signature.</summary>
    public abstract bool IsOpen(string operation);

    /// <summary>What a call asks of policies; null when it is refused before.</summary>
    public abstract ValueTask<IReadOnlyList<Ask>?> AsksAsync(SampleCall call, Caller caller);

    /// <summary>Why the call is refused, null when it would be performed: nothing is done.</summary>
    public abstract ValueTask<ServiceRefusal?> RefusalAsync(SampleCall call, Caller caller);

    /// <summary>Performs the call; why it is refused, null when it was answered.</summary>
    public abstract ValueTask<ServiceRefusal?> CallAsync(SampleCall call, Caller caller);

    /// <summary>A call with every member that the operation has, and what <paramref name="values"/> says of each.</summary>
    public virtual SampleCall Full(string operation, SampleValues values) =>
        new(operation, MembersOf(operation).Where(SampleValues.IsSampled).ToImmutableSortedDictionary(static name => name, name => values.Of(Name, operation, name), StringComparer.Ordinal));
}

/// <inheritdoc/>
/// <param name="door">The door.</param>
/// <param name="write">Writes a call as the service's protocol does.</param>
internal class SampledService<TParameters, TAnswer>(ServiceDoor<TParameters, TAnswer> door, Func<SampleCall, ValueTask<ReceivedRequest>> write) : SampledService
    where TAnswer : IServiceAnswer<TAnswer>
{
    protected ServiceDoor<TParameters, TAnswer> Door { get; } = door;

    public override string Name => Door.Service.SigningName;

    public override IEnumerable<string> Operations => Door.Service.Operations.Keys.Order(StringComparer.Ordinal);

    public override IReadOnlySet<string> MembersOf(string operation) => Door.Service.Operations[operation].Members;

    public override bool IsOpen(string operation) => Door.Service.Operations[operation].IsOpen;

    public override async ValueTask<IReadOnlyList<Ask>?> AsksAsync(SampleCall call, Caller caller)
    {
        var operation = Door.Service.Operations[call.Operation];
        try
        {
            var intent = await operation.PlanAsync(await ReadAsync(call, operation, caller));
            return intent.Refusal is null ? intent.Asks : null;
        }
        catch (RefusedException)
        {
            return null;
        }
    }

    public override ValueTask<ServiceRefusal?> CallAsync(SampleCall call, Caller caller) => AnswerAsync(Door.Service.Operations[call.Operation], call, caller);

    public override ValueTask<ServiceRefusal?> RefusalAsync(SampleCall call, Caller caller)
    {
        var operation = Door.Service.Operations[call.Operation];
        return AnswerAsync(operation with { PlanAsync = UnperformedAsync }, call, caller);

        async ValueTask<Intent<TAnswer>> UnperformedAsync(ServiceCall<TParameters> read)
        {
            var intent = await operation.PlanAsync(read);
            return intent.Refusal is { } refusal ? refusal : Intent<TAnswer>.Of(intent.Asks, static () => default(TAnswer)!);
        }
    }

    private async ValueTask<ServiceRefusal?> AnswerAsync(ServiceOperation<TParameters, TAnswer> operation, SampleCall call, Caller caller)
    {
        try
        {
            return (await Door.AnswerAsync(operation, await ReadAsync(call, operation, caller)))?.Refusal;
        }
        catch (RefusedException e)
        {
            return e.Refusal;
        }
    }

    protected async ValueTask<ServiceCall<TParameters>> ReadAsync(SampleCall call, ServiceOperation<TParameters, TAnswer> operation, Caller caller)
    {
        var request = await write(call);
        return Door.CallOf(Door.Service.Protocol.Read(request, operation.Members), operation.IsOpen ? null : caller, RequestFacts.Of(request, "us-east-1", EveryService.Now), request);
    }
}
