using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using SigV4;

namespace Integration.Access;

/// <summary>
/// Every cell of docs/access-matrix.md on each route with IAM authorization, asked of the stack itself; and the administrators, who stand in no column.
/// </summary>
public class Access_table(StackFixture stack)
{
    private const string Administrator = "admin";

    private static readonly IReadOnlyList<KeptCell> Cells = KeptMatrix.OfThoseWhoSign();

    public static IEnumerable<TheoryDataRow<string, string, string, string>> Allowed =>
        from cell in Cells where cell.MayCall select new TheoryDataRow<string, string, string, string>(cell.Caller, cell.Api, cell.Method, cell.Path);

    public static IEnumerable<TheoryDataRow<string, string, string, string>> Refused =>
        from cell in Cells.Where(static cell => !cell.MayCall).Concat(Routes.Select(static route => route with { Caller = Administrator }))
        select new TheoryDataRow<string, string, string, string>(cell.Caller, cell.Api, cell.Method, cell.Path);

    public static IEnumerable<TheoryDataRow<string, string, string>> All =>
        from route in Routes select new TheoryDataRow<string, string, string>(route.Api, route.Method, route.Path);

    private static IEnumerable<KeptCell> Routes => Cells.DistinctBy(static cell => (cell.Api, cell.Method, cell.Path));

    [Theory]
    [MemberData(nameof(Allowed))]
    public async Task Lets_the_named_caller_through_to_the_function(string caller, string api, string method, string path)
    {
        using var response = await SendAsync(Credentials(caller), api, method, path);
        Assert.False(response.Headers.Contains("x-amzn-ErrorType"), $"{response.StatusCode} {stack.Aws.ReasonOf(response)}");
        Assert.True((int)response.StatusCode < 500, $"{response.StatusCode}");
        Assert.True(response.Headers.Contains("X-Amzn-Trace-Id"));
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task Refuses_everyone_else_in_the_words_of_AWS(string caller, string api, string method, string path)
    {
        using var response = await SendAsync(Credentials(caller), api, method, path);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal("AccessDeniedException", response.Headers.GetValues("x-amzn-ErrorType").Single());
        Assert.Equal("application/json", response.Content.Headers.ContentType!.ToString());
        using var body = JsonDocument.Parse(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        Assert.Matches(
            $@"\AUser: {CallerPattern(caller)} is not authorized to perform: execute-api:Invoke on resource: arn:aws:execute-api:{stack.Aws.Region}:\*{{8}}{stack.Aws.Account[^4..]}:[a-z0-9]{{10}}/prod/{method}/{path} with an explicit deny in a resource-based policy\z",
            body.RootElement.GetProperty("Message").GetString());
        if (stack.TellsReasons)
        {
            Assert.StartsWith("Denied by statement '", stack.Aws.ReasonOf(response), StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Asks_for_a_signature(string api, string method, string path)
    {
        using var response = await SendAsync(null, api, method, path);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal("MissingAuthenticationTokenException", response.Headers.GetValues("x-amzn-ErrorType").Single());
        Assert.Equal("""{"message":"Missing Authentication Token"}""", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private AwsCredentials Credentials(string caller) => caller switch
    {
        Administrator => stack.LocalAws.Administrator(),
        KeptMatrix.AnyOtherAccount => stack.Aws.Administrator(StackFixture.PartnerAccount),
        _ => stack.Aws.SessionOf(caller),
    };

    private string CallerPattern(string caller) => caller switch
    {
        Administrator => "arn:aws:iam::111122223333:user/admin",
        KeptMatrix.AnyOtherAccount => "arn:aws:iam::444455556666:user/admin",
        "PartnerRole" => "arn:aws:sts::444455556666:assumed-role/PartnerRole/test",
        _ => $"arn:aws:sts::{stack.Aws.Account}:assumed-role/{caller}/test",
    };

    private async Task<HttpResponseMessage> SendAsync(AwsCredentials? credentials, string api, string method, string path)
    {
        using var client = stack.Aws.Client(api, credentials);
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (method == "POST")
        {
            request.Content = JsonContent.Create(new { });
        }

        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
