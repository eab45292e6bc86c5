using System.Collections.Immutable;
using Emulation.Decisions;
using Emulation.Gateway;
using Emulation.Gateway.Apis;
using Emulation.Gateway.Authorizers;
using Emulation.Gateway.Routing;
using Emulation.Organizations;
using Emulation.Principals;
using Emulation.Sessions;
using Emulation.State;
using Emulation.Tests.Gateway.Authorizers;
using Iam;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging.Abstractions;
using Sam;

namespace Emulation.Tests.Gateway;

/// <summary>A decision is put into words when somebody reads it. Until then its words cost nothing, however many they would be.</summary>
public sealed class What_nobody_asks_for : IDisposable
{
    private static readonly Stack Stack = Given.Stack("""
        Transform: AWS::Serverless-2016-10-31
        Resources:
          F: { Type: AWS::Serverless::Function, Properties: { CodeUri: ./, Handler: F, Runtime: dotnet10 } }
        """);

    private readonly SessionSealer sealer = new(new byte[32], IdSource.SystemRandom);
    private readonly PolicyQuestion question = new(new RequestEnvironment(Organization.None, ImmutableDictionary<string, string>.Empty));
    private readonly DecisionLog decisions = new(NullLogger.Instance);
    private readonly GatewayPipeline pipeline;

    public What_nobody_asks_for()
    {
        var keyring = new Keyring(new AccountDirectory([Stack], new LongTermKeys(new byte[32])), sealer, TimeProvider.System);

        // The resource policy decides here, and refuses before a function would be called.
        var authorization = new RouteAuthorization(question, new IamAuthorization(keyring, question), null!, null!, null!, null!);
        pipeline = new GatewayPipeline(new GatewayRouting(keyring), authorization, new RequestAdmission(null!), null!, decisions, IdSource.SystemRandom, TimeProvider.System);
    }

    /// <summary>An explanation has a part for each statement.</summary>
    [Fact]
    public void Is_no_explanation_of_a_refusal()
    {
        var few = Api("of few words", ["Deny"]);
        var many = Api("of many words", ["Deny", .. Enumerable.Repeat("Allow", 1000)]);
        var more = BytesOf(() => Refuse(many)) - BytesOf(() => Refuse(few));
        Refuse(many);
        var subject = decisions.Snapshot()[^1].Subject!;
        Assert.Equal(1001, subject.Explain().Parts.Length);
        Assert.InRange(more, -2_000, BytesOf(() => subject.Explain()) / 4);
    }

    /// <summary>The sentence about a request that passes has the name of the policy that lets it pass, which is longer here than all else.</summary>
    [Fact]
    public void Is_no_sentence_about_a_request_that_passes()
    {
        var name = new string('p', 100_000);
        var request = Gate.Request(Api(name, ["Allow"]), [], "/orders");
        Assert.InRange(BytesOf(() => decisions.Record(GatewayRecord.Of(request, Passes(request)))), 1, 50_000);
        Assert.Equal($"Allowed by statement 1 of the resource policy {name}.", Passes(request).Reason);
        Assert.StartsWith("Allowed by statement 1 of the resource policy ppp", decisions.Snapshot()[^1].Reason, StringComparison.Ordinal);
    }

    public void Dispose() => sealer.Dispose();

    private GatewayDecision Passes(GatewayRequest request)
    {
        var decision = question.DecideByResourcePolicy(request);
        Assert.Null(decision.Refusal);
        return decision;
    }

    private void Refuse(DeployedApi api)
    {
        var http = new DefaultHttpContext();
        http.Request.Method = "GET";
        http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = "/prod/orders";
        Assert.True(pipeline.HandleAsync(http, new ApiAddress(api, "/orders")).IsCompletedSuccessfully);
        Assert.Equal(StatusCodes.Status403Forbidden, http.Response.StatusCode);
        Assert.Equal(http.Response.Headers["x-localaws-decision"], http.Response.Headers["x-localaws-authorization-message"]);
    }

    private static long BytesOf(Action action)
    {
        action();
        var before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static DeployedApi Api(string policyName, ImmutableArray<string> effects)
    {
        var statements = effects.Select(static effect => $$"""{"Effect":"{{effect}}","Principal":"*","Action":"execute-api:Invoke","Resource":"*"}""");
        var policy = Policy.Parse($$"""{"Version":"2012-10-17","Statement":[{{string.Join(',', statements)}}]}""", PolicyKind.Resource, new PolicyOrigin(policyName)).Policy!;
        return DeployedApi.Of(Stack, new RestApi
        {
            LogicalId = "Shop", ApiId = "klmnopqrst", Name = "shop", StageName = "prod", Line = new SourceLine("template.yaml", 1), ResourcePolicy = policy,
            Routes = [Given.Route("GET", "/orders") with { Authorizer = NoAuthorizer.Instance }],
        });
    }
}
