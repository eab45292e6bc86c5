using System.Collections.Concurrent;
using System.Collections.Immutable;
using Emulation.ServiceReference.Questions;
using Emulation.ServiceReference.Routes;

namespace Emulation.ServiceReference;

/// <summary>An operation of an API.</summary>
/// <param name="Api">The API.</param>
/// <param name="Name">Such as <c>SendMessageBatch</c>.</param>
internal sealed record ModelOperation(ServiceApi Api, string Name)
{
    private ConcurrentDictionary<(ArnFormat Format, string Variable), ImmutableArray<SayingMember>>? naming;

    /// <summary>The actions that AWS may ask, its own first. Empty where the data say none: such an operation is not known, and what is not known is refused.</summary>
    public required ImmutableArray<OperationAction> Actions { get; init; }

    /// <summary>The members of its input that may name a resource, and those that stand in path, query or headers.</summary>
    public required ImmutableArray<ModelMember> Members { get; init; }

    /// <summary>Method and path; null where the protocol has none.</summary>
    public ModelRoute? Route { get; init; }

    /// <summary>Whether the body of a request is a stream, of which no member is read.</summary>
    public bool BodyStreams { get; init; }

    /// <summary>Whether the body of an answer is a stream.</summary>
    public bool AnswerStreams { get; init; }

    /// <summary>Whether an answer is a stream of events.</summary>
    public bool AnswersEvents { get; init; }

    /// <summary>Whether it is called without a signature.</summary>
    public bool IsOpen { get; init; }

    /// <summary>Whether its members are told; else it is newer than botocore's model.</summary>
    public bool HasMembers { get; init; } = true;

    /// <summary>The members that say a part of an ARN, found once.</summary>
    internal ConcurrentDictionary<(ArnFormat Format, string Variable), ImmutableArray<SayingMember>> Naming =>
        naming ?? Interlocked.CompareExchange(ref naming, [], null) ?? naming;

    public override string ToString() => $"{Api.Name}.{Name}";
}

/// <summary>An action that an operation asks, or may ask.</summary>
/// <param name="Name">With its service, such as <c>sqs:SendMessage</c>.</param>
/// <param name="PassedTo">The services that a role is passed to, of <c>iam:PassRole</c>.</param>
internal sealed record OperationAction(string Name, ImmutableArray<string> PassedTo)
{
    /// <summary>What the data say of the action; null where they have only its name.</summary>
    public ServiceAction? Facts => ServiceData.FindAction(Name);
}
