using Emulation.Principals;
using Emulation.Sessions;
using Emulation.State;
using Microsoft.Extensions.Time.Testing;
using SigV4;

namespace Emulation.Tests.Sessions;

/// <summary>What sessions cost, and what becomes of stolen ones.</summary>
[Collection(MemoryOfTheProcess.Name)]
public sealed class Many_sessions : IDisposable
{
    private const int Million = 1_000_000;
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private readonly string folder = Directory.CreateTempSubdirectory("localaws-sessions-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_million_of_them_cost_no_memory_and_no_disk()
    {
        using var state = StateFolder.Open(folder);
        using var principals = new TestPrincipals([Given.Stack(Template)], new FakeTimeProvider(Noon), state);
        var (keyring, issuer) = (principals.Keyring, principals.Sessions);
        Issue(issuer, keyring, 10_000);
        var (memory, disk) = (GC.GetTotalMemory(forceFullCollection: true), DiskUse());
        Issue(issuer, keyring, Million);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - memory, long.MinValue, 4 * 1024 * 1024);
        Assert.Equal(disk, DiskUse());
    }

    [Fact]
    public void Are_refused_when_stolen_altered_or_over()
    {
        var time = new FakeTimeProvider(Noon);
        using var principals = new TestPrincipals([Given.Stack(Template)], time);
        var (keyring, issuer) = (principals.Keyring, principals.Sessions);
        var (own, other) = (issuer.Issue(Claims), issuer.Issue(Claims));
        Assert.Equal(CredentialStatus.Found, keyring.Find(own.AccessKeyId, own.SessionToken).Status);
        Assert.Equal(CredentialStatus.InvalidToken, keyring.Find(other.AccessKeyId, own.SessionToken).Status);
        Assert.Equal(CredentialStatus.InvalidToken, keyring.Find(own.AccessKeyId, own.SessionToken.AsSpan(0, own.SessionToken.Length - 4)).Status);
        Assert.Equal(CredentialStatus.InvalidToken, keyring.Find(own.AccessKeyId, Flipped(own.SessionToken)).Status);
        time.Advance(TimeSpan.FromHours(1) - TimeSpan.FromSeconds(1));
        Assert.Equal(CredentialStatus.Found, keyring.Find(own.AccessKeyId, own.SessionToken).Status);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(CredentialStatus.Expired, keyring.Find(own.AccessKeyId, own.SessionToken).Status);
    }

    [Fact]
    public void End_when_the_state_folder_gets_a_new_session_key()
    {
        SessionCredentials session;
        string secret;
        using (var state = StateFolder.Open(folder))
        using (var principals = new TestPrincipals([Given.Stack(Template)], new FakeTimeProvider(Noon), state))
        {
            session = principals.Sessions.Issue(Claims);
            secret = principals.LongTermKeys.SecretOf("AKIAEXAMPLE");
        }

        Assert.Equal((CredentialStatus.Found, secret), StatusIn(endsSessions: false));
        Assert.Equal((CredentialStatus.InvalidToken, secret), StatusIn(endsSessions: true));
        Assert.Equal((CredentialStatus.InvalidToken, secret), StatusIn(endsSessions: false));

        (CredentialStatus, string) StatusIn(bool endsSessions)
        {
            using var state = StateFolder.Open(folder, endsSessions);
            using var principals = new TestPrincipals([Given.Stack(Template)], new FakeTimeProvider(Noon), state);
            return (principals.Keyring.Find(session.AccessKeyId, session.SessionToken).Status, principals.LongTermKeys.SecretOf("AKIAEXAMPLE"));
        }
    }

    private const string Template = """
        Resources:
          R: { Type: AWS::IAM::Role, Properties: { RoleName: R, AssumeRolePolicyDocument: { Statement: [{ Effect: Allow, Principal: { AWS: "111122223333" }, Action: sts:AssumeRole }] } } }
        """;

    private static SessionClaims Claims { get; } = new()
    {
        Kind = SessionKind.AssumedRole,
        AccountId = "111122223333",
        Name = "R",
        UniqueId = Given.Stack(Template).Roles[0].UniqueId,
        SessionName = "s",
        IssuedAt = Noon,
        ExpiresAt = Noon.AddHours(1),
    };

    /// <summary>Issues sessions, and uses one in a hundred.</summary>
    private static void Issue(SessionIssuer issuer, Keyring keyring, int count) => Parallel.For(0, count, i =>
    {
        var session = issuer.Issue(Claims);
        if (i % 100 == 0 && keyring.Find(session.AccessKeyId, session.SessionToken).Status != CredentialStatus.Found)
        {
            throw new InvalidOperationException("A session that was just issued opens nothing.");
        }
    });

    private static string Flipped(string token)
    {
        var bytes = Convert.FromBase64String(token);
        bytes[^20] ^= 1;
        return Convert.ToBase64String(bytes);
    }

    private long DiskUse() => new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(static file => file.Length);
}
