using Emulation.Organizations;
using Emulation.Tests.Access;
using Iam;

namespace Emulation.Tests.Organizations;

public class An_organization_file
{
    private const string Allow = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""";

    [Fact]
    public void Holds_the_levels_of_each_account_and_spares_the_management_account()
    {
        var organization = Load("""{"managementAccount":"999988887777","accounts":{"111122223333":{"serviceControlPolicies":[[ALLOW],[{"Name":"Two","Arn":"arn:aws:organizations::1:policy/p-2","Content":ALLOW}]]},"*":{"serviceControlPolicies":[[ALLOW]]}}}""".Replace("ALLOW", Allow, StringComparison.Ordinal));

        Assert.Equal(2, organization.ForCaller(AccountId.Parse("111122223333")).ServiceControl.Length);
        Assert.Equal("Two", organization.ForCaller(AccountId.Parse("111122223333")).ServiceControl[1][0].Origin.Name);
        Assert.Single(organization.ForCaller(AccountId.Parse("444455556666")).ServiceControl);
        Assert.True(organization.ForCaller(AccountId.Parse("999988887777")).ServiceControl.IsDefault);
        Assert.True(organization.ForCaller(null).ServiceControl.IsDefault);
    }

    [Theory]
    [InlineData("""{"acounts":{}}""", ".acounts: only id, managementAccount, accounts are known here")]
    [InlineData("""{"accounts":{"1":{}}}""", "an account has twelve digits")]
    [InlineData("""{"accounts":{"111122223333":{"serviceControlPolicies":[{}]}}}""", "write a list of lists")]
    [InlineData("""{"accounts":{"111122223333":{"serviceControlPolicies":[[{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}]]}}}""", "accounts.111122223333.serviceControlPolicies[0][0].Statement[0].Principal")]
    [InlineData("""{"accounts":{"111122223333":{"resourceControlPolicies":[[{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"*"}]}]]}}}""", "A resource control policy denies only")]
    [InlineData("{", "organization.json")]
    public void With_an_error_stops_with_its_place(string json, string message) =>
        Assert.Contains(message, Assert.Throws<UsageException>(() => Load(json)).Message, StringComparison.Ordinal);

    /// <summary>AWS Organizations User Guide, "List of AWS services that support RCPs".</summary>
    [Theory]
    [InlineData("dynamodb:GetItem", true)]
    [InlineData("cognito-idp:AdminGetUser", true)]
    [InlineData("cognito-identity:DescribeIdentityPool", true)]
    [InlineData("sts:GetFederationToken", true)]
    [InlineData("lambda:InvokeFunction", false)]
    [InlineData("execute-api:Invoke", false)]
    [InlineData("iam:CreateUser", false)]
    public void Controls_resources_of_the_services_that_AWS_lists(string action, bool isAsked)
    {
        var organization = Load("""{"accounts":{"111122223333":{"serviceControlPolicies":[[ALLOW]],"resourceControlPolicies":[[{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*"}]}]]}}}""".Replace("ALLOW", Allow, StringComparison.Ordinal));
        var environment = new RequestEnvironment(organization, new Dictionary<string, string>());
        var (own, other) = (AccountId.Parse("111122223333"), AccountId.Parse("444455556666"));

        Assert.Equal((true, isAsked), Asked(environment.For(own, own, action)));
        Assert.Equal((false, isAsked), Asked(environment.For(other, own, action)));
        Assert.Equal((false, isAsked), Asked(environment.For(null, own, action)));
        Assert.Equal((true, false), Asked(environment.For(own, other, action)));

        static (bool, bool) Asked(Guardrails guardrails) => (!guardrails.ServiceControl.IsDefaultOrEmpty, !guardrails.ResourceControl.IsDefaultOrEmpty);
    }

    [Theory]
    [InlineData("*")]
    [InlineData("lambda:InvokeFunction")]
    public void Controls_resources_of_no_others(string action) => Assert.Contains(
        "does not meet the requirements of the specified policy type",
        Assert.Throws<UsageException>(() => Load("""{"accounts":{"111122223333":{"resourceControlPolicies":[[{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"ACTION","Resource":"*"}]}]]}}}""".Replace("ACTION", action, StringComparison.Ordinal))).Message,
        StringComparison.Ordinal);

    private static Organization Load(string json) => Given.Stacks(Sample.Template(), json).Organization;
}
