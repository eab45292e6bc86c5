using Harness;

namespace Integration.Fronts;

/// <summary>
/// Services behind LocalAws, walked by SDKs as people have them: calls.json has a call for each operation that moto has, and the walks make each of them as somebody who may not,
/// as somebody who may, and directly.
/// </summary>
[Trait("Stack", "own")]
public sealed class Every_operation_that_moto_has
{
    private static readonly string[] Services = ["s3", "sqs", "sns", "events", "states", "monitoring", "ses", "secretsmanager", "kms", "ssm", "logs", "kinesis"];

    /// <summary>What others hold of the rest: the SDK has one protocol of CloudWatch.</summary>
    [Theory]
    [InlineData("python3", "walk.py", 500)]
    [InlineData("node", "Node/walk.js", 480)]
    public async Task Is_refused_to_a_stranger_and_answers_as_it_would_directly(string program, string walk, int least)
    {
        await using var moto = await MotoServer.StartAsync();
        await using var aws = await LocalAws.StartAsync(
            new LocalAwsOptions { Template = MotoServer.Template, Upstreams = Services.ToDictionary(static service => service, _ => moto.Url) }, TestContext.Current.CancellationToken);
        var outcome = await moto.WalkAsync(
            aws, program, walk, Path.Combine(MotoServer.Folder, "calls.json"), aws.EndpointUrl.AbsoluteUri.TrimEnd('/'), moto.Url.AbsoluteUri.TrimEnd('/'));
        Assert.Equal("", outcome.Error);
        Assert.Matches(@"\A[0-9]+ calls\z", outcome.Output);
        Assert.True(int.Parse(outcome.Output.Split(' ')[0], null) >= least, outcome.Output);
    }

    /// <summary>Before a server and in LocalAws's own S3.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Has_objects_that_stream(bool isBehind)
    {
        await using var moto = await MotoServer.StartAsync();
        await using var aws = await LocalAws.StartAsync(
            new LocalAwsOptions { Template = MotoServer.Template, Upstreams = isBehind ? new Dictionary<string, Uri> { ["s3"] = moto.Url, ["transcribe"] = moto.Url } : [] },
            TestContext.Current.CancellationToken);
        var outcome = await moto.WalkAsync(aws, "node", "Node/storage.js", aws.EndpointUrl.AbsoluteUri.TrimEnd('/'), "walk-files");
        Assert.Equal("37 steps", outcome.Output);
    }
}
