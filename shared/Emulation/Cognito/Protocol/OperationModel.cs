using System.Collections.Frozen;
using Emulation.Calls;

namespace Emulation.Cognito.Protocol;

/// <summary>What a call of an operation is authorized on. Service Authorization Reference, the column "Resource types".</summary>
internal enum ActsOn
{
    /// <summary>Nothing is asked: the call carries its own proof.</summary>
    Nothing,

    /// <summary>No resource type: a policy must name <c>*</c>.</summary>
    Everything,

    /// <summary>The pool whose id the call has.</summary>
    Pool,

    /// <summary>What the call's <c>ResourceArn</c> names.</summary>
    ResourceArn,
}

/// <summary>An operation as the service's model has it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="On">What a call is authorized on.</param>
/// <param name="Members">The members of its input.</param>
internal sealed record OperationModel(string Name, ActsOn On, IReadOnlySet<string> Members)
{
    /// <summary>Whether it has no output: its answer has no body, not even <c>{}</c>.</summary>
    public bool IsSilent { get; init; }

    public static OperationModel Open(string name, string members) => Of(name, ActsOn.Nothing, members);

    public static OperationModel Everything(string name, string members) => Of(name, ActsOn.Everything, members);

    public static OperationModel Pool(string name, string members) => Of(name, ActsOn.Pool, members);

    public static OperationModel Arn(string name, string members) => Of(name, ActsOn.ResourceArn, members);

    public static FrozenDictionary<string, OperationModel> Table(params ReadOnlySpan<OperationModel> all) =>
        all.ToArray().ToFrozenDictionary(static operation => operation.Name, StringComparer.Ordinal);

    private static OperationModel Of(string name, ActsOn on, string members) => new(name, on, ServiceOperation<object, object>.MembersOf(members));
}
