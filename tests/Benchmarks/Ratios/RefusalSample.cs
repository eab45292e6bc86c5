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
using Iam;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging.Abstractions;
using Sam;

namespace Benchmarks.Ratios;

/// <summary>A request that an API's resource policy refuses, from the gateway's first step to its answer; and the decision that it is refused by.</summary>
internal sealed class RefusalSample : IDisposable
{
    private const string Arn = "arn:aws:execute-api:us-east-1:111122223333:abcdefghij";
    private static readonly Policy ResourcePolicy = Policy.Parse(
        $$$"""
        {"Version":"2012-10-17","Statement":[
          {"Effect":"Allow","Principal":"*","Action":"execute-api:Invoke","Resource":"{{{Arn}}}/*"},
          {"Sid":"OfficeOnly","Effect":"Deny","Principal":"*","Action":"execute-api:Invoke","Resource":"{{{Arn}}}/prod/POST/*","Condition":{"NotIpAddress":{"aws:SourceIp":"203.0.113.0/24"} } },
          {"Effect":"Deny","Principal":"*","Action":"execute-api:Invoke","Resource":"{{{Arn}}}/prod/GET/*","Condition":{"Bool":{"aws:SecureTransport":"false"} } } ]}
        """, PolicyKind.Resource, new PolicyOrigin("of Api")).Policy!;

    private readonly SessionSealer sealer = new(new byte[32], IdSource.SystemRandom);
    private readonly GatewayPipeline pipeline;
    private readonly ApiAddress address;
    private readonly DecisionSubject subject;

    public RefusalSample()
    {
        var line = new SourceLine("template.yaml", 1);
        var stack = new Stack { Name = "local", TemplatePath = "template.yaml", AccountId = AccountId.Parse("111122223333"), Region = "us-east-1" };
        var route = new Route { Method = "POST", Path = "/charges", Authorizer = NoAuthorizer.Instance, FunctionLogicalId = "Charges", Line = line };
        var api = new RestApi { LogicalId = "Api", ApiId = "abcdefghij", Name = "api", StageName = "prod", Routes = [route], ResourcePolicy = ResourcePolicy, Line = line };
        var keyring = new Keyring(new AccountDirectory([stack], new LongTermKeys(new byte[32])), sealer, SampleClock.Instance);
        var decisions = new DecisionLog(NullLogger.Instance);
        var question = new PolicyQuestion(new RequestEnvironment(Organization.None, ImmutableDictionary<string, string>.Empty));

        // The resource policy refuses before any of the others would be asked.
        var authorization = new RouteAuthorization(question, new IamAuthorization(keyring, question), null!, null!, null!, null!);
        pipeline = new GatewayPipeline(new GatewayRouting(keyring), authorization, new RequestAdmission(null!), null!, decisions, IdSource.SystemRandom, SampleClock.Instance);
        address = new ApiAddress(DeployedApi.Of(stack, api), "/charges");
        Refuse();
        subject = decisions.Snapshot()[^1].Subject!;
    }

    public void Refuse()
    {
        var http = new DefaultHttpContext();
        http.Request.Method = "POST";
        http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = "/prod/charges";
        http.Request.Headers.Host = "localhost:4566";
        http.Request.Headers.UserAgent = "sample/1.0";
        if (!pipeline.HandleAsync(http, address).IsCompletedSuccessfully || http.Response.StatusCode != StatusCodes.Status403Forbidden)
        {
            throw new InvalidOperationException("The sample request is not refused, or waits for something.");
        }
    }

    /// <summary>The decision alone.</summary>
    public void Decide() => subject.Decide();

    public void Dispose() => sealer.Dispose();
}
