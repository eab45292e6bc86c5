using Emulation.Iam;
using Emulation.QueryProtocol;

namespace Emulation.Sts;

/// <summary>One call of an action.</summary>
/// <param name="Parameters">What was asked.</param>
/// <param name="Caller">Who signed; null where the call carries its own proof.</param>
/// <param name="Facts">What the request says to policies.</param>
/// <param name="Cancellation">The client has gone.</param>
internal readonly record struct StsCall(QueryRequest Parameters, Caller? Caller, RequestFacts Facts, CancellationToken Cancellation);

/// <summary>An action of STS.</summary>
/// <param name="Name">Its name, the value of <c>Action</c>.</param>
/// <param name="IsOpen">Whether the call carries its own proof, such as a token, and needs no signature.</param>
/// <param name="AnswerAsync">Does it.</param>
internal sealed record StsAction(string Name, bool IsOpen, Func<StsCall, ValueTask<QueryAnswer>> AnswerAsync)
{
    public static StsAction Signed(string name, Func<StsCall, Caller, QueryAnswer> answer) => new(name, false, call => ValueTask.FromResult(answer(call, call.Caller!)));

    public static StsAction Open(string name, Func<StsCall, ValueTask<QueryAnswer>> answer) => new(name, true, answer);
}
