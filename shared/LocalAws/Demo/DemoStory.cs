using System.Globalization;
using System.Text.Json.Nodes;
using Emulation;
using Emulation.Access;
using Emulation.Clients;
using Emulation.Wire;
using Iam;
using Sam;

namespace Tool.Demo;

/// <summary>What the demonstration shows of a stack: a function behind a protected HTTP API route, and a request that some roles may make.</summary>
internal sealed record DemoSubject(Function Function, string Method, string Path)
{
    /// <summary>The first route behind a JWT authorizer.</summary>
    /// <exception cref="UsageException">The template has none.</exception>
    public static DemoSubject Of(LoadedStacks stacks) =>
        stacks.All.SelectMany(static stack => stack.HttpApis.SelectMany(static api => api.Routes).Select(route => (Stack: stack, Route: route)))
            .FirstOrDefault(static one => one.Route.Authorizer is JwtAuthorizer) is { Route: { } route, Stack: { } stack }
            ? new DemoSubject(stack.Functions.First(function => function.LogicalId == route.FunctionLogicalId), route.Method, route.Path)
            : throw new UsageException("The template has no route of an HTTP API behind a JWT authorizer, which the demonstration would show.");
}

/// <summary>
/// The live demonstration: a user pool, a user, an HTTP API behind a JWT authorizer; 401 without a token and 200 with one; then a signed request as each role.
/// Everything is done by the calls that a script would make.
/// </summary>
internal sealed class DemoStory(AwsCaller aws, DemoProfiles profiles, LoadedStacks stacks, Uri endpoint, DemoScreen screen)
{
    private const string User = "demo@example.com";

    /// <summary>The user's password has no symbol, so the pool's policy does not ask for one.</summary>
    private const string Password = "DemoPass123";

    public async Task RunAsync(CancellationToken cancellation)
    {
        var subject = DemoSubject.Of(stacks);
        await new DemoResources(aws, profiles.Administrator).DeleteAsync(subject.Function.FunctionName, static _ => { }, cancellation).ConfigureAwait(false);
        if (await MakePoolAsync(cancellation).ConfigureAwait(false) is { } made
            && await SignInAsync(made.Pool, made.Client, cancellation).ConfigureAwait(false) is { } token
            && await MakeApiAsync(made.Pool, made.Client, subject, cancellation).ConfigureAwait(false) is { } api)
        {
            await CallAsync(api, subject, null, 401, """{"message":"Unauthorized"}""", cancellation).ConfigureAwait(false);
            await CallAsync(api, subject, token, 200, User, cancellation).ConfigureAwait(false);
        }

        await SignedRequestsAsync(cancellation).ConfigureAwait(false);
    }

    private async Task<(string Pool, string Client)?> MakePoolAsync(CancellationToken cancellation)
    {
        const string Policy = """{"PasswordPolicy":{"MinimumLength":8,"RequireUppercase":true,"RequireLowercase":true,"RequireNumbers":true,"RequireSymbols":false}}""";
        screen.Begin(
            "A user pool. The password to come has no symbol, so the pool asks for none.",
            $"aws cognito-idp create-user-pool --pool-name {DemoResources.Name} --policies '{Policy}'");
        var pool = await CognitoAsync(
            "CreateUserPool", new JsonObject { ["PoolName"] = DemoResources.Name, ["Policies"] = JsonNode.Parse(Policy) },
            cancellation).ConfigureAwait(false);
        if (Made(pool, pool.Json?["UserPool"]?["Id"]) is not { } poolId)
        {
            return null;
        }

        screen.Begin(
            "A client of it that may sign in with a password.",
            $"aws cognito-idp create-user-pool-client --user-pool-id {poolId} --client-name web --explicit-auth-flows ALLOW_USER_PASSWORD_AUTH ALLOW_REFRESH_TOKEN_AUTH");
        var client = await CognitoAsync(
            "CreateUserPoolClient",
            new JsonObject { ["UserPoolId"] = poolId, ["ClientName"] = "web", ["ExplicitAuthFlows"] = new JsonArray("ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH") },
            cancellation).ConfigureAwait(false);
        return Made(client, client.Json?["UserPoolClient"]?["ClientId"]) is { } clientId ? (poolId, clientId) : null;
    }

    private async Task<string?> SignInAsync(string pool, string client, CancellationToken cancellation)
    {
        screen.Begin(
            $"The user {User}.",
            $"aws cognito-idp admin-create-user --user-pool-id {pool} --username {User} --user-attributes Name=email,Value={User} "
                + "Name=email_verified,Value=true --message-action SUPPRESS");
        var user = await CognitoAsync("AdminCreateUser", new JsonObject
        {
            ["UserPoolId"] = pool,
            ["Username"] = User,
            ["MessageAction"] = "SUPPRESS",
            ["UserAttributes"] = new JsonArray(new JsonObject { ["Name"] = "email", ["Value"] = User }, new JsonObject { ["Name"] = "email_verified", ["Value"] = "true" }),
        }, cancellation).ConfigureAwait(false);
        screen.End($"{user.Json?["User"]?["UserStatus"]}", (string?)user.Json?["User"]?["UserStatus"] == "FORCE_CHANGE_PASSWORD", "FORCE_CHANGE_PASSWORD");
        screen.Begin("A password that stays.", $"aws cognito-idp admin-set-user-password --user-pool-id {pool} --username {User} --password {Password} --permanent");
        var set = await CognitoAsync(
            "AdminSetUserPassword", new JsonObject { ["UserPoolId"] = pool, ["Username"] = User, ["Password"] = Password, ["Permanent"] = true },
            cancellation).ConfigureAwait(false);
        screen.End(set.IsSuccess ? "done" : set.Body, set.IsSuccess, "done");
        screen.Begin("Sign in.", $"aws cognito-idp initiate-auth --auth-flow USER_PASSWORD_AUTH --client-id {client} --auth-parameters USERNAME={User},PASSWORD={Password}");
        var signedIn = await aws.CognitoAsync(
            "InitiateAuth",
            new JsonObject { ["AuthFlow"] = "USER_PASSWORD_AUTH", ["ClientId"] = client, ["AuthParameters"] = new JsonObject { ["USERNAME"] = User, ["PASSWORD"] = Password } },
            null, cancellation).ConfigureAwait(false);
        var token = (string?)signedIn.Json?["AuthenticationResult"]?["IdToken"];
        screen.End(token is null ? signedIn.Body : "three tokens: ID, access, refresh", token is not null, "tokens");
        if (token is not null)
        {
            screen.ShowToken("the ID token", token);
        }

        return token;
    }

    /// <summary>The API's URL.</summary>
    private async Task<Uri?> MakeApiAsync(string pool, string client, DemoSubject subject, CancellationToken cancellation)
    {
        var function = subject.Function;
        if (await MakeAsync(
            "An HTTP API.", $"aws apigatewayv2 create-api --name {DemoResources.Name} --protocol-type HTTP",
            "/v2/apis", new JsonObject { ["name"] = DemoResources.Name, ["protocolType"] = "HTTP" }, "apiId", cancellation).ConfigureAwait(false) is not { } id)
        {
            return null;
        }

        var issuer = $"https://cognito-idp.{stacks.Main.Region}.amazonaws.com/{pool}";
        var configuration = new JsonObject { ["audience"] = new JsonArray(client), ["issuer"] = issuer };
        if (await MakeAsync(
            "A JWT authorizer for the pool.",
            $"aws apigatewayv2 create-authorizer --api-id {id} --name pool --authorizer-type JWT --identity-source '$request.header.Authorization' "
                + $"--jwt-configuration Audience={client},Issuer={issuer}",
            $"/v2/apis/{id}/authorizers",
            new JsonObject
            {
                ["name"] = "pool",
                ["authorizerType"] = "JWT",
                ["identitySource"] = new JsonArray("$request.header.Authorization"),
                ["jwtConfiguration"] = configuration,
            },
            "authorizerId",
            cancellation).ConfigureAwait(false) is not { } authorizerId)
        {
            return null;
        }

        if (await MakeAsync(
            "An integration with the function.",
            $"aws apigatewayv2 create-integration --api-id {id} --integration-type AWS_PROXY --integration-uri {function.Arn} --payload-format-version 2.0",
            $"/v2/apis/{id}/integrations",
            new JsonObject { ["integrationType"] = "AWS_PROXY", ["integrationUri"] = function.Arn.ToString(), ["payloadFormatVersion"] = "2.0" },
            "integrationId",
            cancellation).ConfigureAwait(false) is not { } integrationId)
        {
            return null;
        }

        await MakeAsync(
            $"The route {subject.Method} {subject.Path}, behind the authorizer.",
            $"aws apigatewayv2 create-route --api-id {id} --route-key {ShellText.Word($"{subject.Method} {subject.Path}")} --target integrations/{integrationId} "
                + $"--authorization-type JWT --authorizer-id {authorizerId}",
            $"/v2/apis/{id}/routes",
            new JsonObject
            {
                ["routeKey"] = $"{subject.Method} {subject.Path}",
                ["target"] = $"integrations/{integrationId}",
                ["authorizationType"] = "JWT",
                ["authorizerId"] = authorizerId,
            },
            "routeId",
            cancellation).ConfigureAwait(false);
        await MakeAsync(
            "A stage.", $"aws apigatewayv2 create-stage --api-id {id} --stage-name '$default' --auto-deploy",
            $"/v2/apis/{id}/stages", new JsonObject { ["stageName"] = "$default", ["autoDeploy"] = true }, "stageName", cancellation).ConfigureAwait(false);
        var source = $"arn:aws:execute-api:{stacks.Main.Region}:{stacks.Main.AccountId}:{id}/*";
        screen.Begin(
            "The permission to call the function.",
            $"aws lambda add-permission --function-name {function.FunctionName} --statement-id {DemoResources.Name} --action lambda:InvokeFunction "
                + $"--principal apigateway.amazonaws.com --source-arn '{source}'");
        var permission = await aws.RestAsync(
            HttpMethod.Post, $"/2015-03-31/functions/{function.FunctionName}/policy", "lambda",
            new JsonObject { ["StatementId"] = DemoResources.Name, ["Action"] = "lambda:InvokeFunction", ["Principal"] = "apigateway.amazonaws.com", ["SourceArn"] = source },
            profiles.Administrator, cancellation).ConfigureAwait(false);
        screen.End(permission.IsSuccess ? "done" : permission.Body, permission.IsSuccess, "done");
        return new Uri(endpoint, $"/execute-api/{id}{subject.Path}");
    }

    private async Task CallAsync(Uri url, DemoSubject subject, string? token, int status, string expected, CancellationToken cancellation)
    {
        screen.Begin(
            token is null ? "Without a token." : "With the token.",
            $"curl -i{(subject.Method == "GET" ? "" : $" -X {subject.Method}")} {ShellText.Word(url.ToString())}{(token is null ? "" : " -H \"Authorization: Bearer $TOKEN\"")}");
        var answer = await aws.ApiAsync(new HttpMethod(subject.Method), url, "", null, token, cancellation).ConfigureAwait(false);
        screen.End($"{(int)answer.Status} {answer.Body}", (int)answer.Status == status && answer.Body.Contains(expected, StringComparison.Ordinal), $"{status} with {expected}");
    }

    /// <summary>The template's sample request as each role: what comes back is what the access matrix says.</summary>
    private async Task SignedRequestsAsync(CancellationToken cancellation)
    {
        if (stacks.All.FirstOrDefault(static stack => stack.Sample is not null) is not { Sample: { } sample } owner)
        {
            return;
        }

        var api = owner.AllApis.FirstOrDefault(api => api.LogicalId == sample.Api)
            ?? throw new UsageException($"Metadata.LocalAws.Sample names the API '{sample.Api}', which the template does not have.");
        var url = new Uri(endpoint, $"/execute-api/{api.ApiId}{(api.StageName == "$default" ? "" : $"/{api.StageName}")}{sample.Path}");
        var matrix = AccessMatrix.Of(stacks);
        foreach (var role in profiles.Roles)
        {
            screen.Begin(
                $"{sample.Method} {sample.Path} signed by {role.Profile}.",
                $"localaws call --as {ShellText.Word(role.Profile)} {sample.Method} {ShellText.Word($"{stacks.ApiNameOf(owner, api)}{sample.Path}")}"
                    + (sample.Body.Length > 0 ? $" --data {ShellText.Word(sample.Body)}" : ""));
            var expected = matrix.Cells.FirstOrDefault(cell =>
                cell.Principal.Principal.PolicyArn == role.Arn && cell.Route.Api == api && cell.Route.Route.Method == sample.Method
                    && cell.Route.Route.Path == sample.Path)?.Verdict;
            if (await aws.AssumeAsync(role.Arn, role.SessionName, role.Source, cancellation).ConfigureAwait(false) is not { } session)
            {
                screen.End("STS refused the role", false, "a session");
                continue;
            }

            var answer = await aws.ApiAsync(new HttpMethod(sample.Method), url, sample.Body, session, null, cancellation).ConfigureAwait(false);
            var isRight = expected is SymbolicVerdict.Deny ? (int)answer.Status == 403 : expected is SymbolicVerdict.Conditional || answer.IsSuccess;
            screen.End(
                string.Create(CultureInfo.InvariantCulture, $"{(int)answer.Status} {answer.Body}"), isRight,
                expected is SymbolicVerdict.Deny ? "403, as the access matrix says" : "success, as the access matrix says");
        }
    }

    private Task<AwsAnswer> CognitoAsync(string operation, JsonObject body, CancellationToken cancellation) =>
        aws.CognitoAsync(operation, body, profiles.Administrator, cancellation);

    /// <summary>A step that makes a part of an API.</summary>
    private async Task<string?> MakeAsync(string title, string command, string path, JsonObject body, string id, CancellationToken cancellation)
    {
        screen.Begin(title, command);
        var answer = await aws.RestAsync(HttpMethod.Post, path, "apigateway", body, profiles.Administrator, cancellation).ConfigureAwait(false);
        return Made(answer, answer.Json?[id]);
    }

    /// <summary>The id of what was made; null when nothing was.</summary>
    private string? Made(AwsAnswer answer, JsonNode? node)
    {
        var id = node?.ToString() is { Length: > 0 } text ? text : null;
        return screen.End(id ?? $"{(int)answer.Status} {answer.Body}", id is not null, "an id") ? id : null;
    }
}
