using System.Text.Json.Nodes;
using Emulation.Calls;
using Iam;

namespace Emulation.Upstreams;

/// <summary>What a call asks of policies, and what is done with it when they allow it: as a rule it is sent on, and the answer comes back as the server gave it.</summary>
/// <param name="Asks">All must be allowed; the first that is not refuses the call.</param>
internal sealed record FrontPlan(IReadOnlyList<Ask> Asks)
{
    /// <summary>What is asked once those are allowed: what it is about is found out only then. Null for nothing.</summary>
    public Func<ValueTask<IReadOnlyList<Ask>>>? Then { get; init; }

    /// <summary>Done once the server has answered that it is done, such as keeping a resource's policy.</summary>
    public Action? Done { get; init; }

    /// <summary>Changes a short answer; null where it is passed on in pieces.</summary>
    public Func<byte[], byte[]>? Rewrite { get; init; }

    /// <summary>The members that are sent in the place of the client's; null for the client's own.</summary>
    public JsonObject? Sent { get; init; }

    /// <summary>Told what the server has answered, once it has done it. Nothing in it where the answer cannot be read.</summary>
    public Action<JsonObject>? Answered { get; init; }

    /// <summary>Changes the members of the answer; null where it stays as it came.</summary>
    public Func<JsonObject, JsonObject>? RewriteMembers { get; init; }

    /// <summary>The answer, where the server has nothing to do.</summary>
    public JsonObject? Answer { get; init; }

    /// <summary>
    /// What LocalAws says in the server's place once all is allowed, which sends nothing: of a dry run, which a server that does not know the word would do in earnest. Null where
    /// the call is sent on.
    /// </summary>
    public Func<ValueTask<ServiceRefusal>>? Instead { get; init; }

    /// <summary>
    /// The account in which the server is called: that of the resource, since servers that keep accounts apart know it there only. Null where the questions tell, see
    /// <see cref="CalledPlace"/>.
    /// </summary>
    public AccountId? Account { get; init; }

    /// <summary>Whether it is meant that the call is about a resource of another region too, as of a key that moves there.</summary>
    public bool IsOfOtherRegionsToo { get; init; }

    public static implicit operator FrontPlan(Ask ask) => new([ask]);

    /// <summary>Of one question.</summary>
    public static FrontPlan Of(params IReadOnlyList<Ask> asks) => new(asks);
}
