using Emulation.Gateway.Apis;
using Emulation.Tests.IdentityManagement;

namespace Emulation.Tests.Gateway;

public sealed class A_policy_that_outlives_whom_it_names
{
    /// <summary>IAM User Guide, "IAM role principals": a role made anew under a deleted one's name is somebody else.</summary>
    [Theory]
    [InlineData("arn:aws:iam::111122223333:role/Batch", true)]
    [InlineData("arn:aws:iam::111122223333:role/Batch", false)]
    [InlineData("arn:aws:sts::111122223333:assumed-role/Batch/night", true)]
    public void Grants_nothing_to_who_was_made_anew(string batch, bool isThereBefore)
    {
        using var desk = new TestIam();
        var stack = Given.Stack($$"""
            AWSTemplateFormatVersion: "2010-09-09"
            Transform: AWS::Serverless-2016-10-31
            Resources:
              Api:
                Type: AWS::Serverless::Api
                Properties:
                  StageName: prod
                  Auth:
                    ResourcePolicy:
                      CustomStatements:
                      - { Effect: Allow, Principal: { AWS: "{{batch}}" }, Action: "execute-api:Invoke", Resource: "execute-api:/*" }
              Shop:
                Type: AWS::Serverless::Function
                Properties: { CodeUri: ./, Handler: Shop, Runtime: dotnet10, Events: { E: { Type: Api, Properties: { RestApiId: !Ref Api, Path: /a, Method: get } } } }
            """);
        var api = isThereBefore ? null : Deployed();
        desk.Call("CreateRole", ("RoleName", "Batch"), ("AssumeRolePolicyDocument", TestIam.TrustAccount));
        api ??= Deployed();
        Assert.Contains("role/Batch", api.ResourcePolicy!.Json, StringComparison.Ordinal);

        desk.Call("DeleteRole", ("RoleName", "Batch"));
        desk.Call("CreateRole", ("RoleName", "Batch"), ("AssumeRolePolicyDocument", TestIam.TrustAccount));
        Assert.DoesNotContain("role/Batch", api.ResourcePolicy!.Json, StringComparison.Ordinal);
        Assert.Contains("AROA", api.ResourcePolicy.Json, StringComparison.Ordinal);

        DeployedApi Deployed() => DeployedApi.Of(stack, stack.AllApis.Single(), () => desk.Accounts.Current);
    }
}
