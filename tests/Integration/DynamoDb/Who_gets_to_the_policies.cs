using System.Text;
using Microsoft.Extensions.Time.Testing;
using SigV4;

namespace Integration.DynamoDb;

/// <summary>Who gets as far as the policies: nobody without a signature that holds here, now, for these bytes.</summary>
[Trait("Stack", "own")]
public sealed class Who_gets_to_the_policies : IAsyncLifetime
{
    private const string GetAlice = """{"TableName":"scores","Key":{"UserId":{"S":"alice"},"GameTitle":{"S":"go"}}}""";
    private const string GetBob = """{"TableName":"scores","Key":{"UserId":{"S":"bob"},"GameTitle":{"S":"go"}}}""";
    private StandIn server = null!;
    private Front front = null!;

    public async ValueTask InitializeAsync()
    {
        server = await StandIn.StartAsync();
        front = await Front.StartAsync(server.Url);
    }

    public async ValueTask DisposeAsync()
    {
        await front.DisposeAsync();
        await server.DisposeAsync();
    }
    [Fact]
    public async Task Lets_nobody_in_without_a_signature()
    {
        var answer = await front.CallAsync((AwsCredentials?)null, "GetItem", GetAlice);
        Assert.Equal((400, "MissingAuthenticationTokenException", "Request is missing Authentication Token"), (answer.Status, answer.Type, answer.Message));
        Assert.DoesNotContain(server.All, static sent => sent.Operation == "GetItem");
    }

    [Fact]
    public async Task Lets_nobody_in_with_anothers_secret()
    {
        var answer = await front.CallAsync(front.Aws.Administrator() with { SecretAccessKey = "wrong" }, "GetItem", GetAlice);
        Assert.Equal((400, "InvalidSignatureException"), (answer.Status, answer.Type));
        Assert.StartsWith("The request signature we calculated does not match the signature you provided.", answer.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("String", answer.Header("x-localaws-reason"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lets_nobody_in_with_an_unknown_key()
    {
        var answer = await front.CallAsync(new AwsCredentials("AKIAXXXXXXXXXXXXXXXX", "secret"), "GetItem", GetAlice);
        Assert.Equal((400, "UnrecognizedClientException", "The security token included in the request is invalid."), (answer.Status, answer.Type, answer.Message));
    }

    [Theory]
    [InlineData("eu-west-1", "dynamodb")]
    [InlineData("us-east-1", "execute-api")]
    public async Task Lets_nobody_in_who_signed_for_another_place(string region, string service)
    {
        var answer = await front.CallAsync(front.Aws.Administrator(), "GetItem", GetAlice, region: region, service: service);
        Assert.Equal((400, "InvalidSignatureException"), (answer.Status, answer.Type));
        Assert.Empty(server.Forwarded);
    }

    [Fact]
    public async Task Lets_no_body_in_that_was_changed_on_the_way()
    {
        var answer = await front.CallAsync("Player", "GetItem", GetAlice, static request =>
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(GetBob));
            request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/x-amz-json-1.0");
        });
        Assert.Equal((400, "InvalidSignatureException"), (answer.Status, answer.Type));
        Assert.Empty(server.Forwarded);
    }

    [Fact]
    public async Task Lets_no_target_in_that_was_changed_on_the_way()
    {
        var answer = await front.CallAsync("Player", "GetItem", GetAlice, static request =>
        {
            request.Headers.Remove("X-Amz-Target");
            request.Headers.TryAddWithoutValidation("X-Amz-Target", "DynamoDB_20120810.DeleteItem");
        });
        Assert.Equal((400, "InvalidSignatureException"), (answer.Status, answer.Type));
    }

    [Fact]
    public async Task Lets_nobody_in_when_a_session_is_over()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var later = await Front.StartAsync(server.Url, time);
        var session = later.Aws.SessionOf("Player");
        Assert.Equal(200, (await later.CallAsync(session, "GetItem", GetAlice, at: time.GetUtcNow())).Status);
        time.Advance(TimeSpan.FromHours(13));
        var answer = await later.CallAsync(session, "GetItem", GetAlice, at: time.GetUtcNow());
        Assert.Equal((400, "ExpiredTokenException", "The security token included in the request is expired"), (answer.Status, answer.Type, answer.Message));
    }
}
