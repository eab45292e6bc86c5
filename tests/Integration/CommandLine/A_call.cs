using System.Text.Json;
using System.Text.RegularExpressions;

namespace Integration.CommandLine;

/// <summary><c>localaws call</c> on the stack that these tests share: signed, sent, and explained.</summary>
public partial class A_call(StackFixture stack)
{
    private const string Order = """{"customerId":"cust-1","currency":"EUR","items":[{"sku":"tea-250g","quantity":2,"unitPriceMinor":450}]}""";

    private string Profiles => Path.GetDirectoryName(stack.LocalAws.ConfigFile)!;

    [Theory]
    [InlineData("POST", "OrdersApi/orders")]
    [InlineData("post", "/orders")]
    [InlineData("POST", "OrdersApi/prod/orders")]
    [InlineData("POST", "https://OrdersApi.execute-api.us-east-1.amazonaws.com/prod/orders")]
    public async Task Is_answered_to_whoever_may_make_it(string method, string target)
    {
        var called = await CallAsync("--as", "StorefrontRole", method, target, "--data", Order);

        Assert.True(called.ExitCode == 0, called.Error);
        using var order = JsonDocument.Parse(called.Output);
        Assert.Equal("Confirmed", order.RootElement.GetProperty("status").GetString());
        Assert.Equal("HTTP/1.1 201 Created", called.Error);
    }

    [Theory]
    [InlineData("AuditorRole")]
    [InlineData("arn:aws:iam::111122223333:role/AuditorRole")]
    [InlineData("local/AuditorRole")]
    public async Task Is_refused_to_others_with_the_reason_and_the_smallest_change(string role)
    {
        var called = await CallAsync("--as", role, "POST", "OrdersApi/orders", "--data", Order);

        Assert.Equal(1, called.ExitCode);
        Assert.Contains("is not authorized to perform: execute-api:Invoke", called.Output, StringComparison.Ordinal);
        Assert.Contains("HTTP/1.1 403 Forbidden", called.Error, StringComparison.Ordinal);
        Assert.Contains("Denied by statement 'OnlyStorefrontPostsOrders' of the resource policy OrdersApi.Auth.ResourcePolicy (template.yaml:100).", called.Error, StringComparison.Ordinal);
        Assert.Contains("The smallest change that would allow it has 2 parts", called.Error, StringComparison.Ordinal);
        Assert.Contains("  * Add to Policies of AuditorRole", called.Error, StringComparison.Ordinal);

        var explain = called.Error.Split('\n').Single(static line => line.StartsWith("More: localaws explain ", StringComparison.Ordinal)).Trim().Split(' ')[2..];
        Assert.Contains("by arn:aws:sts::111122223333:assumed-role/AuditorRole/", (await Cli.RunAsync([.. explain])).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "OrdersApi/orders")]
    [InlineData("GET", "OrdersApi/orders", "--as", "nobody")]
    public async Task Is_unsigned_where_nobody_signs(params string[] arguments)
    {
        var called = await CallAsync(arguments);

        Assert.Equal((1, """{"message":"Missing Authentication Token"}"""), (called.ExitCode, called.Output));
    }

    [Fact]
    public async Task Has_a_token_where_one_is_given()
    {
        var customer = await stack.LocalAws.SignInAsync("StorefrontClient", "call@example.com");
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, $"{customer.IdToken}\n", TestContext.Current.CancellationToken);
        var greeted = await CallAsync("GET", "ProtectedApi/protected", "--token", $"@{file}");
        var refused = await CallAsync("GET", "ProtectedApi/protected", "--token", $"{customer.IdToken[..^4]}AAAA");
        var both = await CallAsync("GET", "ProtectedApi/protected", "--token", customer.IdToken, "--as", "AuditorRole");
        File.Delete(file);

        Assert.True(greeted.ExitCode == 0, greeted.Error);
        Assert.Contains("Hello from protected API!", greeted.Output, StringComparison.Ordinal);
        Assert.Equal((1, """{"message":"Unauthorized"}"""), (refused.ExitCode, refused.Output));
        Assert.Equal((2, "localaws: A call is signed, or has a token: leave out --as, or --token and the header Authorization."), (both.ExitCode, both.Error));
    }

    [Fact]
    public async Task Has_a_body_from_a_file()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, Order, TestContext.Current.CancellationToken);
        var called = await CallAsync("--as", "StorefrontRole", "POST", "OrdersApi/orders", "--data", $"@{file}");
        File.Delete(file);

        Assert.True(called.ExitCode == 0, called.Error);
    }

    [Fact]
    public async Task Is_one_document_for_programs()
    {
        var called = await CallAsync("--as", "AuditorRole", "--format", "json", "POST", "OrdersApi/orders", "--data", Order);

        Assert.Equal(1, called.ExitCode);
        using var json = JsonDocument.Parse(called.Output);
        Assert.Equal(403, json.RootElement.GetProperty("status").GetInt32());
        Assert.Equal("AccessDeniedException", json.RootElement.GetProperty("headers").GetProperty("x-amzn-ErrorType").GetString());
        Assert.StartsWith("User: ", json.RootElement.GetProperty("body").GetProperty("Message").GetString(), StringComparison.Ordinal);
        Assert.StartsWith("Denied by statement 'OnlyStorefrontPostsOrders'", json.RootElement.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal(2, json.RootElement.GetProperty("changes").GetArrayLength());
        Assert.True(Guid.TryParse(json.RootElement.GetProperty("decision").GetString(), out _));
    }

    [Fact]
    public async Task Shows_the_head_in_a_pipe_when_asked()
    {
        var called = await CallAsync("-i", "--as", "AuditorRole", "GET", "/orders?customerId=nobody");

        Assert.StartsWith("HTTP/1.1 200 OK\r\n", called.Output, StringComparison.Ordinal);
        Assert.Contains("x-localaws-decision: ", called.Output, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n{\"items\":[],\"nextToken\":null}", called.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_shown_in_colours_on_a_terminal_and_its_advice_can_be_copied()
    {
        ExternalTool.Require("script");
        var call = $"localaws call --profile-dir '{Profiles}' --as AuditorRole POST OrdersApi/orders --data '{Order}'";
        var shown = await ExternalTool.RunAsync("script", ["-qec", call, "/dev/null"], InShells.Path(), ("TERM", "xterm-256color"), ("COLUMNS", "80"));

        Assert.Equal(1, shown.ExitCode);
        Assert.Contains("\u001b[", shown.Output, StringComparison.Ordinal);
        var plain = Colours().Replace(shown.Output, "").Split('\n').Select(static line => line.Trim()).ToList();
        Assert.Contains(plain, static line => line.Contains("HTTP/1.1 403 Forbidden", StringComparison.Ordinal));
        Assert.Contains("x-amzn-ErrorType: AccessDeniedException", plain);
        Assert.Contains(plain, static line => line.StartsWith("\"Message\": \"User: ", StringComparison.Ordinal) && line.EndsWith("in a resource-based policy\"", StringComparison.Ordinal));
        Assert.Contains(plain, static line => line.StartsWith("* Add to Policies of AuditorRole", StringComparison.Ordinal) && line.EndsWith("}.", StringComparison.Ordinal));
        Assert.DoesNotContain(plain, static line => line.StartsWith("x-localaws-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Says_what_may_have_been_meant_where_no_route_takes_it()
    {
        var called = await CallAsync("--as", "AuditorRole", "GET", "OrdersApi/order");

        Assert.Equal((1, """{"message":"Missing Authentication Token"}"""), (called.ExitCode, called.Output));
        Assert.Contains("OrdersApi has no route for GET /order.", called.Error, StringComparison.Ordinal);
        Assert.Contains("Did you mean 'GET /orders'?", called.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--as Auditorrole GET /orders", "--as Auditorrole: there is nobody of this name. Did you mean 'AuditorRole'?")]
    [InlineData("--as AuditorRole GET OrderApi/orders", "There is no API 'OrderApi'. Did you mean 'OrdersApi'?")]
    [InlineData("--as OrdersServiceRole GET /charges", "STS refuses OrdersServiceRole to admin: User: arn:aws:iam::111122223333:user/admin is not authorized to perform: sts:AssumeRole")]
    [InlineData("--as admin GET /", "No API has a route for GET /.")]
    public async Task Is_not_made_by_or_to_what_is_not_there(string arguments, string said)
    {
        var called = await CallAsync(arguments.Split(' '));

        Assert.Equal((2, ""), (called.ExitCode, called.Output));
        Assert.Contains(said, called.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Goes_to_a_service_that_is_named()
    {
        var called = await CallAsync("--as", "admin", "--service", "apigateway", "GET", "/v2/apis");
        var refused = await CallAsync("--as", "AuditorRole", "--service", "apigateway", "GET", "/v2/apis");

        Assert.True(called.ExitCode == 0, called.Error);
        Assert.StartsWith("{\"items\":[", called.Output, StringComparison.Ordinal);
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("The smallest change that would allow it", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_printed_as_a_curl_command_that_does_the_same_and_holds_no_secret()
    {
        ExternalTool.Require("curl");
        var printed = await CallAsync("--as", "AuditorRole", "--curl", "GET", "/orders?customerId=nobody&limit=5", "--header", "X-Note: it's");
        Assert.Equal(0, printed.ExitCode);
        var secret = (await File.ReadAllLinesAsync(stack.LocalAws.CredentialsFile, TestContext.Current.CancellationToken)).First(static line => line.StartsWith("aws_secret", StringComparison.Ordinal)).Split(" = ")[1];
        Assert.DoesNotContain(secret, printed.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("ASIA", printed.Output, StringComparison.Ordinal);

        var run = await ExternalTool.RunAsync("bash", ["-c", printed.Output], InShells.Path());
        Assert.Contains("HTTP/1.1 200 OK", run.Output, StringComparison.Ordinal);
        Assert.EndsWith("""{"items":[],"nextToken":null}""", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--token", "secret-of-mine")]
    [InlineData("--header", "Authorization: Bearer secret-of-mine")]
    public async Task Is_printed_without_its_token_and_says_where_that_goes(string option, string value)
    {
        var printed = await CallAsync("--curl", "GET", "ProtectedApi/protected", option, value);

        Assert.Equal((0, "localaws: the value of Authorization behind Bearer is not printed: set TOKEN to it before you run the command."), (printed.ExitCode, printed.Error));
        Assert.EndsWith(" -H \"Authorization: Bearer $TOKEN\"", printed.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_how_to_start_what_does_not_answer()
    {
        var elsewhere = await Cli.RunAsync("call", "--endpoint-url", "http://127.0.0.1:9", "GET", "/orders");
        var another = await CallAsync("--port", "9", "--as", "AuditorRole", "GET", "/orders");
        var nowhere = await Cli.RunAsync("call", "--profile-dir", Path.Combine(Path.GetTempPath(), "none"), "GET", "/orders");

        Assert.Equal((2, "localaws: Nothing answers at http://127.0.0.1:9. Start LocalAws with 'localaws up'."), (elsewhere.ExitCode, elsewhere.Error));
        Assert.Equal(2, another.ExitCode);
        Assert.Contains("leave --port out, or name the other one's folder with --profile-dir.", another.Error, StringComparison.Ordinal);
        Assert.Equal(2, nowhere.ExitCode);
        Assert.Contains("Start LocalAws with 'localaws up'", nowhere.Error, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\u001b\[[0-9;?]*[a-zA-Z]|\u001b[=>]")]
    private static partial Regex Colours();

    private Task<ExternalTool.Outcome> CallAsync(params string[] arguments) => Cli.RunAsync(["call", "--profile-dir", Profiles, .. arguments]);
}
