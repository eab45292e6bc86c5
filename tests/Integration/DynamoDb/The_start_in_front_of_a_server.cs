namespace Integration.DynamoDb;

[Trait("Stack", "own")]
public sealed class The_start_in_front_of_a_server
{
    [Fact]
    public async Task Fails_with_the_address_where_no_server_is()
    {
        var gone = await StandIn.StartAsync();
        var url = gone.Url;
        await gone.DisposeAsync();
        var refusal = await Assert.ThrowsAnyAsync<Exception>(() => Front.StartAsync(url));
        Assert.Contains(url.Authority, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fails_where_a_table_has_another_key()
    {
        await using var server = await StandIn.StartAsync();
        server.Described = server.Described.Replace("\"KeyType\":\"RANGE\"},", "\"KeyType\":\"RANGE\"} ,", StringComparison.Ordinal).Replace("{\"AttributeName\":\"UserId\",\"KeyType\":\"HASH\"}", "{\"AttributeName\":\"TopScore\",\"KeyType\":\"HASH\"}", StringComparison.Ordinal);
        var refusal = await Assert.ThrowsAnyAsync<Exception>(() => Front.StartAsync(server.Url));
        Assert.Contains("front.yaml:", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Scores: the table scores is at", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("with another key (TopScore N, GameTitle S)", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fails_where_something_else_answers()
    {
        await using var server = await StandIn.StartAsync();
        await using var front = await Front.StartAsync(server.Url);

        // LocalAws itself has no DynamoDB, and its gateway is no server of one.
        var refusal = await Assert.ThrowsAnyAsync<Exception>(() => Front.StartAsync(new Uri(front.Aws.EndpointUrl, "/")));
        Assert.Contains("refuses ListTables", refusal.Message, StringComparison.Ordinal);
    }
}
