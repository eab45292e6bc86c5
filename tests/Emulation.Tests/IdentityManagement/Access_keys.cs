using SigV4;

namespace Emulation.Tests.IdentityManagement;

public sealed class Access_keys : IDisposable
{
    private readonly TestIam desk = new();

    public void Dispose() => desk.Dispose();

    [Fact]
    public void Show_their_secret_once()
    {
        desk.Call("CreateUser", ("UserName", "ann"));
        var made = desk.Call("CreateAccessKey", ("UserName", "ann"));
        Assert.Matches(@"\AAKIA[A-Z2-7]{16}\z", made["AccessKeyId"]);
        Assert.Equal(made["SecretAccessKey"], desk.Keyring.Find(made["AccessKeyId"], "").SecretAccessKey);
        Assert.True(desk.Keyring.TryReadAccount(made["AccessKeyId"], out var account));
        Assert.Equal(TestIam.Account, account.ToString());
        var listed = desk.Call("ListAccessKeys", ("UserName", "ann"));
        Assert.Equal((made["AccessKeyId"], "Active"), (listed["AccessKeyId"], listed["Status"]));
        Assert.DoesNotContain(made["SecretAccessKey"], listed.Xml.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Are_two_at_most()
    {
        desk.User("ann");
        Assert.Equal(200, desk.Call("CreateAccessKey", ("UserName", "ann")).Status);
        var third = desk.Call("CreateAccessKey", ("UserName", "ann"));
        Assert.Equal((409, "LimitExceeded", "Cannot exceed quota for AccessKeysPerUser: 2"), (third.Status, third.Code, third.Message));
    }

    [Fact]
    public void Stop_at_once_when_they_are_inactive_and_go_on_when_they_are_active()
    {
        var user = desk.User("ann");
        desk.Call("UpdateAccessKey", ("UserName", "ann"), ("AccessKeyId", user.AccessKeyId), ("Status", "Inactive"));
        Assert.Equal(CredentialStatus.Unknown, desk.Keyring.Find(user.AccessKeyId, "").Status);
        desk.Call("UpdateAccessKey", ("UserName", "ann"), ("AccessKeyId", user.AccessKeyId), ("Status", "Active"));
        Assert.Equal(CredentialStatus.Found, desk.Keyring.Find(user.AccessKeyId, "").Status);
    }

    [Fact]
    public void Stop_at_once_when_they_are_deleted()
    {
        var user = desk.User("ann");
        Assert.Equal(200, desk.Call("DeleteAccessKey", ("UserName", "ann"), ("AccessKeyId", user.AccessKeyId)).Status);
        Assert.Equal(CredentialStatus.Unknown, desk.Keyring.Find(user.AccessKeyId, "").Status);
        var again = desk.Call("DeleteAccessKey", ("UserName", "ann"), ("AccessKeyId", user.AccessKeyId));
        Assert.Equal((404, "NoSuchEntity", $"The Access Key with id {user.AccessKeyId} cannot be found."), (again.Status, again.Code, again.Message));
    }

    [Fact]
    public void Are_managed_by_their_user_without_a_name()
    {
        var user = desk.User("ann", TestIam.Allow("iam:*AccessKey*", "arn:aws:iam::111122223333:user/${aws:username}"));
        var second = desk.CallAs(user, "CreateAccessKey");
        Assert.Equal("ann", second["UserName"]);
        Assert.Equal(200, desk.CallAs(user, "DeleteAccessKey", ("AccessKeyId", second["AccessKeyId"])).Status);
        Assert.Equal(403, desk.CallAs(user, "CreateAccessKey", ("UserName", "mary")).Status);
    }

    [Fact]
    public void Need_a_name_of_whom_no_user_signed_for()
    {
        var session = desk.Session("Reader");
        desk.Call("PutRolePolicy", ("RoleName", "Reader"), ("PolicyName", "all"), ("PolicyDocument", TestIam.Allow("iam:*")));
        var refused = desk.CallAs(desk.Caller(session.AccessKeyId, session.SessionToken)!, "ListAccessKeys");
        Assert.Equal((400, "ValidationError", "Must specify userName when calling with non-User credentials"), (refused.Status, refused.Code, refused.Message));
    }

    [Fact]
    public void Take_their_users_sessions_with_them_only_when_the_user_goes()
    {
        desk.Call("CreateUser", ("UserName", "ann"));
        var session = desk.SessionOfUser("ann");
        Assert.NotNull(desk.Caller(session.AccessKeyId, session.SessionToken));
        desk.Call("DeleteUser", ("UserName", "ann"));
        Assert.Equal(CredentialStatus.InvalidToken, desk.Keyring.Find(session.AccessKeyId, session.SessionToken).Status);
        desk.Call("CreateUser", ("UserName", "ann"));
        Assert.Equal(CredentialStatus.InvalidToken, desk.Keyring.Find(session.AccessKeyId, session.SessionToken).Status);
    }

    [Fact]
    public void Tell_when_they_were_last_used()
    {
        var user = desk.User("ann");
        var before = desk.Call("GetAccessKeyLastUsed", ("AccessKeyId", user.AccessKeyId));
        Assert.Equal(("ann", "N/A", "N/A", ""), (before["UserName"], before["ServiceName"], before["Region"], before["LastUsedDate"]));
        desk.Keyring.Proven(user, new CredentialScope(new DateOnly(2026, 1, 2), "eu-west-1", "sts"), desk.Time.GetUtcNow());
        var after = desk.Call("GetAccessKeyLastUsed", ("AccessKeyId", user.AccessKeyId));
        Assert.Equal(("sts", "eu-west-1", "2026-01-02T03:04:05Z"), (after["ServiceName"], after["Region"], after["LastUsedDate"]));
    }

    [Fact]
    public void Are_found_without_an_allocation()
    {
        var user = desk.User("ann");
        desk.Keyring.Find(user.AccessKeyId, "");
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            desk.Keyring.Find(user.AccessKeyId, "");
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
