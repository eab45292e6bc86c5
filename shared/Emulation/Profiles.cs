using System.Collections.Immutable;
using Emulation.Organizations;
using Emulation.Principals;
using Emulation.Sessions;
using Emulation.State;
using Iam;

namespace Emulation;

/// <summary>
/// The AWS profiles of a running LocalAws: an administrator for each account, every role that the administrator may assume, and every user of a template who has an
/// access key.
/// </summary>
internal sealed record Profiles(ImmutableArray<string> Names, string ConfigFile, string CredentialsFile)
{
    /// <summary>The ARNs of the roles that have a profile.</summary>
    public ImmutableHashSet<string> Roles { get; private init; } = [];

    /// <summary>Writes the files.</summary>
    public static Profiles Write(
        AccountDirectory accounts,
        RequestEnvironment environment,
        SessionSealer sealer,
        PrincipalNames names,
        AccountId main,
        string folder,
        string endpointUrl,
        string region,
        DateTimeOffset now)
    {
        var administrators = accounts.Users.Where(static user => user.LogicalId == AccountDirectory.AdministratorName).ToDictionary(static user => user.Account);
        var keys = administrators.Values.Select(user => KeyProfileOf(user, main, accounts)).ToList();

        // The aws command keeps sessions in the person's home folder and finds them by role and session name alone. So the name tells this
        // LocalAws from one with another session key, whose sessions mean nothing here.
        var sessionName = $"local-{sealer.SessionMark}";
        var roles = accounts.Roles
            .Where(role => role.IsDeclared && MayAssume(administrators[role.Account], role, environment, now))
            .Select(role => new RoleProfile(
                NameOf(role.Role.Arn.ToString(), role.Role.LogicalId, role.Account, names, main), role.Role.Arn.ToString(), AdministratorProfile(role.Account, main),
                sessionName))
            .ToList();
        keys.AddRange(accounts.Users
            .Where(user => user.LogicalId != AccountDirectory.AdministratorName && user.AccessKeyIds.Length > 0 && names.NameOf(user.Arn) is not null)
            .Select(user => new KeyProfile(NameOf(user.Arn, user.LogicalId, user.Account, names, main), user.AccessKeyIds[0], accounts.SecretOf(user.AccessKeyIds[0]))));
        ProfileFiles.Write(folder, endpointUrl, region, keys, roles);
        return new Profiles(
            [.. keys.Select(static key => key.Name), .. roles.Select(static role => role.Name)], Path.Combine(folder, "config"),
            Path.Combine(folder, "credentials"))
        {
            Roles = [.. roles.Select(static role => role.RoleArn)],
        };
    }

    private static KeyProfile KeyProfileOf(KnownUser user, AccountId main, AccountDirectory accounts) =>
        new(AdministratorProfile(user.Account, main), user.AccessKeyIds[0], accounts.SecretOf(user.AccessKeyIds[0]));

    private static string AdministratorProfile(AccountId account, AccountId main) =>
        account == main ? AccountDirectory.AdministratorName : $"{AccountDirectory.AdministratorName}-{account}";

    // Two accounts, or two stacks, may have a role of the same name. A profile's name is one word.
    private static string NameOf(string arn, string logicalId, AccountId account, PrincipalNames names, AccountId main) =>
        (names.NameOf(arn) is { } known && known.Contains('/', StringComparison.Ordinal) ? known.Replace('/', '-').Replace('@', '-') : null)
        ?? (account == main ? logicalId : $"{logicalId}-{account}");

    private static bool MayAssume(KnownUser user, KnownRole role, RequestEnvironment environment, DateTimeOffset now)
    {
        var context = new ConditionContext(user.Principal).SetTime(now).Set("sts:RoleSessionName", "local").Set("aws:SourceIp", "127.0.0.1").Set("aws:SecureTransport", "false");
        environment.Complete(context, user.Account);
        var request = new AccessRequest(user.Principal, "sts:AssumeRole", role.Role.Arn.ToString(), role.Account, context);
        return Authorizer.DecideAssumeRole(request, user.Policies, role.Role.TrustPolicy, environment.For(user.Account, role.Account)).Verdict == Verdict.Allow;
    }
}
