using System.Text.Json.Nodes;

namespace Emulation.Tests.Upstreams;

/// <summary>What a template's references and functions' variables say of a queue: the address at which a server's queue is reached, through LocalAws.</summary>
public sealed class Addresses_of_queues : IAsyncLifetime
{
    private const string Template = """
        Transform: AWS::Serverless-2016-10-31
        Resources:
          May: { Type: AWS::IAM::User, Properties: { UserName: may, Policies: [{ PolicyName: Everything, PolicyDocument: { Statement: [{ Effect: Allow, Action: "*", Resource: "*" }] } }] } }
          MayKey: { Type: AWS::IAM::AccessKey, Properties: { UserName: !Ref May } }
          Named: { Type: AWS::SQS::Queue, Properties: { QueueName: orders } }
          Drawn: { Type: AWS::SQS::Queue }
          InOrder: { Type: AWS::SQS::Queue, Properties: { FifoQueue: true } }
          Shop: { Type: AWS::Serverless::Function, Properties: { CodeUri: ./, Handler: Shop, Runtime: dotnet10, Environment: { Variables: { QUEUE_URL: !Ref Drawn, TEXT: !Sub "to ${Named}, or ${InOrder}" } } } }
        Outputs:
          Named: { Value: !Ref Named }
          Drawn: { Value: !Ref Drawn }
          InOrder: { Value: !GetAtt InOrder.QueueUrl }
          Written: { Value: !Sub "https://sqs.${AWS::Region}.${AWS::URLSuffix}/${AWS::AccountId}/orders" }
          Other: { Value: "https://sqs.us-east-1.amazonaws.com/444455556666/orders" }
          DrawnName: { Value: !GetAtt Drawn.QueueName }
          InOrderName: { Value: !GetAtt InOrder.QueueName }
        """;

    private RecordingServer server = null!;
    private StartedLocalAws aws = null!;

    public async ValueTask InitializeAsync()
    {
        server = await RecordingServer.StartAsync();
        aws = await StartedLocalAws.StartAsync(Template, [$"sqs={server.Url.AbsoluteUri}"]);
    }

    public async ValueTask DisposeAsync()
    {
        await aws.DisposeAsync();
        await server.DisposeAsync();
    }

    [Theory]
    [InlineData("Named", "URL/111122223333/orders")]
    [InlineData("Drawn", "URL/111122223333/DRAWN")]
    [InlineData("InOrder", "URL/111122223333/INORDER")]
    [InlineData("Written", "URL/111122223333/orders")]
    [InlineData("Other", "https://sqs.us-east-1.amazonaws.com/444455556666/orders")]
    public void Lead_here(string output, string address) => Assert.Equal(Expected(address), aws.Emulator.Addresses.Of(Output(output), aws.Emulator.EndpointUrl));

    [Theory]
    [InlineData("QUEUE_URL", "URL/111122223333/DRAWN")]
    [InlineData("TEXT", "to URL/111122223333/orders, or URL/111122223333/INORDER")]
    public void Lead_functions_here(string variable, string address) => Assert.Equal(
        Expected(address), aws.Emulator.Addresses.Of(aws.Emulator.Stacks.Main.Functions.Single().Environment[variable], aws.Emulator.LoopbackUrl));

    [Fact]
    public async Task Stay_those_of_AWS_where_no_server_is_behind()
    {
        await using var alone = await StartedLocalAws.StartAsync(Template);
        var value = alone.Emulator.Stacks.Main.Outputs.Single(static output => output.Name == "Named").Value;
        Assert.Equal("https://sqs.us-east-1.amazonaws.com/111122223333/orders", alone.Emulator.Addresses.Of(value, alone.Emulator.EndpointUrl));
    }

    [Theory]
    [InlineData("Named")]
    [InlineData("Drawn")]
    [InlineData("InOrder")]
    public async Task Lead_a_call_to_the_queue_that_was_made(string output)
    {
        var url = aws.Emulator.Addresses.Of(Output(output), aws.Emulator.LoopbackUrl);
        var made = server.Requests.Where(static one => one.Headers["X-Amz-Target"] == "AmazonSQS.CreateQueue").Select(static one => (string?)JsonNode.Parse(one.Body)!["QueueName"]);
        Assert.Contains(url.Split('/')[^1], made);

        var answer = await aws.SendAsync(SentCall.Json("sqs", "AmazonSQS.SendMessage", new JsonObject { ["QueueUrl"] = url, ["MessageBody"] = "m" }.ToJsonString(), "may"));
        Assert.Equal(200, answer.Status);
        Assert.Equal(Output(output).Split('/')[^1], ((string)JsonNode.Parse(server.Requests.Last().Body)!["QueueUrl"]!).Split('/')[^1]);
        var decided = aws.Emulator.Decisions.Find(answer.Decision)!;
        Assert.Equal($"arn:aws:sqs:us-east-1:111122223333:{url.Split('/')[^1]}", decided.Path);
    }

    private string Output(string name) => aws.Emulator.Stacks.Main.Outputs.Single(output => output.Name == name).Value;

    private string Expected(string address) => address.Replace("URL", aws.Emulator.EndpointUrl, StringComparison.Ordinal)
        .Replace("DRAWN", Output("DrawnName"), StringComparison.Ordinal).Replace("INORDER", Output("InOrderName"), StringComparison.Ordinal);
}
