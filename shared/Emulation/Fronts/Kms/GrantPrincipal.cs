using System.Text.Json.Nodes;
using Emulation.Calls;
using Emulation.Principals;
using Emulation.Upstreams;
using Emulation.Wire;
using Iam;

namespace Emulation.Fronts.Kms;

/// <summary>
/// Whom a grant names: an account, a user, a role, a session or a service, by ARN or by unique id, and never everybody. Who is of an account that is here has to exist, and of a
/// session its role (captured: kms/grants.json of radkawar/stackd). AWS KMS API Reference, CreateGrant, "GranteePrincipal".
/// </summary>
/// <param name="Text">The ARN, or the service's name.</param>
/// <param name="IsService">Whether it is a service.</param>
internal readonly record struct GrantPrincipal(string Text, bool IsService)
{
    /// <summary>Whom a member of a call names; null where it is not there.</summary>
    /// <exception cref="RefusedException">It names nobody.</exception>
    public static GrantPrincipal? Of(FrontCall call, string member) => call.Text(member) switch
    {
        null => null,
        var service when service.EndsWith(".amazonaws.com", StringComparison.Ordinal) && !service.AsSpan().ContainsAny(":*/") => new GrantPrincipal(service, IsService: true),
        var id when id.StartsWith("AROA", StringComparison.Ordinal) || id.StartsWith("AIDA", StringComparison.Ordinal) => new GrantPrincipal(
            ArnOf(call.Policies.Accounts, id) ?? throw Invalid($"{member} does not refer to a valid principal."), IsService: false),
        var arn when !IsPrincipal(arn) => throw Invalid($"ARN is not valid: {ClientText.Shown(arn)}"),
        var arn => Exists(call.Policies.Accounts, arn)
            ? new GrantPrincipal(arn, IsService: false)
            : throw Invalid($"ARN does not refer to a valid principal: {ClientText.Shown(arn)}"),
    };

    /// <summary>Whom a member that must be there names.</summary>
    /// <exception cref="RefusedException">It is not there, or names nobody.</exception>
    public static GrantPrincipal Needed(FrontCall call, string member)
    {
        call.Needed(member);
        return Of(call, member)!.Value;
    }

    /// <summary>As a statement names it.</summary>
    public JsonObject Element => new() { [IsService ? "Service" : "AWS"] = Text };

    private static bool IsPrincipal(string text) =>
        Arn.TryParse(text, out var arn) && arn is { Partition: "aws", Region: "" } && AccountId.TryParse(arn.Account, out _) && !text.AsSpan().ContainsAny('*', '?')
        && (arn.Service, arn.Resource.Split('/')) switch
        {
            ("iam", ["root"]) => true,
            ("iam", ["user" or "role", .., { Length: > 0 }]) => true,
            ("sts", ["assumed-role", { Length: > 0 }, { Length: > 0 }]) => true,
            ("sts", ["federated-user", { Length: > 0 }]) => true,
            _ => false,
        };

    /// <summary>Of other accounts nothing is known; an account is there, and whom it vouches for need not be.</summary>
    private static bool Exists(PrincipalIndex accounts, string text) =>
        !accounts.Accounts.ContainsKey(Arn.Parse(text).Account) || !PrincipalBinding.IsBound(text) || PrincipalIndex.IdOf(accounts.Accounts, text) is not null;

    /// <summary>Who has a unique id now, <c>ID</c> or <c>ID:SESSION</c>.</summary>
    private static string? ArnOf(PrincipalIndex accounts, string id)
    {
        var parts = id.Split(':');
        return parts is [var user] && accounts.UserById(user) is { } known ? known.Principal.Arn
            : accounts.Roles.FirstOrDefault(role => role.Role.UniqueId == parts[0]) is not { } role ? null
            : parts is [_] ? role.Role.Arn.ToString()
            : parts is [_, { Length: > 0 } session] && session.AsSpan().IndexOfAny("*?/") < 0 ? $"arn:aws:sts::{role.Account}:assumed-role/{role.Role.Name}/{session}"
            : null;
    }

    private static RefusedException Invalid(string message) => new(new ServiceRefusal(400, "InvalidArnException", message));
}
