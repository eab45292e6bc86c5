using System.Net;
using System.Text.Json;
using Harness.Targets;
using SigV4;

namespace Integration.Targets;

/// <summary>What tests ask of AWS about a deployed stack, asked of two that are not AWS: LocalAws, and moto, which we did not write.</summary>
public class A_deployed_stack(StackFixture stack)
{
    /// <summary>moto's CloudFormation makes no user pools: the outputs name those that were made before.</summary>
    private const string Template = """
        {"Parameters":{"PoolId":{"Type":"String"},"ClientId":{"Type":"String"}},
         "Resources":{"Reader":{"Type":"AWS::IAM::Role","Properties":{"RoleName":"Reader","AssumeRolePolicyDocument":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:AssumeRole"}]}}}},
         "Outputs":{"ShopUrl":{"Value":"https://abc.execute-api.us-east-1.amazonaws.com/prod/"},"ReaderArn":{"Value":{"Fn::GetAtt":["Reader","Arn"]}},
          "ClientPoolId":{"Value":{"Ref":"PoolId"}},"ClientId":{"Value":{"Ref":"ClientId"}}}}
        """;

    private static readonly AwsCredentials Anybody = new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task On_LocalAws_is_known_by_its_outputs_and_called_by_its_roles()
    {
        var aws = stack.LocalAws;
        var outputs = await StackOutputs.DescribeAsync(aws.EndpointUrl, aws.Region, "local", aws.Administrator(), Cancellation);
        await using var deployed = new DeployedStack(new DeployedStackOptions { Outputs = outputs, Region = aws.Region, Credentials = aws.Administrator(), EndpointUrl = aws.EndpointUrl });
        using var auditor = deployed.Client("BillingApi", deployed.SessionOf("AuditorRole"));
        using var read = await auditor.GetAsync(new Uri("charges", UriKind.Relative), Cancellation);
        using var storefront = deployed.Client("BillingApi", deployed.SessionOf("StorefrontRole"));
        using var refused = await storefront.GetAsync(new Uri("charges", UriKind.Relative), Cancellation);
        var customer = await deployed.SignInAsync("StorefrontClient", "deployed@example.com");

        Assert.Equal((aws.Account, aws.UrlOf("OrdersApi")), (deployed.Account, deployed.UrlOf("OrdersApi")));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Forbidden), (read.StatusCode, refused.StatusCode));
        Assert.Equal((aws.UserPoolId("StorefrontClient"), 3), (deployed.UserPoolId("StorefrontClient"), customer.IdToken.Split('.').Length));
        Assert.Throws<NotSupportedException>(() => deployed.SessionOf("OrdersServiceRole"));
        Assert.Throws<NotSupportedException>(() => deployed.SessionOf("OrdersFunctionRole"));
        Assert.Throws<ArgumentException>(() => deployed.UrlOf("NoApi"));
    }

    [Fact]
    public async Task That_is_not_there_or_not_theirs_to_see_is_refused_in_the_words_of_AWS()
    {
        var aws = stack.LocalAws;
        var absent = await Assert.ThrowsAsync<InvalidOperationException>(() => StackOutputs.DescribeAsync(aws.EndpointUrl, aws.Region, "absent", aws.Administrator(), Cancellation));
        var forbidden = await Assert.ThrowsAsync<InvalidOperationException>(() => StackOutputs.DescribeAsync(aws.EndpointUrl, aws.Region, "local", aws.SessionOf("AuditorRole"), Cancellation));

        Assert.Contains("Stack with id absent does not exist", absent.Message, StringComparison.Ordinal);
        Assert.Contains("is not authorized to perform: cloudformation:DescribeStacks on resource: arn:aws:cloudformation:us-east-1:111122223333:stack/local/", forbidden.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_moto_is_known_by_its_outputs_and_signs_users_in()
    {
        ExternalTool.Require("moto_server");
        stack.InProcessOnly("asks moto");
        await using var moto = await MotoProgram.StartAsync();
        var endpoint = moto.Url;
        var pool = (await AwsAsync(endpoint, "cognito-idp", "create-user-pool", "--pool-name", "customers", "--query", "UserPool.Id", "--output", "text")).Output;
        var client = (await AwsAsync(
            endpoint, "cognito-idp", "create-user-pool-client", "--user-pool-id", pool, "--client-name", "app", "--explicit-auth-flows", "ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH", "--query", "UserPoolClient.ClientId", "--output", "text")).Output;
        var made = await AwsAsync(
            endpoint, "cloudformation", "create-stack", "--stack-name", "shop", "--template-body", Template, "--parameters", $"ParameterKey=PoolId,ParameterValue={pool}", $"ParameterKey=ClientId,ParameterValue={client}");
        Assert.True(made.ExitCode == 0, made.Error);
        var outputs = await StackOutputs.DescribeAsync(endpoint, "us-east-1", "shop", Anybody, Cancellation);
        await using var deployed = new DeployedStack(new DeployedStackOptions { Outputs = outputs, Region = "us-east-1", Credentials = Anybody, EndpointUrl = endpoint });
        using var sts = deployed.StsClient(await deployed.AssumeAsync("Reader", change: static request => request.RoleSessionName = "tester"));
        var user = await deployed.SignInAsync("Client", "amy");

        Assert.Equal("https://abc.execute-api.us-east-1.amazonaws.com/prod", deployed.UrlOf("Shop").AbsoluteUri);
        Assert.Equal("arn:aws:sts::123456789012:assumed-role/Reader/tester", (await sts.GetCallerIdentityAsync(new(), Cancellation)).Arn);
        Assert.NotEmpty(user.Sub);

        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, (await AwsAsync(endpoint, "cloudformation", "describe-stacks", "--stack-name", "shop")).Output, Cancellation);
        Assert.Equal(outputs.Values.OrderBy(static output => output.Key, StringComparer.Ordinal), StackOutputs.Read(file).Values.OrderBy(static output => output.Key, StringComparer.Ordinal));
        File.Delete(file);
    }

    [Fact]
    public void Read_from_a_file_must_be_there_and_whole()
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, """{"Stacks":[{"StackId":"arn:aws:cloudformation:us-east-1:111122223333:stack/shop/1","StackStatus":"ROLLBACK_COMPLETE"}]}""");
        Assert.Contains("is ROLLBACK_COMPLETE. Deploy it first.", Assert.Throws<InvalidOperationException>(() => StackOutputs.Read(file)).Message, StringComparison.Ordinal);
        File.WriteAllText(file, JsonSerializer.Serialize(new { Stacks = Array.Empty<string>() }));
        Assert.Contains("does not hold one stack", Assert.Throws<InvalidOperationException>(() => StackOutputs.Read(file)).Message, StringComparison.Ordinal);
        File.Delete(file);
    }

    private static Task<ExternalTool.Outcome> AwsAsync(Uri endpoint, params string[] arguments) => ExternalTool.RunAsync(
        "aws",
        ["--endpoint-url", endpoint.AbsoluteUri, "--region", "us-east-1", .. arguments],
        ("AWS_ACCESS_KEY_ID", Anybody.AccessKeyId),
        ("AWS_SECRET_ACCESS_KEY", Anybody.SecretAccessKey));
}
