using System.Text.Json.Nodes;

namespace Emulation.Tests.Lambda.Runtimes;

/// <summary>The context object and the variables. Lambda Developer Guide, "Using the Lambda context object to retrieve Node.js function information".</summary>
public sealed class What_a_handler_in_node_is_given(NodeFunctions functions) : IClassFixture<NodeFunctions>
{
    private const string Told = """
        exports.handler = async (event, context) => ({ context, names: Object.keys(context), left: context.getRemainingTimeInMillis(), trace: process.env._X_AMZN_TRACE_ID, cwd: process.cwd() });
        exports.variables = async () => ({ ...process.env });
        """;

    [Fact]
    public async Task Is_all_that_the_context_has()
    {
        functions.Write("app.js", Told);
        var told = (await functions.CallAsync(NodeFunctions.Function("app.handler"), identity: """{"cognitoIdentityId":"i","cognitoIdentityPoolId":"p"}""")).Json!;
        var context = told["context"]!;
        Assert.Equal(
            ["f", "$LATEST", "512", "arn:aws:lambda:us-east-1:111122223333:function:f", "/aws/lambda/f"],
            new[] { "functionName", "functionVersion", "memoryLimitInMB", "invokedFunctionArn", "logGroupName" }.Select(name => (string?)context[name]));
        Assert.Matches("^[0-9a-f-]{36}$", (string?)context["awsRequestId"]);
        Assert.Contains("[$LATEST]", (string?)context["logStreamName"], StringComparison.Ordinal);
        Assert.Equal("i", (string?)context["identity"]!["cognitoIdentityId"]);
        Assert.InRange((int)told["left"]!, 1, 20_000);
        Assert.StartsWith("Root=1-", (string?)told["trace"], StringComparison.Ordinal);
        Assert.Equal(functions.Folder, (string?)told["cwd"]);
        string[] callbacks = ["callbackWaitsForEmptyEventLoop", "succeed", "fail", "done"];
        Assert.Empty(callbacks.Except(NamesIn(told)));
        Assert.Equal(callbacks, callbacks.Except(NamesIn((await functions.CallAsync("app.handler", runtime: "nodejs24.x")).Json!)));
    }

    [Fact]
    public async Task Has_the_variables_of_lambda_and_of_the_template()
    {
        functions.Write("app.js", Told);
        var variables = (await functions.CallAsync("app.variables", variables: [("OWN", "value"), ("NODE_EXTRA_CA_CERTS", "/none.pem")])).Json!;
        Assert.Equal(
            ["AWS_Lambda_nodejs20.x", functions.Folder, functions.Folder, "value", "/none.pem"],
            new[] { "AWS_EXECUTION_ENV", "LAMBDA_TASK_ROOT", "NODE_PATH", "OWN", "NODE_EXTRA_CA_CERTS" }.Select(name => (string?)variables[name]));
        Assert.StartsWith(Path.Combine(functions.Folder, ".homes"), (string?)variables["LAMBDA_RUNTIME_DIR"], StringComparison.Ordinal);
    }

    private static IEnumerable<string> NamesIn(JsonNode told) => told["names"]!.AsArray().Select(static name => (string)name!);
}
