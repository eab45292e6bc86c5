using System.Text.Json.Nodes;

namespace DynamoServers;

/// <summary>A request to DynamoDB.</summary>
/// <param name="Operation">Such as <c>PutItem</c>.</param>
/// <param name="Actions">What IAM asks for: for a transaction the action of each write, otherwise one.</param>
/// <param name="Token">A transaction's token, by which DynamoDB knows it again.</param>
public sealed record SentRequest(string Operation, IReadOnlyList<SentAction> Actions, string? Token)
{
    internal static async Task<SentRequest> ReadAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        var operation = request.Headers.GetValues("X-Amz-Target").First().Split('.')[1];
        var body = JsonNode.Parse(await request.Content!.ReadAsStringAsync(cancellation).ConfigureAwait(false))!;
        var actions = body["TransactItems"] is JsonArray items
            ? items.Select(static item => ActionOf(item!.AsObject().First(static write => write.Value is not null).Key))
            : [new SentAction($"dynamodb:{operation}", (string?)body["IndexName"])];
        return new(operation, [.. actions], (string?)body["ClientRequestToken"]);
    }

    private static SentAction ActionOf(string write) => new(write == "ConditionCheck" ? "dynamodb:ConditionCheckItem" : $"dynamodb:{write}Item", Index: null);
}

/// <summary>An action on a table, or on an index of it.</summary>
/// <param name="Action">Such as <c>dynamodb:Query</c>.</param>
/// <param name="Index">The index; null for the table itself.</param>
public sealed record SentAction(string Action, string? Index);
