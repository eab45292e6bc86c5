namespace Integration.Clients;

/// <summary>boto3 for the services, botocore's signer for the APIs.</summary>
public class Boto3(StackFixture stack)
{
    private const string Script = """
        import sys, json, urllib.request, urllib.error
        import boto3
        from botocore.auth import SigV4Auth
        from botocore.awsrequest import AWSRequest

        profile, method, url, body = sys.argv[1:5]
        session = boto3.Session(profile_name=profile)
        print(session.client("sts").get_caller_identity()["Arn"])
        request = AWSRequest(method, url, data=body.encode(), headers={"Content-Type": "application/json"})
        SigV4Auth(session.get_credentials(), "execute-api", "us-east-1").add_auth(request)
        prepared = request.prepare()
        try:
            answer = urllib.request.urlopen(urllib.request.Request(url, data=body.encode() or None, method=method, headers=dict(prepared.headers)))
        except urllib.error.HTTPError as refused:
            answer = refused
        print(answer.status)
        """;

    [Theory]
    [InlineData("StorefrontRole", "POST", "OrdersApi", "orders", "201")]
    [InlineData("AuditorRole", "GET", "BillingApi", "charges", "200")]
    [InlineData("AuditorRole", "POST", "OrdersApi", "orders", "403")]
    public async Task Calls_what_its_role_may_call(string role, string method, string api, string path, string status)
    {
        ExternalTool.Require("python3");
        Assert.SkipUnless((await ExternalTool.RunAsync("python3", ["-c", "import boto3"])).ExitCode == 0, "boto3 is not installed for python3");
        const string Order = """{"customerId":"cust-1","currency":"EUR","items":[{"sku":"tea-250g","quantity":2,"unitPriceMinor":450}]}""";
        var outcome = await ExternalTool.RunAsync(
            "python3",
            ["-c", Script, role, method, $"{stack.LocalAws.UrlOf(api)}/{path}", method == "POST" ? Order : ""],
            ("AWS_CONFIG_FILE", stack.LocalAws.ConfigFile),
            ("AWS_SHARED_CREDENTIALS_FILE", stack.LocalAws.CredentialsFile));
        Assert.Matches($@"\Aarn:aws:sts::111122223333:assumed-role/{role}/local-[0-9a-f]{{8}}\n{status}\z", outcome.Output + outcome.Error);
    }
}
