using System.Collections.Frozen;
using System.Collections.Immutable;
using Emulation.Calls;
using Emulation.FrontDoor;
using Emulation.Iam;

namespace Emulation.Tests.Calls;

/// <summary>A service of the door, whatever its protocol.</summary>
internal abstract class SampledService
{
    /// <summary>The service in signatures and actions.</summary>
    public abstract string Name { get; }

    public abstract IEnumerable<string> Operations { get; }

    /// <summary>The members that an operation has.</summary>
    public abstract FrozenSet<string> MembersOf(string operation);

    /// <summary>Whether the operation needs no signature.</summary>
    public abstract bool IsOpen(string operation);

    /// <summary>What a call asks of policies; null when it is refused before.</summary>
    public abstract ValueTask<IReadOnlyList<Ask>?> AsksAsync(SampleCall call, Caller caller);

    /// <summary>Why the call is refused, null when it would be performed: nothing is done.</summary>
    public abstract ValueTask<ServiceRefusal?> RefusalAsync(SampleCall call, Caller caller);

    /// <summary>Performs the call; why it is refused, null when it was answered.</summary>
    public abstract ValueTask<ServiceRefusal?> CallAsync(SampleCall call, Caller caller);

    /// <summary>A call with every member that the operation has, and what <paramref name="values"/> says of each.</summary>
    public SampleCall Full(string operation, SampleValues values) =>
        new(operation, MembersOf(operation).Where(SampleValues.IsSampled).ToImmutableSortedDictionary(static name => name, name => values.Of(Name, name), StringComparer.Ordinal));
}

/// <inheritdoc/>
/// <param name="door">The door.</param>
/// <param name="write">Writes a call as the service's protocol does.</param>
internal sealed class SampledService<TParameters, TAnswer>(ServiceDoor<TParameters, TAnswer> door, Func<SampleCall, ValueTask<ReceivedRequest>> write) : SampledService
    where TAnswer : IServiceAnswer<TAnswer>
{
    public override string Name => door.Service.SigningName;

    public override IEnumerable<string> Operations => door.Service.Operations.Keys.Order(StringComparer.Ordinal);

    public override FrozenSet<string> MembersOf(string operation) => door.Service.Operations[operation].Members;

    public override bool IsOpen(string operation) => door.Service.Operations[operation].IsOpen;

    public override async ValueTask<IReadOnlyList<Ask>?> AsksAsync(SampleCall call, Caller caller)
    {
        var operation = door.Service.Operations[call.Operation];
        try
        {
            var intent = operation.Plan(await ReadAsync(call, operation, caller));
            return intent.Refusal is null ? intent.Asks : null;
        }
        catch (RefusedException)
        {
            return null;
        }
    }

    public override ValueTask<ServiceRefusal?> CallAsync(SampleCall call, Caller caller) => AnswerAsync(door.Service.Operations[call.Operation], call, caller);

    public override ValueTask<ServiceRefusal?> RefusalAsync(SampleCall call, Caller caller)
    {
        var operation = door.Service.Operations[call.Operation];
        return AnswerAsync(operation with { Plan = Unperformed }, call, caller);

        Intent<TAnswer> Unperformed(ServiceCall<TParameters> read)
        {
            var intent = operation.Plan(read);
            return intent.Refusal is { } refusal ? refusal : Intent<TAnswer>.Of(intent.Asks, static () => default(TAnswer)!);
        }
    }

    private async ValueTask<ServiceRefusal?> AnswerAsync(ServiceOperation<TParameters, TAnswer> operation, SampleCall call, Caller caller)
    {
        try
        {
            return (await door.AnswerAsync(operation, await ReadAsync(call, operation, caller)))?.Refusal;
        }
        catch (RefusedException e)
        {
            return e.Refusal;
        }
    }

    private async ValueTask<ServiceCall<TParameters>> ReadAsync(SampleCall call, ServiceOperation<TParameters, TAnswer> operation, Caller caller)
    {
        var request = await write(call);
        return new ServiceCall<TParameters>
        {
            Parameters = door.Service.Protocol.Read(request, operation.Members),
            Caller = operation.IsOpen ? null : caller,
            Facts = request.FactsIn("us-east-1", EveryService.Now),
            Request = request,
        };
    }
}
