using Emulation.Principals;

namespace Emulation.Tests.Principals;

/// <summary>A caller is shown by the name that the template gives it, be its name in IAM generated or not.</summary>
public class Callers_as_people_know_them
{
    private const string Template = """
        Resources:
          ClientRole:
            Type: AWS::IAM::Role
            Properties:
              AssumeRolePolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: Allow, Principal: { AWS: "111122223333" }, Action: "sts:AssumeRole" }] }
          Clerk: { Type: AWS::IAM::User, Properties: { UserName: clerk-of-the-shop } }
        """;

    private static readonly LoadedStacks Stacks = Given.Stacks(Template);
    private static readonly PrincipalNames Names = new(Stacks);

    [Fact]
    public void Are_called_by_logical_id_with_their_session()
    {
        var role = Assert.Single(Stacks.Main.Roles);

        Assert.StartsWith("local-ClientRole-", role.Name, StringComparison.Ordinal);
        Assert.Equal("ClientRole/me", Names.CallerOf($"arn:aws:sts::111122223333:assumed-role/{role.Name}/me"));
        Assert.Equal("ClientRole", Names.CallerOf(role.Arn.ToString()));
        Assert.Equal("Clerk", Names.CallerOf("arn:aws:iam::111122223333:user/clerk-of-the-shop"));
    }

    [Theory]
    [InlineData("arn:aws:iam::111122223333:user/admin", "admin")]
    [InlineData("arn:aws:sts::111122223333:assumed-role/Made/me", "Made/me")]
    [InlineData("arn:aws:sts::999999999999:assumed-role/Made/me", "arn:aws:sts::999999999999:assumed-role/Made/me")]
    [InlineData("anonymous", "anonymous")]
    [InlineData("amy@example.com", "amy@example.com")]
    public void Of_no_template_keep_what_tells_them_apart(string arn, string shown) => Assert.Equal(shown, Names.CallerOf(arn));
}
