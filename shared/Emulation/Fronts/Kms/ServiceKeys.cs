using System.Collections.Frozen;
using Emulation.Calls;
using Emulation.Principals;
using Emulation.Upstreams;
using Iam;
using Sam;

namespace Emulation.Fronts.Kms;

/// <summary>
/// The keys that services use in their callers' names: those of templates, those that a server which runs KMS has, and those that AWS manages for each service. AWS KMS Developer
/// Guide, "AWS managed keys" and "kms:ViaService".
/// </summary>
/// <param name="stacks">Declare keys, their aliases, and what is encrypted by them.</param>
/// <param name="policies">The policies of keys, their grants among them.</param>
/// <param name="home">The account of who belongs to none.</param>
/// <param name="server">Asks the server that runs KMS, in a region and an account; null where none does.</param>
internal sealed class ServiceKeys(
    IReadOnlyCollection<Stack> stacks, ResourcePolicies policies, AccountId home, Func<string, AccountId, CancellationToken, ServerQuestions?> server) : IServiceKeys
{
    private static readonly KmsService Kms = new();
    private readonly TemplateKeys templates = new(stacks);
    private readonly FrozenDictionary<string, string> declared = DeclaredBy(stacks);

    /// <inheritdoc/>
    public string? Declared(string arn) => declared.GetValueOrDefault(arn);

    /// <inheritdoc/>
    public async ValueTask<UsedKey> AskAsync(EncryptionUse use, Caller caller, string region, Func<Ask, Guardrails> guardrails, CancellationToken cancellation)
    {
        var account = caller.Principal.Account ?? home;
        var call = new FrontCall("", use.Members, caller, region, account, Behind(account), policies) { Guardrails = guardrails };
        var key = await FindAsync(call, use).ConfigureAwait(false);
        var context = new EncryptionContext(use.Context);
        var asks = new List<Ask>();
        foreach (var action in use.Actions)
        {
            var asked = (await KeyAsk.OfAsync(call, key, action, context).ConfigureAwait(false)).With(KeysOf(call, action, use.Service));
            asks.Add(use.By is { } service ? BySelf(asked, service)
                : asked.With(new ConditionKey("kms:ViaService", $"{use.Service}.{region}.amazonaws.com")) with { Via = $"{use.Service}.amazonaws.com" });
        }

        return new UsedKey(key.Arn, await new ResourceTags(Kms, call, guardrails).AddToAsync(asks).ConfigureAwait(false)) { IsOfAws = key.TextOf("KeyManager") == "AWS" };

        ServerQuestions Behind(AccountId of) => server(region, of, cancellation) is { } questions
            ? new ServerQuestions((operation, members) => templates.Answer(operation, members, region, of, ofManaged: true) is { } known
                ? Task.FromResult(new ServerReply(known)) : questions.ReplyAsync(operation, members), Behind)
            : new ServerQuestions((operation, members) => Task.FromResult(new ServerReply(templates.Answer(operation, members, region, of))), Behind);
    }

    /// <summary>
    /// Grants that services make are for themselves, and of the context of what they encrypt. Amazon DynamoDB Developer Guide, "DynamoDB encryption at rest usage notes", "Using
    /// grants to authorize DynamoDB".
    /// </summary>
    private static IEnumerable<ConditionKey> KeysOf(FrontCall call, string action, string service) => action != "CreateGrant" ? KeyKeys.OfCall(call, action) :
    [
        new ConditionKey("kms:GrantIsForAWSResource", "true"),
        new ConditionKey("kms:GrantConstraintType", "EncryptionContextSubset"),
        new ConditionKey("kms:GranteePrincipal", $"{service}.{call.Region}.amazonaws.com"),
        new ConditionKey("kms:RetiringPrincipal", $"{service}.{call.Region}.amazonaws.com"),
        new ConditionKey("kms:GrantOperations", ["Decrypt", "Encrypt", "GenerateDataKey", "ReEncryptFrom", "ReEncryptTo", "RetireGrant", "DescribeKey"]),
    ];

    /// <summary>A service belongs to no account: what AWS says of its caller's is not known, and so is not said.</summary>
    private static Ask BySelf(Ask asked, UsingService service) => asked with
    {
        By = new ServicePrincipal(service.Principal),
        Keys =
        [
            .. asked.Keys.Where(static key => key.Name != "kms:CallerAccount"),
            new ConditionKey("aws:SourceArn", service.Source), new ConditionKey("aws:SourceAccount", service.Account.ToString()),
            new ConditionKey("aws:PrincipalIsAWSService", "true"), new ConditionKey("aws:PrincipalServiceName", service.Principal),
        ],
    };

    private async ValueTask<CalledKey> FindAsync(FrontCall call, EncryptionUse use)
    {
        // A template's alias stands for the key that the template says, whether a server knows the alias or not.
        var id = use.KeyId.StartsWith("arn:", StringComparison.Ordinal) ? use.KeyId
            : $"arn:aws:kms:{call.Region}:{use.Home}:{(use.KeyId.StartsWith("alias/", StringComparison.Ordinal) ? "" : "key/")}{use.KeyId}";
        try
        {
            var key = await CalledKey.FindAsync(call, templates.TargetOf(id) ?? id).ConfigureAwait(false);
            return key.Metadata is not null || key.Owner != call.Home ? key : throw Missing(key.Alias ?? key.Arn);
        }
        catch (RefusedException e) when (e.Refusal.Type == "NotFoundException")
        {
            throw new RefusedException(e.Refusal with { Type = "KMS.NotFoundException" });
        }
    }

    private static RefusedException Missing(string key) => new(new ServiceRefusal(400, "KMS.NotFoundException", $"Key '{Wire.ClientText.Shown(key)}' does not exist")
    {
        Reason = $"There is no key {Wire.ClientText.Shown(key)} in the template, nor on a server that runs KMS. Declare it, or put one behind LocalAws with --upstream kms=URL.",
    });

    private static FrozenDictionary<string, string> DeclaredBy(IReadOnlyCollection<Stack> stacks) =>
        stacks.SelectMany(static stack => (IEnumerable<(ServiceResource Resource, string? Key)>)
        [
            .. stack.Queues.Select(static one => ((ServiceResource)one, one.KmsKeyId)),
            .. stack.Topics.Select(static one => ((ServiceResource)one, one.KmsKeyId)),
            .. stack.Secrets.Select(static one => ((ServiceResource)one, one.KmsKeyId)),
            .. stack.Streams.Select(static one => ((ServiceResource)one, (string?)one.Properties["StreamEncryption"]?["KeyId"])),
            .. stack.StateMachines.Select(static one => ((ServiceResource)one, (string?)one.Properties["EncryptionConfiguration"]?["KmsKeyId"])),
        ])
            .Where(static one => one.Key is { Length: > 0 }).DistinctBy(static one => one.Resource.Arn.ToString())
            .ToFrozenDictionary(static one => one.Resource.Arn.ToString(), static one => one.Key!, StringComparer.Ordinal);
}
