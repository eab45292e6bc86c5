using System.Collections.Concurrent;
using Emulation.Calls;
using Emulation.Principals;
using Emulation.Upstreams;
using Iam;

namespace Emulation.Fronts.Kms;

/// <summary>
/// The policies of keys, which decide in any case. A key that was given none has the default one, by which the account's own policies decide. AWS KMS Developer Guide,
/// "Default key policy".
/// </summary>
internal static class KeyPolicies
{
    private static readonly ConcurrentDictionary<(string Account, bool IsOfAws), Policy> Defaults = new();
    private static readonly ConcurrentDictionary<(string Account, string Region, string Service), Policy> Managed = new();

    /// <summary>The policy of a key as it is in force.</summary>
    public static Policy Of(FrontCall call, CalledKey key) => call.Policies.Of(key.Arn)
        ?? (key.Alias is { } alias && TemplateKeys.IsManaged(alias)
            ? OfManaged(key.Owner, call.Region, alias["alias/aws/".Length..])
            : Default(key.Owner, key.TextOf("KeyManager") == "AWS"));

    /// <summary>Reads the policy of a call; null where it has none, so that the default one holds.</summary>
    /// <exception cref="RefusedException">It is no policy, names somebody who does not exist, or would lock out who puts it.</exception>
    public static Policy? Given(FrontCall call, string arn, AccountId owner)
    {
        if (call.Text("Policy") is not { } json)
        {
            return null;
        }

        if (json.Any(static c => c is not ('\t' or '\n' or '\r' or (>= ' ' and <= '\u00FF'))))
        {
            throw FrontCall.Invalid("1 validation error detected: Value at 'policy' failed to satisfy constraint: Member must satisfy regular expression pattern: "
                + @"[\u0009\u000A\u000D\u0020-\u00FF]+");
        }

        var result = ResourcePolicies.Parse(arn, json);
        var policy = result.Policy
            ?? throw Malformed($"Policy contains a syntax error. {string.Join(" ", result.Errors.Select(static e => $"{e.JsonPath}: {e.Message} {e.Remedy}"))}");
        if (!KeptPolicy.KnowsAll(policy, call.Policies.Accounts))
        {
            throw Malformed("Policy contains a statement with one or more invalid principals.");
        }

        return call.Switch("BypassPolicyLockoutSafetyCheck") == true || LetsChangeAgain(policy, call, arn, owner)
            ? policy
            : throw Malformed("The new key policy will not allow you to update the key policy in the future.");
    }

    /// <summary>
    /// The policy of the key that AWS manages for a service: everybody in the account may use it through the service, whatever else they may. AWS KMS Developer Guide,
    /// "Viewing a key
    /// policy", "Allow access through Amazon ... for all principals in the account".
    /// </summary>
    private static Policy OfManaged(AccountId owner, string region, string service) => Managed.GetOrAdd((owner.ToString(), region, service), static key => Policy.Parse(
        $$"""
        {"Version":"2012-10-17","Statement":[
          {"Sid":"Allow access through {{key.Service}} for all principals in the account","Effect":"Allow","Principal":{"AWS":"*"},
           "Action":["kms:Encrypt","kms:Decrypt","kms:ReEncrypt*","kms:GenerateDataKey*","kms:CreateGrant","kms:DescribeKey"],"Resource":"*",
           "Condition":{ "StringEquals":{"kms:CallerAccount":"{{key.Account}}","kms:ViaService":"{{key.Service}}.{{key.Region}}.amazonaws.com"} } },
          {"Sid":"Allow direct access to key metadata to the account","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::{{key.Account}}:root"},
           "Action":["kms:Describe*","kms:Get*","kms:List*","kms:RevokeGrant"],"Resource":"*"}]}
        """,
        PolicyKind.Resource,
        new PolicyOrigin($"policy of the AWS managed key of {key.Service}")).Policy
            ?? throw new RefusedException(new ServiceRefusal(400, "NotFoundException", $"Alias alias/aws/{key.Service} is not found.")));

    private static Policy Default(AccountId owner, bool isOfAws) => Defaults.GetOrAdd((owner.ToString(), isOfAws), static kind => kind.IsOfAws
        ? ForAccount(
            kind.Account, "Allow direct access to key metadata to the account", """["kms:Describe*","kms:Get*","kms:List*","kms:RevokeGrant"]""", "policy of AWS managed keys")
        : ForAccount(kind.Account, "Enable IAM User Permissions", "\"kms:*\"", "default key policy"));

    private static Policy ForAccount(string account, string sid, string actions, string name) => Policy.Parse(
        $$"""{"Version":"2012-10-17","Statement":[{"Sid":"{{sid}}","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::{{account}}:root"},"Action":{{actions}},"Resource":"*"}]}""",
        PolicyKind.Resource,
        new PolicyOrigin(name)).Policy!;

    /// <summary>AWS KMS Developer Guide, "Changing a key policy": the policy has to allow whoever puts it, or the account, to put another.</summary>
    private static bool LetsChangeAgain(Policy policy, FrontCall call, string arn, AccountId owner)
    {
        var context = new ConditionContext(call.Caller.Principal).Set("kms:CallerAccount", call.Home.ToString());
        var request = new AccessRequest(call.Caller.Principal, "kms:PutKeyPolicy", arn, owner, context);
        return KeyRules.KeyAccess.Decide(request, new PrincipalPolicies([Everything]), policy).Verdict == Verdict.Allow;
    }

    private static Policy Everything { get; } =
        Policy.Parse("""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""", PolicyKind.Identity, new PolicyOrigin("everything")).Policy!;

    private static RefusedException Malformed(string message) => new(new ServiceRefusal(400, "MalformedPolicyDocumentException", message));
}
