using Emulation.Calls;
using Emulation.Upstreams;
using Emulation.Upstreams.Forms;

namespace Emulation.Fronts.Secrets;

/// <summary>
/// AWS Secrets Manager. Service Authorization Reference, "Actions, resources, and condition keys for AWS Secrets Manager"; AWS Secrets Manager API Reference, "Required
/// permissions" of each operation.
/// </summary>
internal sealed class SecretsManagerService : FrontedService
{
    /// <summary>Its name in signatures.</summary>
    public const string Name = "secretsmanager";

    private const string Principal = "secretsmanager.amazonaws.com";

    private static readonly string[] OfOneSecret =
    [
        "CancelRotateSecret", "DeleteResourcePolicy", "DeleteSecret", "DescribeSecret", "GetResourcePolicy", "GetSecretValue", "ListSecretVersionIds",
        "PutResourcePolicy", "PutSecretValue", "RemoveRegionsFromReplication", "ReplicateSecretToRegions", "RestoreSecret", "RotateSecret", "StopReplicationToReplica",
        "TagResource", "UntagResource", "UpdateSecret", "UpdateSecretVersionStage",
    ];

    public override string SigningName => Name;

    public override IReadOnlyList<IFrontForm> Forms { get; } = [new JsonForm("secretsmanager", "secretsmanager", "1.1", new FrontDialect())];

    public override IReadOnlyCollection<string> Operations { get; } =
        [.. OfOneSecret, "BatchGetSecretValue", "CreateSecret", "GetRandomPassword", "ListSecrets", "ValidateResourcePolicy"];

    /// <summary>Of a secret, with what the server describes.</summary>
    public override bool TellsTags(Ask ask) => ask.Action.StartsWith("secretsmanager:", StringComparison.Ordinal);

    public override async ValueTask<FrontPlan> PlanAsync(FrontCall call) => call.Operation switch
    {
        // As AWS answers: without a resource.
        "ListSecrets" => new Ask("secretsmanager:ListSecrets", "*") { Owner = call.Home, Shown = "" },
        "GetRandomPassword" => new Ask("secretsmanager:GetRandomPassword", "*") { Owner = call.Home },
        "BatchGetSecretValue" => await SecretBatch.PlanAsync(call).ConfigureAwait(false),
        "CreateSecret" => await CreatedAsync(call).ConfigureAwait(false),
        "ValidateResourcePolicy" => await ValidatedAsync(call).ConfigureAwait(false),
        var operation => await OfSecretAsync(call, operation).ConfigureAwait(false),
    };

    /// <summary>The six characters that Secrets Manager adds to a new secret's name are not known yet: policies end in as many question marks, or in an asterisk.</summary>
    private static async ValueTask<FrontPlan> CreatedAsync(FrontCall call)
    {
        var name = call.Needed("Name");
        var secret = CalledSecret.IsName(name) ? CalledSecret.Unknown($"arn:aws:secretsmanager:{call.Region}:{call.Home}:secret:{name}") : throw CalledSecret.Wrong("Name");
        var tags = SecretKeys.TagsOf(call);
        List<Ask> asks = [Ask("CreateSecret")];
        if (tags.Count > 0)
        {
            asks.Add(Ask("TagResource"));
        }

        if (call.List("AddReplicaRegions").Count > 0)
        {
            asks.Add(Ask("ReplicateSecretToRegions"));
        }

        asks.AddRange(await SecretEncryption.OfNewAsync(call, secret).ConfigureAwait(false));
        return new FrontPlan(asks);

        Ask Ask(string operation) =>
            new Ask($"secretsmanager:{operation}", secret) { Shown = name }.With([.. ConditionKey.OfRequest(tags), .. SecretKeys.OfCall(call)]);
    }

    private static async ValueTask<FrontPlan> ValidatedAsync(FrontCall call)
    {
        if (call.Text("SecretId") is null)
        {
            return FrontPlan.Of(OfNone("ValidateResourcePolicy"), OfNone("PutResourcePolicy"));
        }

        var secret = await CalledSecret.FindAsync(call, call.Needed("SecretId")).ConfigureAwait(false);
        return secret.Pinned(call, new FrontPlan([secret.Ask(call, "ValidateResourcePolicy"), secret.Ask(call, "PutResourcePolicy")]));

        Ask OfNone(string operation) => new($"secretsmanager:{operation}", "*") { Owner = call.Home };
    }

    private static async ValueTask<FrontPlan> OfSecretAsync(FrontCall call, string operation)
    {
        var secret = await CalledSecret.FindAsync(call, call.Needed("SecretId")).ConfigureAwait(false);
        List<Ask> asks = [secret.Ask(call, operation).With([.. SecretKeys.OfCall(call), .. TagKeys(call, operation)])];
        asks.AddRange(operation switch
        {
            "RotateSecret" => Rotation(call, secret),
            "TagResource" or "UntagResource" => [Retagged(call, operation, secret).With([.. SecretKeys.OfCall(call), .. TagKeys(call, operation)])],
            _ => [],
        });
        asks.AddRange(await SecretEncryption.AsksAsync(call, secret, operation).ConfigureAwait(false));
        return secret.Pinned(call, SecretPolicies.Plan(call, operation, secret, asks));
    }

    private static Ask Retagged(FrontCall call, string operation, CalledSecret secret)
    {
        var added = operation == "TagResource" ? SecretKeys.TagsOf(call) : [];
        var gone = operation == "TagResource" ? added.Select(static tag => tag.Key) : call.Texts("TagKeys");
        var names = gone.ToHashSet(StringComparer.Ordinal);
        return secret.AskAfter(call, operation, tag => !names.Contains(tag.Key), added);
    }

    private static IEnumerable<ConditionKey> TagKeys(FrontCall call, string operation) => operation switch
    {
        "TagResource" => ConditionKey.OfRequest(SecretKeys.TagsOf(call)),
        "UntagResource" => ConditionKey.OfRequest(call.Texts("TagKeys")),
        _ => [],
    };

    /// <summary>The function that rotates is called by whoever asks for it, and the role of a rotation by somebody else is handed on.</summary>
    private static IEnumerable<Ask> Rotation(FrontCall call, CalledSecret secret)
    {
        if ((call.Text("RotationLambdaARN") ?? secret.TextOf("RotationLambdaARN")) is { Length: > 0 } function)
        {
            yield return new Ask("lambda:InvokeFunction", function);
        }

        if (call.Text("ExternalSecretRotationRoleArn") is { Length: > 0 } role)
        {
            yield return call.Passing(role, Principal);
        }
    }
}
