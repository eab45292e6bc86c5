using System.Text.Json.Nodes;
using Emulation.Clients;
using SigV4;

namespace Tool.Demo;

/// <summary>What a demonstration makes, found again by its name.</summary>
internal sealed class DemoResources(AwsCaller aws, AwsCredentials administrator)
{
    /// <summary>The name of everything that a demonstration makes.</summary>
    public const string Name = "localaws-demo";

    /// <summary>Deletes what earlier demonstrations made, the permission to call the function among it.</summary>
    public async Task DeleteAsync(string? function, Action<string> report, CancellationToken cancellation)
    {
        foreach (var api in await ApisAsync(cancellation).ConfigureAwait(false))
        {
            var answer = await aws.RestAsync(HttpMethod.Delete, $"/v2/apis/{api}", "apigateway", null, administrator, cancellation).ConfigureAwait(false);
            report($"aws apigatewayv2 delete-api --api-id {api}   {Outcome(answer)}");
        }

        foreach (var pool in await PoolsAsync(cancellation).ConfigureAwait(false))
        {
            var answer = await aws.CognitoAsync("DeleteUserPool", new JsonObject { ["UserPoolId"] = pool }, administrator, cancellation).ConfigureAwait(false);
            report($"aws cognito-idp delete-user-pool --user-pool-id {pool}   {Outcome(answer)}");
        }

        if (function is not null)
        {
            var answer = await aws.RestAsync(
                HttpMethod.Delete, $"/2015-03-31/functions/{function}/policy/{Name}", "lambda", null, administrator,
                cancellation).ConfigureAwait(false);
            if (answer.IsSuccess)
            {
                report($"aws lambda remove-permission --function-name {function} --statement-id {Name}   {Outcome(answer)}");
            }
        }
    }

    private async Task<IReadOnlyList<string>> ApisAsync(CancellationToken cancellation)
    {
        var answer = await aws.RestAsync(HttpMethod.Get, "/v2/apis", "apigateway", null, administrator, cancellation).ConfigureAwait(false);
        return [.. Items(answer.Json?["items"]).Where(static api => (string?)api["name"] == Name).Select(static api => (string)api["apiId"]!)];
    }

    private async Task<IReadOnlyList<string>> PoolsAsync(CancellationToken cancellation)
    {
        var answer = await aws.CognitoAsync("ListUserPools", new JsonObject { ["MaxResults"] = 60 }, administrator, cancellation).ConfigureAwait(false);
        return [.. Items(answer.Json?["UserPools"]).Where(static pool => (string?)pool["Name"] == Name).Select(static pool => (string)pool["Id"]!)];
    }

    private static IEnumerable<JsonObject> Items(JsonNode? list) => (list as JsonArray)?.OfType<JsonObject>() ?? [];

    private static string Outcome(AwsAnswer answer) => answer.IsSuccess ? "done" : $"{(int)answer.Status} {answer.Body}";
}
