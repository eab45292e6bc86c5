using System.Net;
using Harness;

namespace Integration.ClassLibraries;

/// <summary>
/// Functions in the form that the generator of Amazon.Lambda.Annotations gives them: a class for each, with its services, that reads an API's event for the user's method.
/// </summary>
[Trait("Stack", "own")]
public sealed class Annotated_functions_in_a_library(AnnotatedStack stack) : IClassFixture<AnnotatedStack>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private LocalAws Aws => stack.Aws;

    [Fact]
    public async Task Take_routes_queries_headers_and_services_of_an_http_api()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/notes/1?limit=5");
        request.Headers.Add("x-tag", "red");
        var answer = (await Aws.As("ReaderRole").SendAsync("NotesHttpApi", request, Cancellation)).ShouldBeAllowed(by: "ReadNotes").ShouldHaveStatus(HttpStatusCode.OK);
        Assert.Equal("""{"Id":"1","Text":"the first"}""", answer.Body);
        Assert.StartsWith("5 red arn:aws:sts::111122223333:assumed-role/", Assert.Single(answer.Headers.GetValues("x-seen")), StringComparison.Ordinal);
        Assert.Equal("no note 2", (await Aws.As("ReaderRole").GetAsync("NotesHttpApi", "/notes/2", Cancellation)).ShouldHaveStatus(HttpStatusCode.NotFound).Body);
        (await Aws.As("WriterRole").GetAsync("NotesHttpApi", "/notes/1", Cancellation)).ShouldBeDenied();
        (await Aws.AsNobody().GetAsync("NotesHttpApi", "/notes/1", Cancellation)).ShouldBeDenied();
    }

    [Fact]
    public async Task Refuse_what_they_cannot_convert() => Assert.Contains(
        "1 validation error(s) detected: Value many at 'limit'",
        (await Aws.As("ReaderRole").GetAsync("NotesHttpApi", "/notes/1?limit=many", Cancellation)).ShouldHaveStatus(HttpStatusCode.BadRequest).Body, StringComparison.Ordinal);

    [Fact]
    public async Task Take_the_body_of_a_rest_api()
    {
        var answer = (await Aws.As("WriterRole").PostAsync("NotesRestApi", "/notes", new { id = "7", text = "new" }, Cancellation)).ShouldBeAllowed(by: "WriteNotes")
            .ShouldHaveStatus(HttpStatusCode.Created);
        Assert.StartsWith("""{"Text":"new","By":"arn:aws:sts::111122223333:assumed-role/""", answer.Body, StringComparison.Ordinal);
        Assert.Equal("/notes/7", answer.Headers.Location?.ToString());
        (await Aws.As("ReaderRole").PostAsync("NotesRestApi", "/notes", new { id = "7" }, Cancellation)).ShouldBeDenied();
    }

    [Fact]
    public async Task Fail_as_functions_do() =>
        (await Aws.As("WriterRole").PostAsync("NotesRestApi", "/notes", new { id = "1" }, Cancellation)).ShouldBeAllowed().ShouldHaveStatus(HttpStatusCode.BadGateway);

    [Theory]
    [InlineData("NotesHttpApi", "GET", "/shared/1")]
    [InlineData("NotesRestApi", "POST", "/shared")]
    public async Task Decide_who_gets_in(string api, string method, string path)
    {
        var admitted = await SendAsync("let me in");
        admitted.ShouldBeAllowed();
        Assert.Contains("friend", $"{admitted.Headers} {admitted.Body}", StringComparison.Ordinal);
        (await SendAsync("let me out")).ShouldBeDenied();
        (await SendAsync(null)).ShouldBeDenied();

        async Task<ApiResponse> SendAsync(string? token)
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            request.Content = method == "POST" ? new StringContent("""{"id":"8"}""") : null;
            if (token is not null)
            {
                request.Headers.TryAddWithoutValidation("Authorization", token);
            }

            return await Aws.AsNobody().SendAsync(api, request, Cancellation);
        }
    }
}
