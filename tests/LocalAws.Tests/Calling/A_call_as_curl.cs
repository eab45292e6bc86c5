using Emulation;
using SigV4;
using Tool.Calling;

namespace Tool.Tests.Calling;

/// <summary>A call as it goes out, and as the command that does the same.</summary>
public sealed class A_call_as_curl
{
    private static CallTarget Notes => new CallTargets(RunningStack.OfOne, RunningStack.Endpoint).Find("GET", "NotesApi/notes", null);

    [Theory]
    [InlineData("GET", null, "curl -i http://127.0.0.1:4566/execute-api/NotesApi/prod/notes\n")]
    [InlineData("DELETE", null, "curl -i -X DELETE http://127.0.0.1:4566/execute-api/NotesApi/prod/notes\n")]
    [InlineData("HEAD", null, "curl -i --head http://127.0.0.1:4566/execute-api/NotesApi/prod/notes\n")]
    [InlineData("POST", "it's", "curl -i http://127.0.0.1:4566/execute-api/NotesApi/prod/notes -H 'Content-Type: application/json' --data-raw 'it'\\''s'\n")]
    [InlineData("PUT", "1", "curl -i -X PUT http://127.0.0.1:4566/execute-api/NotesApi/prod/notes -H 'Content-Type: application/json' --data-raw 1\n")]
    public void Is_one_command(string method, string? body, string expected) =>
        Assert.Equal(expected, CurlText.Of(CallRequest.Of(method, Notes, [], null, body is null ? null : System.Text.Encoding.UTF8.GetBytes(body)), "us-east-1", null).Text);

    [Fact]
    public void Has_its_credentials_from_variables()
    {
        var text = CurlText.Of(CallRequest.Of("GET", Notes, [], null, null), "eu-west-1", "localaws exec --as Reader --export env").Text;

        Assert.StartsWith("eval \"$(localaws exec --as Reader --export env)\"\n", text, StringComparison.Ordinal);
        Assert.Contains("--aws-sigv4 aws:amz:eu-west-1:execute-api --user \"$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Keeps_the_headers_that_are_given()
    {
        var call = CallRequest.Of("POST", Notes, ["content-type: text/plain", "Host:api.example.com", "X-Empty:"], "abc", "x"u8.ToArray());

        Assert.Equal([new("content-type", "text/plain"), new("X-Empty", ""), new("Authorization", "Bearer abc")], call.Headers);
        Assert.Equal("api.example.com", call.Target.Host);
        Assert.True(call.IsAuthorized);
    }

    [Theory]
    [InlineData("no colon", null, "--header no colon: write it as 'Name: value'.")]
    [InlineData("Authorization: x", "abc", "--token and --header 'Authorization: ...' say the same: leave one out.")]
    public void Is_refused_with_a_header_that_is_none(string header, string? token, string said) =>
        Assert.Equal(said, Assert.Throws<UsageException>(() => CallRequest.Of("GET", Notes, [header], token, null)).Message);

    [Fact]
    public void Is_signed_with_its_host_and_path()
    {
        using var request = CallRequest.Of("GET", Notes, [], null, null).Signed("us-east-1", new AwsCredentials("AKIDEXAMPLE", "secret", "token"), DateTimeOffset.UnixEpoch);

        Assert.Equal("127.0.0.1:4566", request.Headers.Host);
        Assert.Null(request.Content);
        Assert.StartsWith("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/19700101/us-east-1/execute-api/aws4_request, SignedHeaders=host;x-amz-date;x-amz-security-token,", request.Headers.GetValues("Authorization").Single(), StringComparison.Ordinal);
    }
}
