using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Emulation.Calls;
using Emulation.Upstreams.Forms;
using Iam;

namespace Emulation.Upstreams;

/// <summary>A service that another server runs, as the door has it: what policies allow is sent on, signed anew, and the answer comes back as the server gave it.</summary>
/// <param name="service">The service.</param>
/// <param name="server">The server that runs it.</param>
/// <param name="policies">The policies of its resources.</param>
/// <param name="home">The account of who belongs to none.</param>
internal sealed class ServiceFront(FrontedService service, UpstreamServer server, ResourcePolicies policies, AccountId home) : IDisposable
{
    // A front reads all of them: what it does not look at, the server may.
    private static readonly ImmutableHashSet<string> NoMembers = [];

    /// <summary>The service in each protocol that it speaks.</summary>
    public IEnumerable<AwsService<JsonObject, UpstreamAnswer>> Services => service.Forms.Select(form => new AwsService<JsonObject, UpstreamAnswer>(
        service.SigningName,
        form,
        service.Operations.Select(name => new ServiceOperation<JsonObject, UpstreamAnswer>(name, NoMembers, call => PlanAsync(form, name, call))))
    {
        Region = null,
        Owns = form.Owns,
        LongestBody = _ => service.LongestBody,
        MayWait = static _ => true,
        MaxClockSkew = service.MaxClockSkew,
        TellsReasons = true,
    });

    public void Dispose() => server.Dispose();

    private async ValueTask<Intent<UpstreamAnswer>> PlanAsync(IFrontForm form, string operation, ServiceCall<JsonObject> call)
    {
        var account = call.Signer.Principal.Account ?? home;
        var front = new FrontCall(operation, call.Parameters, call.Signer, call.Facts.Region, account, new ServerQuestions((name, members) => AskAsync(name, members, call)), policies)
        {
            Host = call.Request!.Http.Request.Host.Value ?? "",
        };
        var plan = await service.PlanAsync(front).ConfigureAwait(false);
        return Intent<UpstreamAnswer>.Of(plan.Asks, () => ForwardAsync(form, operation, call, plan, account));
    }

    private async ValueTask<UpstreamAnswer> ForwardAsync(IFrontForm form, string operation, ServiceCall<JsonObject> call, FrontPlan plan, AccountId account)
    {
        var request = form.ForServer(call.Request!, operation, call.Parameters);
        if (plan.Sent is { } sent)
        {
            request = request with { Body = Encoding.UTF8.GetBytes(sent.ToJsonString()) };
        }

        request = request with { Host = call.Request!.Http.Request.Host.Value };
        var answer = await server.SendAsync(request, call.Facts.Region, account.ToString(), call.Cancellation).ConfigureAwait(false);
        if (answer.IsSuccessStatusCode)
        {
            plan.Done?.Invoke();
        }

        return new UpstreamAnswer(answer, answer.IsSuccessStatusCode ? plan.Rewrite : null);
    }

    /// <summary>In JSON, whatever the client speaks: a service that speaks another protocol only is not asked.</summary>
    private async Task<JsonObject?> AskAsync(string operation, JsonObject members, ServiceCall<JsonObject> call)
    {
        if (service.Forms.OfType<JsonForm>().FirstOrDefault() is not { } form)
        {
            return null;
        }

        var account = (call.Signer.Principal.Account ?? home).ToString();
        using var answer = await server.SendAsync(form.Asking(operation, members), call.Facts.Region, account, call.Cancellation).ConfigureAwait(false);
        if (!answer.IsSuccessStatusCode)
        {
            return null;
        }

        try
        {
            return JsonNode.Parse(await answer.Content.ReadAsByteArrayAsync(call.Cancellation).ConfigureAwait(false)) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
