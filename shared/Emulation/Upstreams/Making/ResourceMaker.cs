using System.Text.Json.Nodes;
using Emulation.Calls;
using Emulation.State;
using Sam;

namespace Emulation.Upstreams.Making;

/// <summary>Makes a template's resources on the servers that run their services, where they are not there yet.</summary>
/// <param name="frontOf">The front of a service; null where no server runs it.</param>
/// <param name="ids">Draws passwords.</param>
internal sealed class ResourceMaker(Func<string, ServiceFront?> frontOf, IdSource ids)
{
    /// <summary>Makes those of a stack. What is closed in the template is not made: nobody gets to it.</summary>
    /// <exception cref="UsageException">A server is out of reach, or does not take one.</exception>
    public async Task EnsureAsync(Stack stack, CancellationToken cancellation)
    {
        foreach (var (resource, made) in TemplateResources.Of(stack, ids).Where(static one => one.Resource.Closed is null))
        {
            await EnsureAsync(stack, $"{resource.LogicalId} ({resource.Line})", made, cancellation).ConfigureAwait(false);
        }

        foreach (var subscription in TemplateResources.Subscriptions(stack))
        {
            await EnsureAsync(stack, "a subscription", subscription, cancellation).ConfigureAwait(false);
        }
    }

    private async Task EnsureAsync(Stack stack, string what, MadeResource made, CancellationToken cancellation)
    {
        if (frontOf(made.Service) is not { } front)
        {
            return;
        }

        try
        {
            if (made.Finding is { } finding && (await front.AskServerAsync(finding.Operation, finding.Members, stack, cancellation).ConfigureAwait(false)).Members is { } found)
            {
                Name(front, finding, found);
                return;
            }

            var reply = await front.AskServerAsync(made.Operation, made.Members, stack, cancellation).ConfigureAwait(false);
            if (reply.Members is { } answer)
            {
                Name(front, made, answer);
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
        catch (RefusedException e)
        {
            throw new UsageException(e.Message);
        }
    }

    private static void Name(ServiceFront front, MadeResource made, JsonObject answer)
    {
        if (made.Name is { } name && name.Servers(answer) is { } servers)
        {
            front.Names.Add(name.Templates, servers);
        }
    }
}
