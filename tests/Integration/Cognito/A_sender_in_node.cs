using System.Net;
using System.Text.Json.Nodes;
using Harness;
using Integration.Targets;

namespace Integration.Cognito;

/// <summary>A function that sends a pool's codes, and opens them with npm's <c>@aws-crypto/client-node</c>, AWS's own: by LocalAws alone, and with a server that runs KMS.</summary>
[Trait("Stack", "own")]
public class A_sender_in_node
{
    private static readonly string Folder = Path.Combine(StackFixture.Root, "tests", "Integration", "Cognito", "Sender");
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Opens_a_code_when_its_role_may_use_the_key(bool hasServer)
    {
        ExternalTool.Require("node");
        Assert.SkipUnless(
            Directory.Exists(Path.Combine(Folder, "function", "node_modules")), "the npm packages are not installed: npm install --prefix tests/Integration/Cognito/Sender/function");
        Assert.SkipWhen(hasServer && MotoProgram.Absent is not null, MotoProgram.Absent ?? "");
        var folder = Directory.CreateTempSubdirectory("localaws-sender-");
        var moto = hasServer ? await MotoProgram.StartAsync() : null;
        using var sink = new Sink();
        try
        {
            var template = Path.Combine(folder.FullName, "template.yaml");
            var text = await File.ReadAllTextAsync(Path.Combine(Folder, "template.yaml"), TestContext.Current.CancellationToken);
            text = text.Replace("CodeUri: function", $"CodeUri: {Folder}/function", StringComparison.Ordinal).Replace("http://127.0.0.1:1/", sink.Url, StringComparison.Ordinal);
            await File.WriteAllTextAsync(template, text, TestContext.Current.CancellationToken);
            await using var aws = await LocalAws.StartAsync(
                new LocalAwsOptions
                {
                    Template = template,
                    DataFolder = Path.Combine(folder.FullName, "data"),
                    Upstreams = moto is null ? new Dictionary<string, Uri>() : new Dictionary<string, Uri> { ["kms"] = moto.Url },
                },
                TestContext.Current.CancellationToken);

            var told = await SignUpAsync(aws, sink, "CustomersClient");
            Assert.Equal(
                ("CustomEmailSender_SignUp", "ada", aws.UserPoolId("CustomersClient"), (string?)null),
                ((string?)told["source"], (string?)told["user"], (string?)told["pool"], (string?)told["refused"]));
            await CallAsync(aws, "ConfirmSignUp", new JsonObject { ["ClientId"] = aws.UserPoolClientId("CustomersClient"), ["Username"] = "ada", ["ConfirmationCode"] = (string?)told["code"] });

            var refused = await SignUpAsync(aws, sink, "GuestsClient");
            Assert.Null(refused["code"]);
            Assert.Contains("is not authorized to perform: kms:Decrypt", (string?)refused["refused"], StringComparison.Ordinal);
        }
        finally
        {
            if (moto is not null)
            {
                await moto.DisposeAsync();
            }

            folder.Delete(recursive: true);
        }
    }

    /// <summary>What the function told of a sign-up.</summary>
    private static async Task<JsonObject> SignUpAsync(LocalAws aws, Sink sink, string client)
    {
        await CallAsync(aws, "SignUp", new JsonObject
        {
            ["ClientId"] = aws.UserPoolClientId(client),
            ["Username"] = "ada",
            ["Password"] = LocalAws.UserPassword,
            ["UserAttributes"] = new JsonArray(new JsonObject { ["Name"] = "email", ["Value"] = "ada@example.com" }),
        });
        return await sink.TakeAsync();
    }

    private static async Task CallAsync(LocalAws aws, string operation, JsonObject body)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, aws.EndpointUrl) { Content = new StringContent(body.ToJsonString(), null, "application/x-amz-json-1.1") };
        request.Headers.Add("X-Amz-Target", $"AWSCognitoIdentityProviderService.{operation}");
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, $"{operation}: {await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}");
    }

    /// <summary>Where the functions say what they got.</summary>
    private sealed class Sink : IDisposable
    {
        private readonly HttpListener listener = new();

        public Sink()
        {
            Url = $"http://127.0.0.1:{FreePort.Find()}/";
            listener.Prefixes.Add(Url);
            listener.Start();
        }

        public string Url { get; }

        public async Task<JsonObject> TakeAsync()
        {
            var context = await listener.GetContextAsync().WaitAsync(Patience, TestContext.Current.CancellationToken);
            var told = await JsonNode.ParseAsync(context.Request.InputStream, cancellationToken: TestContext.Current.CancellationToken);
            context.Response.Close();
            return (JsonObject)told!;
        }

        public void Dispose() => listener.Close();
    }
}
