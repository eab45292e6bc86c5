using Emulation.Access;
using Emulation.Explain;
using Emulation.Tests.Access;

namespace Emulation.Tests.Explain;

public class A_call_explained
{
    private const string OnlyAuditor = """{ Sid: OnlyAuditor, Effect: Deny, Principal: "*", Action: "execute-api:Invoke", Resource: "execute-api:/v1/GET/orders", Condition: { ArnNotEquals: { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/Auditor" } } }""";

    [Fact]
    public void Names_the_statement_its_line_and_every_kind_of_policy_in_order()
    {
        var text = Explain(Sample.Template(resourceStatement: OnlyAuditor), "Reader", "GET", "/orders");

        Assert.Contains("GET /orders of Api by Reader: REFUSED", text, StringComparison.Ordinal);
        Assert.Contains("Denied by statement 'OnlyAuditor' of the resource policy Api.Auth.ResourcePolicy (template.yaml:10).", text, StringComparison.Ordinal);
        Assert.Contains("with an explicit deny in a resource-based policy", text, StringComparison.Ordinal);
        Assert.Equal(
            ["Explicit deny", "Resource control", "Service control", "Resource policy", "Identity policies", "Permissions boundary", "Session policies"],
            text.Split('\n').Where(static l => l.Length > 4 && l.StartsWith("  ", StringComparison.Ordinal) && char.IsDigit(l[2])).Select(static l => string.Join(' ', l[5..].TrimEnd(':').Split(' ', ':').Take(2))));
    }

    [Fact]
    public void Says_the_smallest_change_and_why_it_may_be_unwise()
    {
        var text = Explain(Sample.Template("""{ Effect: Allow, Action: "s3:GetObject", Resource: "*" }""", OnlyAuditor), "Reader", "GET", "/orders");

        Assert.Contains("add !Sub \"arn:${AWS::Partition}:iam::${AWS::AccountId}:role/Reader\" to ArnNotEquals aws:PrincipalArn [", text, StringComparison.Ordinal);
        Assert.Contains("Add to Policies of Reader (template.yaml:21): { Effect: Allow, Action: execute-api:Invoke", text, StringComparison.Ordinal);
        Assert.Equal(2, text.Split("Mind:").Length - 1);
    }

    [Fact]
    public void Takes_a_condition_key_from_the_caller()
    {
        var template = Sample.Template("""{ Effect: Allow, Action: "execute-api:Invoke", Resource: "*", Condition: { StringEquals: { "aws:SourceVpce": vpce-1 } } }""");

        Assert.Contains("REFUSED", Explain(template, "Reader", "GET", "/v1/orders"), StringComparison.Ordinal);
        Assert.Contains("wants [vpce-1], the request has no such key", Explain(template, "Reader", "GET", "/orders"), StringComparison.Ordinal);
        Assert.Contains("ALLOWED", Explain(template, "Reader", "GET", "/orders", new Dictionary<string, string> { ["aws:SourceVpce"] = "vpce-1" }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Raeder", "GET", "/orders", "there is no such principal. Did you mean 'Reader'? There are: Reader")]
    [InlineData("Reader", "GET", "/nothing", "No route takes GET /nothing")]
    public void Says_what_there_is_instead(string principal, string method, string path, string message) =>
        Assert.Contains(message, Assert.Throws<UsageException>(() => Explain(Sample.Template(), principal, method, path)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("Api", true)]
    [InlineData("HttpApi", false)]
    public void Reads_a_path_as_the_gateway_of_its_API_does(string kind, bool isRoute)
    {
        var template = $$"""
            Transform: AWS::Serverless-2016-10-31
            Resources:
              Shop: { Type: AWS::Serverless::{{kind}}, Properties: { StageName: prod } }
              F: { Type: AWS::Serverless::Function, Properties: { CodeUri: ./, Handler: F, Runtime: dotnet10, Events: { Get: { Type: {{kind}}, Properties: { {{(kind == "Api" ? "RestApiId" : "ApiId")}}: !Ref Shop, Method: GET, Path: "/{proxy+}" } } } } }
            """;

        Assert.Contains("ALLOWED", Explain(template, "anonymous", "GET", "/orders"), StringComparison.Ordinal);
        if (isRoute)
        {
            Assert.Contains("ALLOWED", Explain(template, "anonymous", "GET", "/orders%3Fx"), StringComparison.Ordinal);
        }
        else
        {
            Assert.Contains("No route takes GET /orders%3Fx", Assert.Throws<UsageException>(() => Explain(template, "anonymous", "GET", "/orders%3Fx")).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Of_one_that_nobody_signs_is_refused_by_the_authorizer_alone() => Assert.Equal(
        "GET /orders of Api by anonymous: REFUSED\n\nA request without a signature is refused: the route's authorizer is AWS_IAM.\nAWS answers: Missing Authentication Token\n",
        Explain(Sample.Template(), "anonymous", "GET", "/orders"));

    [Fact]
    public void Takes_a_role_by_its_name_in_the_template_and_by_its_own()
    {
        var template = Sample.Template().Replace("      RoleName: Reader\n", "", StringComparison.Ordinal);
        var name = Given.Stacks(template).Main.Roles.Single(static role => role.LogicalId == "Reader").Name;

        Assert.Equal(Explain(template, "Reader", "GET", "/orders"), Explain(template, name, "GET", "/orders"));
    }

    private static string Explain(string template, string principal, string method, string path, Dictionary<string, string>? keys = null)
    {
        var stacks = Given.Stacks(template);
        return ExplanationText.Of(RouteQuestion.Of(stacks, principal, method, path, null, keys ?? []), stacks).ToString();
    }
}
