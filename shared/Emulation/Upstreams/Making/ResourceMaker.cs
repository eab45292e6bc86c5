using System.Text.Json.Nodes;
using Emulation.State;
using Sam;

namespace Emulation.Upstreams.Making;

/// <summary>Makes the templates' resources of a service on the server that runs it, where they are not there yet.</summary>
/// <param name="service">The service's name in signatures.</param>
/// <param name="front">Its front.</param>
/// <param name="stacks">The templates.</param>
/// <param name="ids">Draws passwords.</param>
internal sealed class ResourceMaker(string service, ServiceFront front, IReadOnlyList<Stack> stacks, IdSource ids)
{
    /// <summary>The services of what templates declare, in the order in which it is needed.</summary>
    public static IEnumerable<string> ServicesOf(IEnumerable<Stack> stacks, IdSource ids) =>
        stacks.SelectMany(stack => In(stack, ids)).Select(static one => one.Made.Service).Distinct();

    /// <summary>Makes them.</summary>
    /// <exception cref="OutOfReachException">The server is.</exception>
    /// <exception cref="UsageException">It does not take one.</exception>
    public async Task EnsureAsync(CancellationToken cancellation)
    {
        foreach (var stack in stacks)
        {
            foreach (var (what, made) in In(stack, ids).Where(one => one.Made.Service == service))
            {
                await EnsureAsync(stack, what, made, cancellation).ConfigureAwait(false);
            }
        }

        await NameKeysAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>Once all keys are there: a template may name another one's.</summary>
    private async Task NameKeysAsync(CancellationToken cancellation)
    {
        var keys = stacks.SelectMany(static stack => stack.Keys).Where(static key => key.Closed is null).Select(static key => key.Arn.ToString()).ToHashSet(StringComparer.Ordinal);
        foreach (var stack in stacks)
        {
            foreach (var (alias, made) in TemplateResources.Aliases(stack, keys).Where(one => one.Made.Service == service))
            {
                await EnsureAsync(stack, $"{alias.LogicalId} ({alias.Line})", made, cancellation).ConfigureAwait(false);
            }
        }
    }

    /// <summary>What is closed in the template is not made: nobody gets to it.</summary>
    private static IEnumerable<(string What, MadeResource Made)> In(Stack stack, IdSource ids) =>
    [
        .. TemplateResources.Of(stack, ids).Where(static one => one.Resource.Closed is null).Select(static one => ($"{one.Resource.LogicalId} ({one.Resource.Line})", one.Made)),
        .. TemplateResources.Subscriptions(stack).Select(static one => ("a subscription", one)),
    ];

    private async Task EnsureAsync(Stack stack, string what, MadeResource made, CancellationToken cancellation)
    {
        if (made.Finding is { } finding && (await front.AskServerAsync(finding.Operation, finding.Members, stack, cancellation).ConfigureAwait(false)).Members is { } found)
        {
            Name(finding, found);
            return;
        }

        var reply = await front.AskServerAsync(made.Operation, made.Members, stack, cancellation).ConfigureAwait(false);
        if (reply.Members is { } answer)
        {
            Name(made, answer);
            if (made.Then is { } then)
            {
                await EnsureAsync(stack, what, then(answer), cancellation).ConfigureAwait(false);
            }
        }
        else if (!made.ThereAlready.Contains(reply.Code ?? ""))
        {
            throw new UsageException($"The server at {front.Server} does not make {what}: {made.Operation} answers {reply.Code ?? "what cannot be read"}.");
        }
    }

    private void Name(MadeResource made, JsonObject answer)
    {
        if (made.Name is { } name && name.Servers(answer) is { } servers)
        {
            front.Names.Add(name.Templates, servers);
        }
    }
}
