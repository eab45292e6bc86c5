using Emulation.Access;

namespace Emulation.Tests.Access;

/// <summary>What one template attaches to roles, users and groups of another one in the same account, by name or to nobody knows whom.</summary>
public class Policies_attached_from_another_stack
{
    private const string Service = """
        Transform: AWS::Serverless-2016-10-31
        Resources:
          F: {Type: AWS::Serverless::Function, Properties: {CodeUri: ., Handler: F, Runtime: dotnet10, Events: {A: {Type: Api, Properties: {Path: /a, Method: get,
            Auth: {Authorizer: AWS_IAM, InvokeRole: NONE}}}}}}
          Group: {Type: AWS::IAM::Group, Properties: {GroupName: people, Policies: [{PolicyName: p, PolicyDocument: {Statement: [ALL]}}]}}
          User: {Type: AWS::IAM::User, Properties: {UserName: amy, Groups: [!Ref Group]}}
          Role: {Type: AWS::IAM::Role, Properties: {RoleName: caller, Policies: [{PolicyName: p, PolicyDocument: {Statement: [ALL]}}],
            AssumeRolePolicyDocument: {Statement: [{Effect: Allow, Principal: {AWS: !Ref AWS::AccountId}, Action: 'sts:AssumeRole'}]}}}
        """;

    [Theory]
    [InlineData("Roles: [caller]", "guards", AccessWord.Deny, AccessWord.Allow)]
    [InlineData("Users: [amy]", "guards", AccessWord.Allow, AccessWord.Deny)]
    [InlineData("Groups: [people]", "guards", AccessWord.Allow, AccessWord.Deny)]
    [InlineData("Roles: [!Ref Who]", "guards", AccessWord.Closed, AccessWord.Allow)]
    [InlineData("Users: [!Ref Who]", "guards", AccessWord.Allow, AccessWord.Closed)]
    [InlineData("Groups: [!Ref Who]", "guards", AccessWord.Allow, AccessWord.Closed)]
    [InlineData("Roles: [caller], Users: [amy], Groups: [people]", "guards@444455556666", AccessWord.Allow, AccessWord.Allow)]
    public void Deny_whom_they_are_attached_to(string holders, string stack, object role, object user)
    {
        var policy = "Parameters: {Who: {Type: String}}\nResources:\n  Policy: {Type: AWS::IAM::Policy, Properties: {PolicyName: p, " + holders
            + ", PolicyDocument: {Statement: [{Effect: Deny, Action: '*', Resource: '*'}]}}}\n";
        var cells = AccessMatrix.Of(Given.Stacks(
            new EmulatorOptions { Templates = [] }, ("service", Service.Replace("ALL", "{Effect: Allow, Action: '*', Resource: '*'}", StringComparison.Ordinal)), (stack, policy))).Cells;

        Assert.Equal(role, cells.Single(static cell => cell.Principal.Name == "Role").Word);
        Assert.Equal(user, cells.Single(static cell => cell.Principal.Name == "User").Word);
    }
}
