using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Iam;

namespace Integration.Receipts;

/// <summary>
/// Each permission of the bucket and the secret, taken out of the template: what needs it fails and nothing else does, and the decision stream says which service, which action
/// on what, and by which statement it was allowed before.
/// </summary>
[Trait("Stack", "own")]
public sealed class A_permission_that_is_taken_away(KeptShop shop) : IClassFixture<KeptShop>
{
    /// <summary>The statement, the action that it loses, what fails and how, and whose the permission was.</summary>
    public static TheoryData<string, string, string, int, string> Permissions => new()
    {
        { "KeepReceipts", "s3:PutObject", "POST /me/orders", 503, "OrdersFunctionRole" },
        { "ReadPartnerSecret", "secretsmanager:GetSecretValue", "POST /webhooks/payment", 500, "PartnerAuthorizerFunctionRole" },
        { "ListOwnReceipts", "s3:ListBucket", "list receipts", 403, "MobileCustomerRole" },
        { "ReadOwnReceipts", "s3:GetObject", "read a receipt", 403, "MobileCustomerRole" },
        { "SendOwnUploads", "s3:PutObject", "send an upload", 403, "MobileCustomerRole" },
    };

    [Theory]
    [MemberData(nameof(Permissions))]
    public async Task Fails_what_needs_it_and_nothing_else(string statement, string action, string step, int status, string role)
    {
        var log = new ConcurrentQueue<string>();
        await using var aws = await shop.StartAsync(template => Without(template, statement, action), log.Enqueue);
        var amy = await KeptShop.CustomerAsync(aws, "amy.receipts@example.com");

        var seen = await new CustomersDay(shop, aws, amy).EveryStepAsync();

        Assert.Equal([(step, status)], seen.Where(static one => one.Value >= 300).Select(static one => (one.Key, one.Value)));
        var refusals = aws.Decisions.All.Where(one => !one.IsAllowed && one.Action == action && one.Target == action.Split(':')[0]).ToList();
        Assert.NotEmpty(refusals);
        Assert.All(refusals, refused => Assert.Equal((Verdict.ImplicitDeny, null, true), (refused.Verdict, refused.Statement, refused.Caller!.Contains($":assumed-role/{role}/", StringComparison.Ordinal))));
        Assert.Contains(action, refusals[0].Reason, StringComparison.Ordinal);

        // The same call, on the same resource or another receipt, as it was decided with the permission.
        var before = shop.Decided.Last(one => one.Action == action && one.Caller!.Contains($":assumed-role/{role}/", StringComparison.Ordinal) && one.Resource.StartsWith(refusals[0].Resource.Split("ord_")[0], StringComparison.Ordinal));
        Assert.Equal((true, statement), (before.IsAllowed, before.Statement));

        // Whatever else was refused meanwhile is what that refusal brought about: a route that failed.
        Assert.DoesNotContain(aws.Decisions.All, one => !one.IsAllowed && one.Action != action && one.IsOfAuthorization);
        if (status >= 500)
        {
            // A function's own call: its log says it too, in AWS's words.
            await LoggedLines.WithAsync(
                () => Task.FromResult<IReadOnlyCollection<string>>(log),
                line => line.Contains($"/{role}/", StringComparison.Ordinal) && line.Contains($"is not authorized to perform: {action} on resource: ", StringComparison.Ordinal),
                TestContext.Current.CancellationToken);
        }
    }

    /// <summary>The template whose statement has lost an action.</summary>
    private static string Without(string template, string statement, string action)
    {
        var found = Regex.Match(template, $@"- Sid: {statement}\n.*?\n {{16}}Action: (?<actions>[^\n]+)\n", RegexOptions.Singleline | RegexOptions.ExplicitCapture).Groups["actions"];
        Assert.Contains(action, found.Value, StringComparison.Ordinal);

        // An action that nothing here asks stands in its place.
        return string.Concat(template.AsSpan(0, found.Index), found.Value.Replace(action, $"{action.Split(':')[0]}:TagResource", StringComparison.Ordinal), template.AsSpan(found.Index + found.Length));
    }
}
