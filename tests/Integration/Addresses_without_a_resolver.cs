using System.Net;
using System.Text.Json;

namespace Integration;

/// <summary>
/// Every address that LocalAws hands out, called with Python's urllib, Node's fetch and .NET where no name resolves at all: in a network namespace of its own, which has loopback and nothing else.
/// Names below localhost, which LocalAws understands too, are looked up by many resolvers and found by few.
/// </summary>
public sealed class Addresses_without_a_resolver : IDisposable
{
    private const string Template = """
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Pool: { Type: AWS::Cognito::UserPool }
          Client:
            Type: AWS::Cognito::UserPoolClient
            Properties: { UserPoolId: !Ref Pool, CallbackURLs: ["https://app.example.com/"], AllowedOAuthFlows: [code], AllowedOAuthScopes: [openid], AllowedOAuthFlowsUserPoolClient: true, SupportedIdentityProviders: [COGNITO] }
          Domain: { Type: AWS::Cognito::UserPoolDomain, Properties: { Domain: shop, UserPoolId: !Ref Pool } }
          Api:
            Type: AWS::Serverless::HttpApi
            Properties:
              Auth:
                DefaultAuthorizer: Users
                Authorizers:
                  Users:
                    IdentitySource: $request.header.Authorization
                    JwtConfiguration: { issuer: !Sub "https://cognito-idp.${AWS::Region}.amazonaws.com/${Pool}", audience: [!Ref Client] }
          Shop:
            Type: AWS::Serverless::Function
            Properties:
              CodeUri: function
              Handler: shop
              Runtime: provided.al2023
              Environment:
                Variables:
                  API_URL: !Sub "https://${Api}.execute-api.${AWS::Region}.amazonaws.com/hello"
                  LOGIN_URL: !Sub "https://${Domain}.auth.${AWS::Region}.amazoncognito.com/login?client_id=${Client}&response_type=code&redirect_uri=https%3A%2F%2Fapp.example.com%2F"
                  ISSUER: !GetAtt Pool.ProviderURL
              Events: { Open: { Type: HttpApi, Properties: { ApiId: !Ref Front, Path: /open, Method: GET } } }
          Front: { Type: AWS::Serverless::HttpApi }
          Behind:
            Type: AWS::Serverless::Function
            Properties: { CodeUri: function, Handler: behind, Runtime: provided.al2023, Events: { Hello: { Type: HttpApi, Properties: { ApiId: !Ref Api, Path: /hello, Method: GET } } } }
        Outputs:
          Hello: { Value: !Sub "https://${Api}.execute-api.${AWS::Region}.amazonaws.com/hello" }
          Open: { Value: !Sub "https://${Front}.execute-api.${AWS::Region}.amazonaws.com/open" }
          Login: { Value: !Sub "https://${Domain}.auth.${AWS::Region}.amazoncognito.com/login?client_id=${Client}&response_type=code&redirect_uri=https%3A%2F%2Fapp.example.com%2F" }
          Issuer: { Value: !Sub "https://cognito-idp.${AWS::Region}.amazonaws.com/${Pool}/.well-known/openid-configuration" }
        """;

    private const string Function = """
        #!/bin/sh
        api=http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime
        while curl -sS -o /dev/null -D "$HOME/head" "$api/invocation/next"; do
          id=$(sed -n 's/^Lambda-Runtime-Aws-Request-Id: \([^\r]*\).*/\1/p' "$HOME/head")
          printf '{"api":"%s","login":"%s","issuer":"%s","endpoint":"%s"}' "$API_URL" "$LOGIN_URL" "$ISSUER" "$AWS_ENDPOINT_URL" > "$HOME/answer"
          curl -sS -o /dev/null -d @"$HOME/answer" "$api/invocation/$id/response"
        done
        """;

    /// <summary>What is handed out, each with what it answers to a GET that brings nothing.</summary>
    private const string Collect = """
        import json, socket, sys, urllib.error, urllib.request
        import boto3

        try:
            socket.getaddrinfo("shop.auth.localhost", 80)
            sys.exit("a name resolves here: the test shows nothing")
        except socket.gaierror:
            pass

        def get(url):
            try:
                answer = urllib.request.urlopen(url, timeout=60)
            except urllib.error.HTTPError as refused:
                answer = refused
            return answer.status, answer.read().decode()

        session = boto3.Session(profile_name="admin")
        urls = {"output " + output["OutputKey"]: output["OutputValue"] for output in session.client("cloudformation").describe_stacks()["Stacks"][0]["Outputs"]}
        variables = json.loads(get(urls["output Open"])[1])
        urls["variable API_URL"] = variables["api"]
        urls["variable LOGIN_URL"] = variables["login"]
        urls["variable ISSUER"] = variables["issuer"] + "/.well-known/jwks.json"
        urls["variable AWS_ENDPOINT_URL"] = variables["endpoint"] + "/_localaws/health"
        urls["profile"] = session.client("sts").meta.endpoint_url + "/_localaws/health"
        apis = session.client("apigatewayv2")
        made = apis.create_api(Name="made", ProtocolType="HTTP")
        apis.create_stage(ApiId=made["ApiId"], StageName="$default", AutoDeploy=True)
        urls["apiEndpoint"] = made["ApiEndpoint"] + "/nothing"
        for name, url in json.loads(get(urls["output Issuer"])[1]).items():
            if name.endswith("_endpoint") or name == "jwks_uri":
                urls["metadata " + name] = url
        urls["page"] = [api["url"] for api in json.loads(get(variables["endpoint"] + "/_localaws/stack")[1])["apis"] if api["logicalId"] == "Api"][0] + "/hello"
        json.dump(urls, open(sys.argv[1], "w"))
        print(json.dumps({name: get(url)[0] for name, url in urls.items()}))
        """;

    private const string Fetch = """
        const urls = JSON.parse(require("fs").readFileSync(process.argv[1]));
        Promise.all(Object.entries(urls).map(async ([name, url]) => [name, (await fetch(url, { redirect: "manual" })).status])).then(all => console.log(JSON.stringify(Object.fromEntries(all))));
        """;

    private const string Script = """
        ip link set lo up
        "$DOTNET" exec "$LOCALAWS" up --template "$FOLDER/template.yaml" --data "$FOLDER/data" --port 4566 > "$FOLDER/log" 2>&1 &
        up=$!
        trap 'kill $up; wait $up' EXIT
        tries=0
        until "$DOTNET" exec "$LOCALAWS" health --url http://127.0.0.1:4566 > /dev/null 2>&1; do
          tries=$((tries + 1)); [ $tries -lt 60 ] || { cat "$FOLDER/log"; exit 1; }
          sleep 0.5
        done
        export AWS_CONFIG_FILE="$FOLDER/data/config" AWS_SHARED_CREDENTIALS_FILE="$FOLDER/data/credentials"
        python3 "$FOLDER/collect.py" "$FOLDER/urls" || { cat "$FOLDER/log"; exit 1; }
        node -e "$(cat "$FOLDER/fetch.js")" "$FOLDER/urls" || exit 1
        """;

    private static readonly Dictionary<string, int> Expected = new()
    {
        ["output Hello"] = 401,
        ["output Open"] = 200,
        ["output Login"] = 200,
        ["output Issuer"] = 200,
        ["variable API_URL"] = 401,
        ["variable LOGIN_URL"] = 200,
        ["variable ISSUER"] = 200,
        ["variable AWS_ENDPOINT_URL"] = 200,
        ["profile"] = 200,
        ["apiEndpoint"] = 404,
        ["metadata authorization_endpoint"] = 400,
        ["metadata end_session_endpoint"] = 400,
        ["metadata jwks_uri"] = 200,
        ["metadata revocation_endpoint"] = 405,
        ["metadata token_endpoint"] = 405,
        ["metadata userinfo_endpoint"] = 400,
        ["page"] = 401,
    };

    private readonly string folder = Directory.CreateTempSubdirectory("localaws-addresses-").FullName;

    [Fact]
    public async Task Are_reached_by_every_client()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux has network namespaces");
        foreach (var tool in (string[])["unshare", "ip", "python3", "node", "curl", "sh"])
        {
            ExternalTool.Require(tool);
        }

        Assert.SkipUnless((await ExternalTool.RunAsync("unshare", ["-n", "true"])).ExitCode == 0, "making a network namespace is not allowed here; root may");
        Assert.SkipUnless((await ExternalTool.RunAsync("python3", ["-c", "import boto3"])).ExitCode == 0, "boto3 is not installed for python3");
        var bootstrap = Path.Combine(Directory.CreateDirectory(Path.Combine(folder, "function")).FullName, "bootstrap");
        foreach (var (file, text) in (ReadOnlySpan<(string, string)>)[(bootstrap, Function), (Path.Combine(folder, "template.yaml"), Template), (Path.Combine(folder, "collect.py"), Collect), (Path.Combine(folder, "fetch.js"), Fetch)])
        {
            File.WriteAllText(file, text);
        }

        if (OperatingSystem.IsLinux())
        {
            File.SetUnixFileMode(bootstrap, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        var outcome = await ExternalTool.RunAsync(
            "unshare", ["-n", "sh", "-c", Script], ("DOTNET", Environment.ProcessPath is { } path && Path.GetFileName(path) == "dotnet" ? path : "dotnet"), ("LOCALAWS", Path.Combine(AppContext.BaseDirectory, "LocalAws.dll")), ("FOLDER", folder));
        Assert.True(outcome.ExitCode == 0, outcome.Output + outcome.Error);
        var answers = outcome.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, answers.Length);
        Assert.All(answers, static answer => Assert.Equal(
            Expected.OrderBy(static pair => pair.Key, StringComparer.Ordinal), JsonSerializer.Deserialize<Dictionary<string, int>>(answer)!.OrderBy(static pair => pair.Key, StringComparer.Ordinal)));

        // What .NET would look up, it would look up anywhere: none of them is a name.
        var urls = JsonSerializer.Deserialize<Dictionary<string, Uri>>(await File.ReadAllTextAsync(Path.Combine(folder, "urls"), TestContext.Current.CancellationToken))!;
        Assert.All(urls, static pair => Assert.True(IPAddress.TryParse(pair.Value.Host, out var address) && IPAddress.IsLoopback(address), $"{pair.Key}: {pair.Value}"));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
