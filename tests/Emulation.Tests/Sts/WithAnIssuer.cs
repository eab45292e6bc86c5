using System.Text.Json.Nodes;
using System.Xml.Linq;
using Emulation.Protocols.Query;
using Emulation.Tests.Gateway.Authorizers;
using Emulation.Tests.Tokens;

namespace Emulation.Tests.Sts;

/// <summary>An Issuer on this machine, and a role that lets its users and those of a user pool in.</summary>
public abstract class WithAnIssuer : IAsyncLifetime
{
    private protected const string Role = "arn:aws:iam::111122223333:role/Deploy";
    private protected IssuerServer Issuer { get; private set; } = null!;

    private protected TestSts Sts { get; private set; } = null!;

    private protected string Name => new Uri(Issuer.Maker.Issuer).Authority;

    public async ValueTask InitializeAsync()
    {
        Issuer = await IssuerServer.StartAsync();
        Sts = new TestSts($$"""
            Resources:
              Issuer: { Type: AWS::IAM::OIDCProvider, Properties: { Url: "{{Issuer.Maker.Issuer}}", ClientIdList: [client-1, client-2] } }
              Reads: { Type: AWS::IAM::ManagedPolicy, Properties: { ManagedPolicyName: Reads, PolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: Allow, Action: "s3:GetObject", Resource: "*" }] } } }
              Pool: { Type: AWS::IAM::OIDCProvider, Properties: { Url: "{{Gate.AwsIssuer}}", ClientIdList: [client-1] } }
              Deploy:
                Type: AWS::IAM::Role
                Properties:
                  RoleName: Deploy
                  Policies: [{ PolicyName: P, PolicyDocument: { Statement: [{ Effect: Allow, Action: "s3:*", Resource: "*" }] } }]
                  AssumeRolePolicyDocument:
                    Statement:
                    - Effect: Allow
                      Principal: { Federated: [!Ref Issuer, !Ref Pool] }
                      Action: [sts:AssumeRoleWithWebIdentity, sts:TagSession, sts:SetSourceIdentity]
                      Condition: { StringLike: { "{{Name}}:sub": "user-*" } }
                    - Effect: Allow
                      Principal: { Federated: !Ref Issuer }
                      Action: sts:AssumeRoleWithWebIdentity
                      Condition: { StringEquals: { "{{Name}}:repository": shop/orders, "{{Name}}:aud": client-2, "{{Name}}:oaud": client-1 } }
                    - Effect: Allow
                      Principal: { Federated: !Ref Pool }
                      Action: sts:AssumeRoleWithWebIdentity
            """);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        Sts.Dispose();
        await Issuer.DisposeAsync();
    }

    private protected Task<XElement> AssumeAsync(string token, params (string, string)[] more) => Sts.CallAsync("AssumeRoleWithWebIdentity", null, Parameters(token, more));

    private protected Task<QueryError> RefusedAsync(string token, params (string, string)[] more) => Sts.RefusedAsync("AssumeRoleWithWebIdentity", null, Parameters(token, more));

    private protected async Task RefusedWithAsync(string token, string code, string message)
    {
        var refusal = await RefusedAsync(token);
        Assert.Equal((400, code, message), (refusal.StatusCode, refusal.Code, refusal.Message));
    }

    private protected static (string, string)[] Parameters(string token, (string, string)[] more) => [("RoleArn", Role), ("RoleSessionName", "run-7"), ("WebIdentityToken", token), .. more];

    private protected string With(string claims) => Issuer.Maker.Token([.. JsonNode.Parse(claims)!.AsObject().Select(static claim => (claim.Key, claim.Value?.DeepClone()))]);
}
