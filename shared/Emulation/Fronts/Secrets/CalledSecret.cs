using System.Text.Json.Nodes;
using Emulation.Calls;
using Emulation.Upstreams;
using Iam;

namespace Emulation.Fronts.Secrets;

/// <summary>
/// A secret as a call names it, by name, by its whole ARN, or by the ARN without the six characters at the end. Which one it is only the server knows. Of a name that the server
/// says it does not have the characters are unknown ones, as of a secret that is yet to be made (captured: ssm/secret_references.json of radkawar/stackd).
/// </summary>
/// <param name="Id">As the call names it: AWS's refusals show that.</param>
/// <param name="Arn">The ARN that policies see.</param>
/// <param name="Owner">The account that it belongs to.</param>
/// <param name="Description">What the server says of it; null where it has no such secret.</param>
internal sealed record CalledSecret(string Id, string Arn, AccountId Owner, JsonObject? Description)
{
    /// <exception cref="RefusedException">It is no name and no ARN of a secret.</exception>
    public static async ValueTask<CalledSecret> FindAsync(FrontCall call, string id)
    {
        var owner = call.Home;
        var named = $"arn:aws:secretsmanager:{call.Region}:{owner}:secret:{id}";
        if (id.StartsWith("arn:", StringComparison.Ordinal))
        {
            owner = Iam.Arn.TryParse(id, out var arn) && arn is { Partition: "aws", Service: "secretsmanager" } && AccountId.TryParse(arn.Account, out var account)
                && arn.Resource.StartsWith("secret:", StringComparison.Ordinal) && IsName(arn.Resource[7..]) ? account : throw Wrong("SecretId");
            named = id;
        }
        else if (!IsName(id))
        {
            throw Wrong("SecretId");
        }

        var reply = await call.Behind.In(owner).ReplyAsync("DescribeSecret", new JsonObject { ["SecretId"] = id }).ConfigureAwait(false);
        var unknown = reply.IsAbsent && named != id ? Unknown(named) : named;
        return new CalledSecret(id, ServerArn.In(owner, Text(reply.Members, "ARN")) ?? unknown, owner, reply.Members);
    }

    /// <summary>The ARN of a secret whose six characters nobody knows: policies that end in as many question marks, or in an asterisk, are about it.</summary>
    public static string Unknown(string named) => $"{named}-??????";

    /// <summary>AWS Secrets Manager API Reference, CreateSecret, "Name".</summary>
    public static bool IsName(string name) => name.Length is > 0 and <= 519
        && name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '/' or '_' or '+' or '=' or '.' or '@' or '!' or '-');

    public static RefusedException Wrong(string member) => new(new ServiceRefusal(
        400, "ValidationException", $"Invalid {member}. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!, or a secret's ARN."));

    /// <summary>What the server says of it; null where it says nothing.</summary>
    public string? TextOf(string member) => Text(Description, member);

    public Ask Ask(FrontCall call, string operation) => call.Of($"secretsmanager:{operation}", Arn).With(Keys(Tags)) with { Shown = Id };

    /// <summary>
    /// The question as it would be of the secret with other tags: what takes the caller's leave to do the same again is refused. AWS Secrets Manager API Reference, TagResource.
    /// </summary>
    public Ask AskAfter(FrontCall call, string operation, Func<KeyValuePair<string, string>, bool> isKept, IEnumerable<KeyValuePair<string, string>> added) =>
        Ask(call, operation) with
        {
            Keys = [.. Keys([.. Tags.Where(isKept), .. added])],
            Refusal = new ServiceRefusal(400, "AccessDeniedException", SecretPolicies.Locked),
        };

    /// <summary>The call as it is sent: of the secret that was decided on, and of no other that gets the name meanwhile.</summary>
    public FrontPlan Pinned(FrontCall call, FrontPlan plan)
    {
        JsonObject? sent = null;
        if (TextOf("ARN") is { } arn && arn != Id)
        {
            sent = (JsonObject)call.Members.DeepClone();
            sent["SecretId"] = arn;
        }

        return plan with { Sent = sent, Account = Owner };
    }

    private static string? Text(JsonObject? from, string member) => from?[member] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private IReadOnlyList<KeyValuePair<string, string>> Tags => [.. new TagQuestion("DescribeSecret", []).Read(Description ?? []) ?? []];

    private IEnumerable<ConditionKey> Keys(IReadOnlyList<KeyValuePair<string, string>> tags) =>
    [
        new("secretsmanager:SecretId", Arn),
        .. ConditionKey.IfAny("secretsmanager:resource/AllowRotationLambdaArn", TextOf("RotationLambdaARN")),
        .. ConditionKey.IfAny("secretsmanager:resource/Type", TextOf("Type")),
        .. ConditionKey.IfAny("secretsmanager:SecretPrimaryRegion", TextOf("PrimaryRegion")),
        .. ConditionKey.OfResource(tags, "secretsmanager"),
    ];
}
