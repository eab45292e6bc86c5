using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Emulation.Calls;
using Emulation.Upstreams.Bodies;
using Emulation.Upstreams.Forms;
using Iam;
using Sam;
using SigV4;

namespace Emulation.Upstreams;

/// <summary>A service that another server runs, as the door has it: what policies allow is sent on, signed anew, and the answer comes back as the server gave it.</summary>
/// <param name="service">The service.</param>
/// <param name="server">What runs it.</param>
/// <param name="policies">The policies of its resources.</param>
/// <param name="closed">Which of its resources nobody gets to.</param>
/// <param name="home">The account of who belongs to none.</param>
/// <param name="keys">What it asks of KMS in its callers' names.</param>
internal sealed class ServiceFront(
    FrontedService service, IFrontedServer server, ResourcePolicies policies, ClosedResources closed, AccountId home, IServiceKeys keys) : IDisposable
{
    // A front reads all of them: what it does not look at, the server may.
    private static readonly ImmutableHashSet<string> NoMembers = [];
    private readonly AnswerMemory memory = new();
    private readonly CalledPlace called = new(service.SigningName);

    /// <summary>The service in each protocol that it speaks.</summary>
    public IEnumerable<AwsService<JsonObject, UpstreamAnswer>> Services => service.Forms.Select(form => new AwsService<JsonObject, UpstreamAnswer>(
        service.SigningName,
        form,
        service.Operations.Select(name => new ServiceOperation<JsonObject, UpstreamAnswer>(name, NoMembers, call => PlanAsync(form, name, call))))
    {
        Region = null,
        Owns = form.Owns,
        LongestBody = _ => service.LongestBody,
        ReadsBody = form.StreamsBody,
        SignaturesOfStreams = new SigV4VerifierOptions { TrustDeclaredPayload = true },
        MayWait = static _ => true,
        MaxClockSkew = service.MaxClockSkew,
        TellsReasons = true,
    });

    /// <summary>Names that the server drew for what templates declare.</summary>
    public ServerNames Names { get; } = new();

    /// <summary>What templates declare there; null where they declare nothing.</summary>
    public DeclaredResources? Declared { get; set; }

    /// <summary>Where the server is.</summary>
    public Uri Server => server.Url;

    public void Dispose()
    {
        Declared?.Dispose();
        server.Dispose();
    }

    /// <summary>Asks the server for LocalAws itself, in an account and region of a stack.</summary>
    /// <exception cref="OutOfReachException">The server is.</exception>
    public Task<ServerReply> AskServerAsync(string operation, JsonObject members, Stack stack, CancellationToken cancellation) =>
        AskAsync(operation, members, stack.Region, stack.AccountId.ToString(), cancellation);

    /// <summary>Asks the server for LocalAws itself, as an account sees it in a region.</summary>
    public ServerQuestions QuestionsOf(string region, AccountId account, CancellationToken cancellation) => new(
        async (operation, members) =>
        {
            await EnsureDeclaredAsync(cancellation).ConfigureAwait(false);
            return await AskAsync(operation, members, region, account.ToString(), cancellation).ConfigureAwait(false);
        },
        other => QuestionsOf(region, other, cancellation));

    private async ValueTask<Intent<UpstreamAnswer>> PlanAsync(IFrontForm form, string operation, ServiceCall<JsonObject> call)
    {
        var account = call.Signer.Principal.Account ?? home;
        var front = new FrontCall(
            operation, Names.Any ? Names.OfServer(call.Parameters) : call.Parameters, call.Signer, call.Facts.Region, account,
            QuestionsOf(call.Facts.Region, account, call.Cancellation), policies)
        {
            Host = call.Request!.Http.Request.Host.Value ?? "",
            Form = form,
            Refuse = call.Refuse,
            Guardrails = ask => GuardrailsOf(ask, call, account),
            Memory = memory,
            Keys = keys,
        };
        var plan = await service.PlanAsync(front).ConfigureAwait(false);
        if (plan.Asks.Count == 0)
        {
            throw FrontCall.Invalid($"The request names nothing that {operation} could be allowed on.");
        }

        var behind = called.AccountOf(plan, call.Facts.Region, account);
        closed.Check(plan.Asks);
        var asks = await new ResourceTags(service, front, front.Guardrails).AddToAsync(plan.Asks).ConfigureAwait(false);
        return Intent<UpstreamAnswer>.Of(asks, () => ForwardAsync(form, operation, call, plan, behind));
    }

    private static Guardrails GuardrailsOf(Ask ask, ServiceCall<JsonObject> call, AccountId account) => call.Environment.For(
        call.Signer.Principal.Account, ask.Owner ?? (Arn.TryParse(ask.Resource, out var arn) && AccountId.TryParse(arn.Account, out var owner) ? owner : account), ask.Action);

    private async ValueTask<UpstreamAnswer> ForwardAsync(IFrontForm form, string operation, ServiceCall<JsonObject> call, FrontPlan plan, AccountId account)
    {
        foreach (var ask in plan.Then is { } then ? await then().ConfigureAwait(false) : [])
        {
            if (call.Refuse(ask) is { } words)
            {
                return UpstreamAnswer.Refused((ask.Refused?.Invoke(words) ?? ask.Refusal ?? form.Denied(words)) with { Reason = call.Why });
            }
        }

        if (plan.Instead is { } instead)
        {
            return UpstreamAnswer.Refused(await instead().ConfigureAwait(false));
        }

        if (plan.Answer is { } known)
        {
            var content = new ByteArrayContent(Encoding.UTF8.GetBytes(known.ToJsonString()));
            content.Headers.TryAddWithoutValidation("Content-Type", call.Request!.Http.Request.ContentType ?? "application/x-amz-json-1.1");
            return new UpstreamAnswer(new HttpResponseMessage { Content = content });
        }

        await EnsureDeclaredAsync(call.Cancellation).ConfigureAwait(false);
        var request = form.ForServer(call.Request!, operation, call.Parameters);
        if (form.StreamsBody(call.Request!))
        {
            request = request with { Content = BodyInPieces.Of(call.Request!, call.Payload!), ContentHash = call.Payload!.Hash };
        }

        if ((plan.Sent ?? (Names.Any && form.SendsJson ? call.Parameters : null)) is { } sent && (Names.Any || !ReferenceEquals(sent, call.Parameters)))
        {
            request = request with { Body = Encoding.UTF8.GetBytes((Names.Any ? Names.ForServer(sent) : sent).ToJsonString()) };
        }

        request = request with { HasAwsHost = true };
        if (Names.Any || plan.Rewrite is not null || plan.RewriteMembers is not null || plan.Answered is not null)
        {
            // What LocalAws reads is not compressed.
            request = request with { Headers = [.. request.Headers.Where(static header => !header.Name.Equals("accept-encoding", StringComparison.OrdinalIgnoreCase))] };
        }

        var answer = await SendAsync(request, call.Facts.Region, account.ToString(), call.Cancellation).ConfigureAwait(false);
        if (answer.IsSuccessStatusCode)
        {
            plan.Done?.Invoke();
        }

        if (!ServerAnswer.IsDocument(answer))
        {
            plan.Answered?.Invoke([]);
            return new UpstreamAnswer(answer);
        }

        return answer.IsSuccessStatusCode && (plan.Answered is not null || plan.RewriteMembers is not null)
            ? await ReadAsync(form, plan, answer, call.Cancellation).ConfigureAwait(false)
            : new UpstreamAnswer(answer, Rewriting(answer.IsSuccessStatusCode ? plan.Rewrite : null));
    }

    /// <summary>A call finds what the template declares, whenever the server came.</summary>
    private async ValueTask EnsureDeclaredAsync(CancellationToken cancellation)
    {
        if (Declared is { } declared)
        {
            try
            {
                await declared.EnsureAsync(cancellation).ConfigureAwait(false);
            }
            catch (UsageException e)
            {
                throw new RefusedException(new ServiceRefusal(503, "ServiceUnavailable", e.Message));
            }
        }
    }

    private async Task<HttpResponseMessage> SendAsync(UpstreamRequest request, string region, string account, CancellationToken cancellation)
    {
        try
        {
            return await server.SendAsync(request, region, account, cancellation).ConfigureAwait(false);
        }
        catch (OutOfReachException)
        {
            Declared?.ServerIsAway();
            throw;
        }
    }

    /// <summary>An answer that says something which is kept, or changed.</summary>
    private async Task<UpstreamAnswer> ReadAsync(IFrontForm form, FrontPlan plan, HttpResponseMessage answer, CancellationToken cancellation)
    {
        try
        {
            var body = await answer.Content.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false);
            var members = (form as IAskingForm)?.ReplyOf(isDone: true, Names.Any ? Names.OfServer(body) : body).Members;
            plan.Answered?.Invoke(members ?? []);
            return members is not null && plan.RewriteMembers is { } rewrite
                ? new UpstreamAnswer(answer, _ => Encoding.UTF8.GetBytes(rewrite(members).ToJsonString()))
                : new UpstreamAnswer(answer, Rewriting(plan.Rewrite));
        }
        catch
        {
            answer.Dispose();
            throw;
        }
    }

    private Func<byte[], byte[]>? Rewriting(Func<byte[], byte[]>? rewrite) => !Names.Any ? rewrite : rewrite is null ? Names.OfServer : body => rewrite(Names.OfServer(body));

    /// <summary>In one protocol, whatever the client speaks: a service that has none of those in which LocalAws asks is not asked.</summary>
    private async Task<ServerReply> AskAsync(string operation, JsonObject members, string region, string account, CancellationToken cancellation)
    {
        if (service.Forms.OfType<IAskingForm>().FirstOrDefault() is not { } asking)
        {
            return default;
        }

        var asked = asking.Asking(operation, Names.Any ? Names.ForServer(members) : members);
        using var answer = await SendAsync(asked with { HasAwsHost = true }, region, account, cancellation).ConfigureAwait(false);
        var body = await answer.Content.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false);
        return asking.ReplyOf(answer.IsSuccessStatusCode, Names.Any ? Names.OfServer(body) : body);
    }
}
