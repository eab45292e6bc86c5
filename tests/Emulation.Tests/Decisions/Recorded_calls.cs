using Emulation.Decisions.Recorded;

namespace Emulation.Tests.Decisions;

/// <summary>Calls that are recorded over runs: what was let pass, once, in lines that a kill does not spoil, and without secrets.</summary>
public sealed class Recorded_calls : IDisposable
{
    private const string Template = """
        Resources:
          Guarded:
            Type: AWS::IAM::Role
            Properties:
              RoleName: Guarded
              AssumeRolePolicyDocument: { Statement: [{ Effect: Allow, Principal: { AWS: !Ref AWS::AccountId }, Action: "sts:AssumeRole", Condition: { StringEquals: { "sts:ExternalId": secret-word } } }] }
          Becomes: { Type: AWS::IAM::ManagedPolicy, Properties: { Users: [!Ref Caller], PolicyDocument: { Version: "2012-10-17", Statement: [
            { Effect: Allow, Action: "sts:AssumeRole", Resource: !GetAtt Guarded.Arn, Condition: { StringLikeIfExists: { "sts:RoleSessionName": "me*" } } }] } } }
          Caller: { Type: AWS::IAM::User, Properties: { UserName: caller } }
          Key: { Type: AWS::IAM::AccessKey, Properties: { UserName: !Ref Caller } }
        """;

    private const string Assume = "Action=AssumeRole&Version=2011-06-15&RoleArn=arn:aws:iam::111122223333:role/Guarded&RoleSessionName=";

    private readonly string folder = Path.Combine(Directory.CreateTempSubdirectory("localaws-tests-").FullName, "calls");

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(folder)!, recursive: true);

    [Fact]
    public async Task Are_those_that_were_let_pass_each_once_and_without_secrets()
    {
        await using var local = await StartAsync();
        foreach (var session in (string[])["me-1", "me-1", "you"])
        {
            await local.SendAsync(SentCall.Form("sts", $"{Assume}{session}&ExternalId=secret-word", "caller"));
        }

        await local.SendAsync(SentCall.Form("iam", "Action=ListUsers&Version=2010-05-08", "caller"));

        var text = await File.ReadAllTextAsync(Assert.Single(Directory.EnumerateFiles(folder, CallRecorder.Files)), TestContext.Current.CancellationToken);
        var call = Assert.Single(CallRecords.Read(folder).Calls);
        Assert.Equal(("arn:aws:iam::111122223333:user/caller", "sts:AssumeRole", "arn:aws:iam::111122223333:role/Guarded"), (call.Principal, call.Action, call.Resource));
        Assert.Equal(["me-1"], call.Keys["sts:RoleSessionName"]!);
        Assert.Equal(2, text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.DoesNotContain("secret-word", text, StringComparison.Ordinal);
        Assert.DoesNotContain(local.KeysOf("caller").AccessKeyId, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Are_told_by_a_LocalAws_that_is_up_as_well()
    {
        await using var local = await StartAsync();
        await local.SendAsync(SentCall.Form("sts", $"{Assume}me-1&ExternalId=secret-word", "caller"));

        var told = CallRecords.Parse(await local.PageAsync("/_localaws/decisions?format=calls"), "page");
        Assert.Equal("sts:AssumeRole", Assert.Single(told.Calls).Action);
        Assert.False(Assert.Single(told.Runs).HasForgotten);
    }

    [Fact]
    public async Task Of_several_runs_are_read_together_each_from_a_file_of_its_own()
    {
        for (var run = 0; run < 2; run++)
        {
            await using var local = await StartAsync();
            await local.SendAsync(SentCall.Form("sts", $"{Assume}me-{run}&ExternalId=secret-word", "caller"));
            await local.SendAsync(SentCall.Form("sts", $"{Assume}me-always&ExternalId=secret-word", "caller"));
        }

        var records = CallRecords.Read(folder);
        Assert.Equal(2, records.Runs.Length);
        Assert.Equal(["me-0", "me-1", "me-always"], records.Calls.Select(static call => call.Keys["sts:RoleSessionName"]![0]).Order());
    }

    [Fact]
    public void End_at_the_line_that_a_killed_run_did_not_finish()
    {
        var line = new RecordedLine { Call = LeastPrivilege.Seen.Call("R", "s3:GetObject", "arn:aws:s3:::b/k") }.ToText();

        Assert.Single(CallRecords.Parse($"{line}{line[..20]}", "f").Calls);
        Assert.Contains("f:2: this is no line of recorded calls", Assert.Throws<UsageException>(() => CallRecords.Parse($"{line}{line[..20]}\n", "f")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Are_missed_with_what_to_do()
    {
        Assert.Contains($"localaws up --record {folder}", Assert.Throws<UsageException>(() => CallRecords.Read(folder)).Message, StringComparison.Ordinal);
        Assert.Contains("give the folder's absolute path", Assert.Throws<UsageException>(() => CallRecorder.FolderOf(null, static _ => "calls")).Message, StringComparison.Ordinal);
        Assert.Null(CallRecorder.FolderOf(null, static _ => null));
        Assert.Equal(folder, CallRecorder.FolderOf(folder, static _ => "/elsewhere"));
    }

    [Fact]
    public async Task Are_readable_by_their_owner_alone()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no modes of files");
            return;
        }

        await using var local = await StartAsync();
        await local.SendAsync(SentCall.Form("sts", $"{Assume}me-1&ExternalId=secret-word", "caller"));

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Assert.Single(Directory.EnumerateFiles(folder, CallRecorder.Files))));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
    }

    private Task<StartedLocalAws> StartAsync() => StartedLocalAws.StartAsync(Template, change: options => options with { RecordFolder = folder });
}
