namespace Emulation.Calls;

/// <summary>An operation of an AWS service: a row of the service's table.</summary>
/// <param name="Name">Its name in the service's API.</param>
/// <param name="Members">
/// The members of a request that it has, from the API's reference. Nothing else of a request reaches it, so nothing else can decide: what AWS does not
/// read is not believed.
/// </param>
/// <param name="PlanAsync">Reads a call: what it asks of policies, and what it does.</param>
internal sealed record ServiceOperation<TParameters, TAnswer>(string Name, IReadOnlySet<string> Members, Func<ServiceCall<TParameters>, ValueTask<Intent<TAnswer>>> PlanAsync)
{
    public ServiceOperation(string name, IReadOnlySet<string> members, Func<ServiceCall<TParameters>, Intent<TAnswer>> plan)
        : this(name, members, call => ValueTask.FromResult(plan(call)))
    {
    }

    /// <summary>Takes the members with blanks between.</summary>
    public ServiceOperation(string name, string members, Func<ServiceCall<TParameters>, Intent<TAnswer>> plan)
        : this(name, MembersOf(members), plan)
    {
    }

    /// <summary>Whether a call carries its own proof, such as a password or a token, and needs no signature.</summary>
    public bool IsOpen { get; init; }

    public static IReadOnlySet<string> MembersOf(params ReadOnlySpan<string> lists)
    {
        var members = new HashSet<string>(StringComparer.Ordinal);
        foreach (var list in lists)
        {
            members.UnionWith(list.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        }

        return members;
    }
}
