using Iam;

namespace Sam.Tests.Deploying;

/// <summary>docs/deploying/bootstrap.yaml beside template.yaml: enough to deploy the stack, and nothing else.</summary>
public class The_roles_that_deploy
{
    private const string Account = "111122223333";
    private const string Issuer = "token.actions.githubusercontent.com";

    private static readonly StackOptions Options = new(Parameters: new Dictionary<string, string> { ["Repository"] = "owner/shop" });
    private static readonly Stack Bootstrap = Load("bootstrap.yaml", Options);
    private static readonly Stack Template = Load("template.yaml", new StackOptions());
    private static readonly Role Deployer = Bootstrap.Roles.Single(static role => role.LogicalId == "DeployerRole");
    private static readonly Role OfStack = Bootstrap.Roles.Single(static role => role.LogicalId == "StackRole");

    [Fact]
    public void Keep_every_role_of_the_template_and_no_other()
    {
        foreach (var role in Template.Roles)
        {
            Assert.True(May(OfStack, "iam:CreateRole", role.Arn.ToString()), role.LogicalId);
            Assert.True(May(OfStack, "iam:PutRolePolicy", role.Arn.ToString()), role.LogicalId);
            Assert.False(May(OfStack, "iam:AttachRolePolicy", role.Arn.ToString()), role.LogicalId);
        }

        Assert.False(May(OfStack, "iam:CreateRole", $"arn:aws:iam::{Account}:role/Administrator"));
        Assert.False(May(OfStack, "iam:CreateUser", $"arn:aws:iam::{Account}:user/ann"));
    }

    [Fact]
    public void Hand_a_function_its_own_role_and_not_a_persons()
    {
        var ofFunctions = Template.Functions.Select(static function => function.RoleArn.ToString()).ToHashSet(StringComparer.Ordinal);
        foreach (var role in Template.Roles.Select(static role => role.Arn.ToString()))
        {
            Assert.Equal(ofFunctions.Contains(role), May(OfStack, "iam:PassRole", role, ("iam:PassedToService", "lambda.amazonaws.com")));
            Assert.False(May(OfStack, "iam:PassRole", role, ("iam:PassedToService", "ec2.amazonaws.com")));
        }
    }

    [Fact]
    public void Keep_the_functions_tables_buckets_and_secrets_of_the_stack()
    {
        Assert.All(Template.Functions, static function => Assert.True(May(OfStack, "lambda:CreateFunction", function.Arn.ToString())));
        Assert.All(Template.Tables, static table => Assert.True(May(OfStack, "dynamodb:CreateTable", table.Arn.ToString())));
        Assert.All(Template.Buckets, static bucket => Assert.True(May(OfStack, "s3:PutBucketCORS", bucket.Arn.ToString())));
        Assert.All(Template.Secrets, static secret => Assert.True(May(OfStack, "secretsmanager:CreateSecret", secret.Arn.ToString())));
        Assert.False(May(OfStack, "s3:CreateBucket", "arn:aws:s3:::of-another-stack"));
        Assert.False(May(OfStack, "secretsmanager:CreateSecret", $"arn:aws:secretsmanager:us-east-1:{Account}:secret:of-another-stack-AbCdEf"));
        Assert.False(May(OfStack, "lambda:UpdateFunctionCode", $"arn:aws:lambda:us-east-1:{Account}:function:of-another-stack"));
    }

    [Fact]
    public void Never_delete_or_change_what_customers_have()
    {
        Assert.All(Template.Tables, static table => Assert.False(May(OfStack, "dynamodb:DeleteTable", table.Arn.ToString())));
        Assert.All(Template.Buckets, static bucket => Assert.False(May(OfStack, "s3:DeleteBucket", bucket.Arn.ToString())));
        Assert.All(Template.Buckets, static bucket => Assert.False(May(OfStack, "s3:GetObject", $"{bucket.Arn}/receipts/cust-1/ord_1.json")));
        Assert.All(Template.Secrets, static secret => Assert.False(May(OfStack, "secretsmanager:GetSecretValue", secret.Arn.ToString())));
        Assert.False(May(OfStack, "cognito-idp:DeleteUserPool", $"arn:aws:cognito-idp:us-east-1:{Account}:userpool/us-east-1_Abc123xyz"));
    }

    [Fact]
    public void Do_nothing_in_a_workflow_but_hand_a_change_set_to_the_stacks_role()
    {
        var stack = $"arn:aws:cloudformation:us-east-1:{Account}:stack/microservices/0f8fad5b";
        var role = OfStack.Arn.ToString();

        Assert.True(May(Deployer, "cloudformation:CreateChangeSet", stack, ("cloudformation:RoleArn", role)));
        Assert.False(May(Deployer, "cloudformation:CreateChangeSet", stack));
        Assert.False(May(Deployer, "cloudformation:CreateChangeSet", stack, ("cloudformation:RoleArn", $"arn:aws:iam::{Account}:role/Administrator")));
        Assert.False(May(Deployer, "cloudformation:DeleteStack", stack, ("cloudformation:RoleArn", role)));
        Assert.True(May(Deployer, "iam:PassRole", role, ("iam:PassedToService", "cloudformation.amazonaws.com")));
        Assert.False(May(Deployer, "iam:PassRole", role, ("iam:PassedToService", "lambda.amazonaws.com")));
        Assert.False(May(Deployer, "iam:CreateRole", Template.Roles[0].Arn.ToString()));
    }

    [Theory]
    [InlineData("repo:owner/shop:environment:production", "sts.amazonaws.com", true)]
    [InlineData("repo:owner/shop:environment:staging", "sts.amazonaws.com", false)]
    [InlineData("repo:owner/shop:pull_request", "sts.amazonaws.com", false)]
    [InlineData("repo:owner/shop:ref:refs/heads/main", "sts.amazonaws.com", false)]
    [InlineData("repo:owner/shop-of-somebody-else:environment:production", "sts.amazonaws.com", false)]
    [InlineData("repo:owner/shop:environment:production", "https://elsewhere.example.com", false)]
    public void Are_assumed_by_the_workflow_in_its_environment_alone(string subject, string audience, bool allowed)
    {
        var provider = $"arn:aws:iam::{Account}:oidc-provider/{Issuer}";
        var context = new ConditionContext().Set($"{Issuer}:sub", subject).Set($"{Issuer}:aud", audience);
        var request = new AccessRequest(new WebIdentity(provider, subject), "sts:AssumeRoleWithWebIdentity", Deployer.Arn.ToString(), AccountId.Parse(Account), context);

        Assert.Equal(allowed, Iam.Authorizer.DecideAssumeRole(request, PrincipalPolicies.None, Deployer.TrustPolicy).Verdict == Verdict.Allow);
    }

    private static bool May(Role role, string action, string resource, params (string Key, string Value)[] context)
    {
        var principal = new AssumedRole(AccountId.Parse(Account), role.Path, role.Name, "session", role.UniqueId);
        var keys = new ConditionContext(principal);
        foreach (var (key, value) in context)
        {
            keys.Set(key, value);
        }
        var request = new AccessRequest(principal, action, resource, AccountId.Parse(Account), keys);
        return Iam.Authorizer.Decide(request, new PrincipalPolicies(role.Policies), null).Verdict == Verdict.Allow;
    }

    private static Stack Load(string file, StackOptions options)
    {
        var result = TemplateLoader.Load(Path.Combine(AppContext.BaseDirectory, file), options);
        Assert.Equal([], result.Errors.Select(static error => error.ToString()));
        return result.Stack!;
    }
}
