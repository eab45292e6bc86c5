using System.Collections.Immutable;
using Emulation.Gateway;
using Emulation.Gateway.Apis;
using Emulation.Gateway.Authorizers;
using Emulation.Gateway.Routing;
using Emulation.Lambda;
using Emulation.Organizations;
using Emulation.Wire;
using Iam;
using Microsoft.AspNetCore.Http.Features;
using Sam;

namespace Benchmarks.Ratios;

/// <summary>A request whose Lambda authorizer's answer is kept: the look-up, and the kept policy evaluated for it.</summary>
internal sealed class AuthorizerSample
{
    private static readonly LambdaAuthorizer Authorizer = new() { Name = "guard", FunctionLogicalId = "Guard", TokenOnly = true, IdentitySources = ["method.request.header.Authorization"], CacheTtl = TimeSpan.FromMinutes(5) };
    private static readonly RequestEnvironment Nothing = new(Organization.None, ImmutableDictionary<string, string>.Empty);
    private static readonly Policy Permission = Policy.Parse(
        """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Service":"apigateway.amazonaws.com"},"Action":"lambda:InvokeFunction","Resource":"*"}}""", PolicyKind.Resource, new PolicyOrigin("permission")).Policy!;

    private readonly LambdaAuthorization authorization;
    private readonly GatewayRequest request;

    public AuthorizerSample()
    {
        var line = new SourceLine("template.yaml", 1);
        var account = AccountId.Parse("111122223333");
        var function = new Function
        {
            LogicalId = "Guard", FunctionName = "Guard", Arn = Arn.Parse($"arn:aws:lambda:us-east-1:{account}:function:Guard"), RoleArn = Arn.Parse($"arn:aws:iam::{account}:role/Guard"),
            CodeUri = ".", Handler = "Guard", Runtime = "dotnet10", Timeout = TimeSpan.FromSeconds(3), MemorySizeMb = 128, Line = line, ResourcePolicy = Permission,
        };
        var route = new Route { Method = "POST", Path = "/webhooks/payment", Authorizer = Authorizer, FunctionLogicalId = "Guard", Line = line };
        var api = new RestApi { LogicalId = "Api", ApiId = "abcdefghij", Name = "api", StageName = "prod", Routes = [route], Line = line };
        var stack = new Stack { Name = "local", TemplatePath = "template.yaml", AccountId = account, Region = "us-east-1", Functions = [function] };
        var functions = new CallableFunctions(new FunctionDirectory(stack), new FunctionPermission(static function => function.ResourcePolicy, Nothing), new Answer());
        authorization = new LambdaAuthorization(functions, new PolicyQuestion(Nothing), new AnswerCache(SampleClock.Instance), SampleClock.Instance);
        var http = new DefaultHttpContext();
        http.Request.Method = "POST";
        http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = "/prod/webhooks/payment";
        http.Request.Headers["host"] = "localhost";
        http.Request.Headers.Authorization = new string('t', 40);
        request = new GatewayRequest
        {
            Received = ReceivedRequest.ReadAsync(http, 1000).AsTask().GetAwaiter().GetResult()!,
            Target = DeployedApi.Of(stack, api),
            Match = new RouteMatch(route, [], "/webhooks/payment"),
            Path = "/webhooks/payment",
            ReceivedAt = SampleRequest.Now,
            Ids = new RequestIds("id", "extended", "Root=1-2-3"),
        };
        authorization.DecideAsync(request, Authorizer).AsTask().GetAwaiter().GetResult();
    }

    public void Decide()
    {
        var deciding = authorization.DecideAsync(request, Authorizer);
        if (!deciding.IsCompletedSuccessfully || deciding.Result.Refusal is not null)
        {
            throw new InvalidOperationException("The sample request is refused, or its answer was not kept.");
        }
    }

    private sealed class Answer : IFunctions
    {
        public Task<InvocationResult> InvokeAsync(FunctionCall call) => Task.FromResult(new InvocationResult(
            """{"principalId":"partner-1","policyDocument":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"execute-api:Invoke","Resource":"arn:aws:execute-api:us-east-1:111122223333:*/prod/POST/webhooks/*"}]}}"""u8.ToArray(), null));
    }
}
