using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Emulation.Calls;
using Emulation.Upstreams;
using Iam;

namespace Emulation.Fronts;

/// <summary>
/// The keys of KMS by which queues, topics and streams are encrypted: what the server says, asked once and remembered until a call changes it, and what the template
/// says where the
/// server does not.
/// </summary>
internal static class ResourceKeys
{
    private const string Kind = "key of a resource";
    private const string Changed = "?";

    /// <summary>Behind KMS's sentence where another service passes it on.</summary>
    private const string Passed = " (Service: AWSKMS; Status Code: 400; Error Code: AccessDeniedException; Proxy: null)";

    /// <summary>The key of a resource; null for none.</summary>
    /// <param name="call">The call.</param>
    /// <param name="arn">The resource.</param>
    /// <param name="askAsync">Asks the server for the resource.</param>
    /// <param name="read">Reads the key in its answer; null for none.</param>
    public static async ValueTask<string?> OfAsync(FrontCall call, string arn, Func<Task<ServerReply>> askAsync, Func<JsonObject, string?> read)
    {
        if (call.Keys is null)
        {
            return null;
        }

        if (call.Recall(Kind, arn) is { } known and not Changed)
        {
            return known.Length == 0 ? null : known;
        }

        var reply = await askAsync().ConfigureAwait(false);
        if (reply.Members is not { } told)
        {
            return reply.IsAbsent ? null : call.Keys.Declared(arn);
        }

        var key = read(told) is { Length: > 0 } id ? id : call.Keys.Declared(arn);
        call.Remember(Kind, arn, key ?? "");
        return key;
    }

    /// <summary>The plan of a call by which a resource may get another key.</summary>
    public static FrontPlan Changing(FrontCall call, string arn, FrontPlan plan) => plan with
    {
        Done = () =>
        {
            plan.Done?.Invoke();
            call.Remember(Kind, arn, Changed);
        },
    };

    /// <summary>What the service asks of the key in the caller's name.</summary>
    /// <param name="call">The call.</param>
    /// <param name="service">The service.</param>
    /// <param name="key">The key.</param>
    /// <param name="actions">What is done.</param>
    /// <param name="context">The encryption context.</param>
    /// <param name="arn">The resource, in whose account a key's name is meant.</param>
    /// <param name="refused">The service's refusal, made of KMS's sentence.</param>
    public static async ValueTask<IReadOnlyList<Ask>> AsksAsync(
        FrontCall call, string service, string? key, ImmutableArray<string> actions, IEnumerable<KeyValuePair<string, string>> context, string arn,
        Func<string, ServiceRefusal> refused)
    {
        if (key is null || call.Keys is null)
        {
            return [];
        }

        var used = await AskAsync(call, new EncryptionUse(service, key, OwnerOf(call, arn), actions, [.. context])).ConfigureAwait(false);
        return [.. used.Asks.Select(ask => ask with { Refused = refused })];
    }

    /// <summary>What the service asks of the key for itself, which only the key's policy can allow.</summary>
    /// <param name="call">The call.</param>
    /// <param name="principal">The service's principal.</param>
    /// <param name="key">The key.</param>
    /// <param name="actions">What is done.</param>
    /// <param name="context">The encryption context.</param>
    /// <param name="arn">The resource that is encrypted.</param>
    /// <param name="refused">The service's refusal of an action on a key.</param>
    public static async ValueTask<IReadOnlyList<Ask>> AsksOfServiceAsync(
        FrontCall call, string principal, string key, ImmutableArray<string> actions, KeyValuePair<string, string> context, string arn, Func<Ask, ServiceRefusal> refused)
    {
        if (call.Keys is null)
        {
            return [];
        }

        var owner = OwnerOf(call, arn);
        var use = new EncryptionUse(principal.Split('.')[0], key, owner, actions, [context]) { By = new UsingService(principal, arn, owner) };
        var used = await AskAsync(call, use).ConfigureAwait(false);
        return [.. used.Asks.Select(ask => ask with { Refused = _ => refused(ask) })];
    }

    private static AccountId OwnerOf(FrontCall call, string arn) =>
        Arn.TryParse(arn, out var named) && AccountId.TryParse(named.Account, out var account) ? account : call.Home;

    private static ValueTask<UsedKey> AskAsync(FrontCall call, EncryptionUse use) => call.Keys!.AskAsync(use, call.Caller, call.Region, call.Guardrails, default);

    /// <summary>KMS's sentence as most services pass it on.</summary>
    public static Func<string, ServiceRefusal> Passing(string code) => words => new ServiceRefusal(400, code, words + Passed);
}
