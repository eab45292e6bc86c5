using System.Collections.Immutable;
using System.Text.Json;

namespace Iam.Simulation;

/// <summary>Reads who asks in a case: as policies and <c>sts:GetCallerIdentity</c> write principals.</summary>
internal static class CasePrincipal
{
    /// <summary>Unique ids are random on AWS, and no part of an ARN.</summary>
    private const string UnknownId = "";

    public static Principal? Read(JsonElement element, IReadOnlyDictionary<string, ImmutableArray<string>> context)
    {
        if (element.ValueKind == JsonValueKind.String)
        {
            return Read(element.GetString()!, context);
        }

        if (element.ValueKind != JsonValueKind.Object || element.EnumerateObject().Count() != 1)
        {
            return null;
        }

        var member = element.EnumerateObject().First();
        return (member.Name, member.Value.ValueKind == JsonValueKind.String ? member.Value.GetString() : null) switch
        {
            ("AWS", { } text) => Read(text, context),
            ("Service", { Length: > 0 } service) => new ServicePrincipal(service),
            ("Federated", { Length: > 0 } provider) => new WebIdentity(provider, UnknownId),
            ("CanonicalUser", { Length: > 0 } id) => new CanonicalUser(id),
            _ => null,
        };
    }

    /// <summary>Reads a principal's ARN, an account, a service's name, or <c>anonymous</c>; null when it is none of these.</summary>
    public static Principal? Read(string text, IReadOnlyDictionary<string, ImmutableArray<string>> context)
    {
        if (text is "anonymous" or "*")
        {
            return Anonymous.Instance;
        }

        if (AccountId.TryParse(text, out var root))
        {
            return new AccountRoot(root);
        }

        if (!Arn.TryParse(text, out var arn))
        {
            return text.EndsWith(".amazonaws.com", StringComparison.Ordinal) ? new ServicePrincipal(text) : null;
        }

        return arn.Partition == "aws" && AccountId.TryParse(arn.Account, out var account) ? Of(arn, account, context) : null;
    }

    /// <summary>The keys that follow from the principal. Its unique id is not known, so neither is <c>aws:userid</c>.</summary>
    public static ConditionContext KeysOf(Principal principal)
    {
        var keys = new ConditionContext(principal);
        if (principal is IamUser or AssumedRole)
        {
            keys.Remove("aws:userid");
        }

        return keys;
    }

    private static Principal? Of(Arn arn, AccountId account, IReadOnlyDictionary<string, ImmutableArray<string>> context)
    {
        var segments = arn.Resource.Split('/');
        var path = segments.Length > 2 ? $"/{string.Join('/', segments[1..^1])}/" : "/";
        return (arn.Service, segments) switch
        {
            ("iam", ["root"]) => new AccountRoot(account),
            ("iam", ["user", .., { Length: > 0 } name]) => new IamUser(account, path, name, UnknownId),
            ("iam", ["role", .., { Length: > 0 } name]) => new AssumedRole(account, path, name, "session", UnknownId),
            ("iam", ["saml-provider" or "oidc-provider", ..]) => new WebIdentity(arn.ToString(), UnknownId),
            ("sts", ["assumed-role", { Length: > 0 } role, { Length: > 0 } session]) =>
                new AssumedRole(account, PathOf(role, account, context), role, session, UnknownId) { FederatedProvider = Single(context, "aws:FederatedProvider") },
            ("sts", ["federated-user", { Length: > 0 } name]) => new FederatedUser(account, name),
            _ => null,
        };
    }

    /// <summary>A session's ARN leaves out the role's path; <c>aws:PrincipalArn</c> has it.</summary>
    private static string PathOf(string role, AccountId account, IReadOnlyDictionary<string, ImmutableArray<string>> context)
    {
        var beginning = $"arn:aws:iam::{account}:role/";
        return Single(context, "aws:PrincipalArn") is { } arn && arn.StartsWith(beginning, StringComparison.Ordinal) && arn.EndsWith($"/{role}", StringComparison.Ordinal)
            ? arn[(beginning.Length - 1)..^role.Length]
            : "/";
    }

    private static string? Single(IReadOnlyDictionary<string, ImmutableArray<string>> context, string key) =>
        context.TryGetValue(key, out var values) && values is [var value] ? value : null;
}
