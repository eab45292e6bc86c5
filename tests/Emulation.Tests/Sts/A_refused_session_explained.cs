using System.Text.Json.Nodes;
using Emulation.Tests.Calls;
using Iam;
using SigV4;

namespace Emulation.Tests.Sts;

/// <summary>Why may I not assume this role: whoever asks is told by the id of the refusal, however they prove who they are.</summary>
public sealed class A_refused_session_explained : IAsyncLifetime
{
    private const string Staff = SamlMaker.Role;
    private readonly SamlMaker corp = new("https://idp.corp.example/saml", TimeProvider.System.GetUtcNow());
    private readonly string folder = Directory.CreateTempSubdirectory("localaws-tests-").FullName;
    private Emulator emulator = null!;
    private SignedCalls calls = null!;

    private string PoolId => emulator.Stacks.Main.IdentityPools[0].IdentityPoolId;

    public async ValueTask InitializeAsync()
    {
        var template = Path.Combine(folder, "template.yaml");
        await File.WriteAllTextAsync(template, $$"""
            Resources:
              Ann: { Type: AWS::IAM::User, Properties: { UserName: ann } }
              Key: { Type: AWS::IAM::AccessKey, Properties: { UserName: !Ref Ann } }
              Corp: { Type: AWS::IAM::SAMLProvider, Properties: { Name: Corp, SamlMetadataDocument: '{{corp.Metadata.Trim()}}' } }
              Pool: { Type: AWS::Cognito::IdentityPool, Properties: { AllowUnauthenticatedIdentities: true, AllowClassicFlow: true } }
              Roles: { Type: AWS::Cognito::IdentityPoolRoleAttachment, Properties: { IdentityPoolId: !Ref Pool, Roles: { unauthenticated: !GetAtt Staff.Arn } } }
              Staff:
                Type: AWS::IAM::Role
                Properties:
                  RoleName: Staff
                  AssumeRolePolicyDocument:
                    Statement:
                    - { Sid: Users, Effect: Allow, Principal: { AWS: "111122223333" }, Action: sts:AssumeRole }
                    - { Sid: Signatures, Effect: Deny, Principal: { AWS: "*" }, Action: sts:AssumeRole }
                    - { Sid: Assertions, Effect: Deny, Principal: { Federated: !Ref Corp }, Action: sts:AssumeRoleWithSAML }
                    - { Sid: Tokens, Effect: Deny, Principal: { Federated: cognito-identity.amazonaws.com }, Action: sts:AssumeRoleWithWebIdentity }
            """);
        var options = new EmulatorOptions { Templates = [new TemplateSource(template, EmulatorOptions.DefaultAccount)], Port = 0, DataFolder = Path.Combine(folder, "state") };
        emulator = await Emulator.StartAsync(options, LoadedStacks.Load(options), TestContext.Current.CancellationToken);
        calls = new SignedCalls(emulator);
    }

    public async ValueTask DisposeAsync()
    {
        calls.Dispose();
        await emulator.DisposeAsync();
        corp.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Of_a_user() => await RefusedAsync(
        Form("AssumeRole", $"RoleArn={Staff}&RoleSessionName=test"), calls.KeysOf("ann"),
        "sts:AssumeRole", "Signatures", $"User: arn:aws:iam::111122223333:user/ann is not authorized to perform: sts:AssumeRole on resource: {Staff}");

    [Fact]
    public async Task Of_a_user_for_somebody_else() => await RefusedAsync(
        Form("GetFederationToken", "Name=guest"), calls.KeysOf("ann"), "sts:GetFederationToken", null,
        "User: arn:aws:iam::111122223333:user/ann is not authorized to perform: sts:GetFederationToken on resource: arn:aws:sts::111122223333:federated-user/guest because no identity-based policy allows the sts:GetFederationToken action");

    [Fact]
    public async Task Of_whoever_has_an_assertion() => await RefusedAsync(
        Form("AssumeRoleWithSAML", $"RoleArn={Staff}&PrincipalArn={SamlMaker.Provider}&SAMLAssertion={Uri.EscapeDataString(SamlMaker.Base64(corp.Signed(corp.Assertion())))}"), null,
        "sts:AssumeRoleWithSAML", "Assertions", "Not authorized to perform sts:AssumeRoleWithSAML");

    [Fact]
    public async Task Of_whoever_has_a_token()
    {
        var token = (string)(await GuestAsync("GetOpenIdToken"))["Token"]!;
        await RefusedAsync(
            Form("AssumeRoleWithWebIdentity", $"RoleArn={Staff}&RoleSessionName=test&WebIdentityToken={token}"), null,
            "sts:AssumeRoleWithWebIdentity", "Tokens", "Not authorized to perform sts:AssumeRoleWithWebIdentity");
    }

    [Fact]
    public async Task Of_an_identity_of_a_pool()
    {
        var id = (string)(await GuestAsync("GetId"))["IdentityId"]!;
        await RefusedAsync(
            WireCall.Of("cognito-identity", $$"""{"IdentityId":"{{id}}"}""", "AWSCognitoIdentityService.GetCredentialsForIdentity"), null,
            "sts:AssumeRoleWithWebIdentity", "Tokens", "Invalid identity pool configuration. Check assigned IAM roles for this pool.", "Not authorized to perform sts:AssumeRoleWithWebIdentity");
    }

    /// <summary>The twin: what is not refused is explained too.</summary>
    [Fact]
    public async Task Or_one_that_is_opened()
    {
        var answer = await calls.SendAsync(Form("AssumeRole", $"RoleArn={Staff}&RoleSessionName=test"), calls.KeysOf("admin"));
        Assert.Equal(403, answer.Status);
        answer = await calls.SendAsync(Form("GetFederationToken", "Name=guest"), calls.KeysOf("admin"));
        Assert.Equal((200, null), (answer.Status, answer.Reason));
        Assert.Contains("sts:GetFederationToken on arn:aws:sts::111122223333:federated-user/guest by arn:aws:iam::111122223333:user/admin: ALLOWED", await calls.ExplainAsync(answer.Decision!), StringComparison.Ordinal);
    }

    /// <param name="call">What is refused.</param>
    /// <param name="credentials">Who signs; null for nobody.</param>
    /// <param name="action">What was asked.</param>
    /// <param name="statement">The statement that decided; null for none.</param>
    /// <param name="told">What the client is told.</param>
    /// <param name="explained">What AWS says, as the explanation has it; null for what the client is told.</param>
    private async Task RefusedAsync(WireCall call, AwsCredentials? credentials, string action, string? statement, string told, string? explained = null)
    {
        var answer = await calls.SendAsync(call, credentials);
        Assert.Contains(told, answer.Body, StringComparison.Ordinal);
        var entry = emulator.Decisions.Find(answer.Decision!)!;
        Assert.Equal((action, answer.Status), (entry.Method, entry.Refused));
        Assert.Equal(entry.Subject!.Request.Principal.Arn, entry.Principal);
        Assert.Equal(entry.Reason, answer.Reason);

        var decision = entry.Subject.Explain().Decision;
        Assert.Equal((statement is null ? Verdict.ImplicitDeny : Verdict.ExplicitDeny, statement), (decision.Verdict, decision.Statement?.DisplayName.Trim('\'')));
        var page = await calls.ExplainAsync(answer.Decision!);
        Assert.StartsWith($"{action} on {entry.Path} by {entry.Principal}: REFUSED\n", page, StringComparison.Ordinal);
        Assert.Contains($"AWS answers: {explained ?? told}\n", page, StringComparison.Ordinal);
    }

    private async Task<JsonObject> GuestAsync(string operation)
    {
        var id = await calls.SendAsync(WireCall.Of("cognito-identity", $$"""{"IdentityPoolId":"{{PoolId}}"}""", "AWSCognitoIdentityService.GetId"), null);
        return operation == "GetId" ? JsonNode.Parse(id.Body)!.AsObject()
            : JsonNode.Parse((await calls.SendAsync(WireCall.Of("cognito-identity", id.Body, $"AWSCognitoIdentityService.{operation}"), null)).Body)!.AsObject();
    }

    private static WireCall Form(string action, string members) => WireCall.Of("sts", $"Action={action}&Version=2011-06-15&{members}");
}
