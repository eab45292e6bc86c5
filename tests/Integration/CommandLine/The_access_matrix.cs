using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Integration.Access;

namespace Integration.CommandLine;

/// <summary><c>localaws matrix</c> against the gateway itself.</summary>
public partial class The_access_matrix(StackFixture stack)
{
    private static readonly string Partner = $"{Path.Combine(StackFixture.Root, "docs", "samples", "partner.yaml")}@{StackFixture.PartnerAccount}";

    [Fact]
    public async Task Says_for_every_cell_what_the_gateway_answers()
    {
        var printed = await Cli.RunAsync("matrix", "--format", "json", "--template", Path.Combine(StackFixture.Root, "template.yaml"), "--template", Partner);
        Assert.True(printed.ExitCode == 0, printed.Error);
        using var matrix = JsonDocument.Parse(printed.Output);
        var customer = await stack.LocalAws.SignInAsync("StorefrontClient", "matrix@example.com");
        var partner = await PartnerToken.OfAsync(stack.LocalAws, "acme");
        var asked = 0;
        foreach (var cell in matrix.RootElement.GetProperty("cells").EnumerateArray())
        {
            var principal = cell.GetProperty("principal").GetString()!;
            if (principal == "any other account")
            {
                // Nobody in particular: there are no credentials to ask with.
                continue;
            }

            var token = principal switch { "users of CustomerPool" => customer.IdToken, "callers whom PartnerAuthorizerFunction lets in" => partner, _ => null };
            using var client = stack.LocalAws.Client(cell.GetProperty("api").GetString()!, principal == "anonymous" || token is not null ? null : stack.LocalAws.SessionOf(principal.Split('@')[0]));
            using var request = new HttpRequestMessage(new HttpMethod(cell.GetProperty("method").GetString()!), Parameter().Replace(cell.GetProperty("path").GetString()!, "none").TrimStart('/'));
            request.Headers.TryAddWithoutValidation("Authorization", token);
            using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);

            // A refusal of the gateway's own says why; the function's own 401, for a session of nobody in particular, does not.
            var passed = !(response.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized && response.Headers.Contains("x-localaws-reason"));

            // What depends on a function is asked with a token that the function likes.
            Assert.True(passed == (cell.GetProperty("decision").GetString() is "allow" || (token is not null && cell.GetProperty("decision").GetString() == "conditional")), $"{principal} {request.Method} {request.RequestUri}: the matrix says {cell.GetProperty("decision")}, the gateway {response.StatusCode}");
            asked++;
        }

        Assert.Equal(169, asked);
    }

    [Fact]
    public async Task Is_kept_in_the_repository()
    {
        var check = await Cli.RunAsync("matrix", "--check", "docs/access-matrix.md");
        Assert.True(check.ExitCode == 0, check.Output);
    }

    [Fact]
    public async Task Names_the_role_and_the_route_when_a_role_gains_one()
    {
        // The auditor joins those who may place orders: on the deny's list, and in its own policy.
        var template = (await File.ReadAllTextAsync(Path.Combine(StackFixture.Root, "template.yaml"), TestContext.Current.CancellationToken))
            .Replace("Sid: OnlyStorefrontPostsOrders\n              Effect: Deny", "Sid: OnlyStorefrontPostsOrders\n              Effect: Allow", StringComparison.Ordinal)
            .Replace("                Resource:\n                  - !Sub arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${OrdersApi}/prod/GET/orders\n", "                Resource:\n                  - !Sub arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${OrdersApi}/prod/POST/orders\n                  - !Sub arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${OrdersApi}/prod/GET/orders\n", StringComparison.Ordinal);
        var check = await Cli.RunOnAsync(template, "template.yaml", "matrix", "--check", "docs/access-matrix.md", "--template");

        Assert.Equal(1, check.ExitCode);
        Assert.Contains("AuditorRole gained POST /orders of OrdersApi", check.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Finds_nothing_in_the_repositorys_template()
    {
        var lint = await Cli.RunAsync("lint");
        Assert.Equal((0, "No findings."), (lint.ExitCode, lint.Output));
    }

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Parameter();
}
