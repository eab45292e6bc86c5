namespace Emulation.Tests.Cognito.Captured;

/// <summary>
/// Captures of real AWS in the public repository radkawar/stackd (testdata/aws/cognito, commit 9dc356f, Apache-2.0), made again here: status, code, words and members of each answer.
/// </summary>
public class What_aws_itself_answered
{
    private static readonly string[] Captures =
        ["login_workflows", "credential_workflows", "refresh_rotation_workflows", "profile_workflows", "client_access_workflows", "group_workflows", "admission_workflows"];

    public static TheoryData<string> Names => new(Captures);

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Is_answered_here(string capture)
    {
        using var replay = new Replay();
        Assert.Empty(await replay.RunAsync(CapturedScript.Read(capture)));
    }

    [Fact]
    public void Is_answered_otherwise_in_few_situations_and_on_purpose()
    {
        var steps = Captures.SelectMany(CapturedScript.Read).ToList();
        Assert.InRange(steps.Count, 400, int.MaxValue);
        Assert.InRange(steps.Count(static step => step.Here is not null), 0, steps.Count / 50);
    }
}
