using Emulation;
using Emulation.Console;
using Tool.Calling;

namespace Tool.Tests.Calling;

/// <summary>What a call means is found from as little as tells it.</summary>
public sealed class Target_of_a_call
{
    [Theory]
    [InlineData("NotesApi/notes", "/execute-api/NotesApi/prod/notes")]
    [InlineData("NotesApi", "/execute-api/NotesApi/prod/")]
    [InlineData("aaaaaaaaaa/notes", "/execute-api/NotesApi/prod/notes")]
    [InlineData("NotesApi/prod/notes", "/execute-api/NotesApi/prod/notes")]
    [InlineData("local/NotesApi/notes", "/execute-api/NotesApi/prod/notes")]
    [InlineData("/notes", "/execute-api/NotesApi/prod/notes")]
    [InlineData("notes/1", "/execute-api/NotesApi/prod/notes/1")]
    [InlineData("/notes?from=a b&to=%2F", "/execute-api/NotesApi/prod/notes?from=a%20b&to=%2F")]
    [InlineData("/a/../notes/ü", "/execute-api/NotesApi/prod/a/../notes/%C3%BC")]
    [InlineData("/notes?of=it's", "/execute-api/NotesApi/prod/notes?of=it%27s")]
    [InlineData("/execute-api/x/prod/notes", "/execute-api/x/prod/notes")]
    [InlineData("/notes?to=https://example.com/x", "/execute-api/NotesApi/prod/notes?to=https://example.com/x")]
    [InlineData("NotesApi/notes?to=https://example.com/x", "/execute-api/NotesApi/prod/notes?to=https://example.com/x")]
    [InlineData("/notes/a://b", "/execute-api/NotesApi/prod/notes/a://b")]
    public void Is_a_path_of_the_only_API_at_its_only_stage(string text, string expected)
    {
        var target = new CallTargets(RunningStack.OfOne, RunningStack.Endpoint).Find("GET", text, null);

        Assert.Equal((expected, "127.0.0.1:4566", "execute-api"), (target.Url.PathAndQuery, target.Host, target.Service));
    }

    [Theory]
    [InlineData("GET", "/people/1", "/execute-api/PeopleApi/people/1", "execute-api")]
    [InlineData("GET", "/notes/1", "/execute-api/NotesApi/prod/notes/1", "execute-api")]
    [InlineData("GET", "/prod/notes", "/execute-api/NotesApi/prod/notes", "execute-api")]
    [InlineData("GET", "ShopUrl/x", "/lambda-url/ShopUrl/x", "lambda")]
    [InlineData("PUT", "/notes", "/lambda-url/ShopUrl/notes", "lambda")]
    public void Is_the_API_of_several_that_has_the_route(string method, string text, string expected, string service)
    {
        var target = new CallTargets(RunningStack.OfSeveral, RunningStack.Endpoint).Find(method, text, null);

        Assert.Equal((expected, service), (target.Url.PathAndQuery, target.Service));
    }

    [Theory]
    [InlineData("first/Api/v2/notes", "/execute-api/first/Api/v2/notes")]
    [InlineData("second/Api/people", "/execute-api/second/Api/prod/people")]
    [InlineData("/people", "/execute-api/second/Api/prod/people")]
    public void Is_found_by_stack_and_stage(string text, string expected) =>
        Assert.Equal(expected, new CallTargets(RunningStack.OfTwoStacks, RunningStack.Endpoint).Find("GET", text, null).Url.PathAndQuery);

    public static TheoryData<string, string, string> Wrong => new()
    {
        { nameof(RunningStack.OfSeveral), "NoteApi/notes", "There is no API 'NoteApi'. Did you mean 'NotesApi'? There are: NotesApi, PeopleApi, ShopUrl." },
        { nameof(RunningStack.OfSeveral), "/health", "GET /health is a route of several APIs: say which, NotesApi/health or PeopleApi/health." },
        { nameof(RunningStack.OfTwoStacks), "Api/notes", "'Api' is the API of several stacks: say which, first/Api or second/Api." },
        { nameof(RunningStack.OfTwoStacks), "first/Api/notes", "first/Api has the stages v1 and v2: say which, such as first/Api/v1/notes." },
        { nameof(RunningStack.OfTwoStacks), "/peeple", "No API has a route for GET /peeple. second/Api: Did you mean 'GET /people'?" },
        { nameof(RunningStack.OfOne), "http://127.0.0.1:9/notes", "is on another port than LocalAws at 127.0.0.1:4566." },
        { nameof(RunningStack.OfOne), "http://api.localhost:9/notes", "is on another port than LocalAws at 127.0.0.1:4566." },
        { nameof(RunningStack.OfOne), "ftp://127.0.0.1:4566/notes", "ftp://127.0.0.1:4566/notes is no address." },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Is_told_when_nobody_can_say_which(string stack, string text, string said)
    {
        var page = (StackPage)typeof(RunningStack).GetProperty(stack)!.GetValue(null)!;
        var error = Assert.Throws<UsageException>(() => new CallTargets(page, RunningStack.Endpoint).Find("GET", text, null));

        Assert.Contains(said, error.Message, StringComparison.Ordinal);
    }

    /// <summary>Credentials of a LocalAws are sent to it alone, whatever the name of the server.</summary>
    [Theory]
    [InlineData("https://aaaaaaaaaa.execute-api.us-east-1.amazonaws.com/prod/notes?a=1", "/prod/notes?a=1", "aaaaaaaaaa.execute-api.us-east-1.amazonaws.com", "execute-api")]
    [InlineData("http://cccc.lambda-url.us-east-1.localhost:4566/x", "/x", "cccc.lambda-url.us-east-1.localhost:4566", "lambda")]
    [InlineData("https://api.example.com", "/", "api.example.com", "execute-api")]
    [InlineData("http://127.0.0.1:4566/execute-api/NotesApi/prod/notes#part", "/execute-api/NotesApi/prod/notes", "127.0.0.1:4566", "execute-api")]
    [InlineData("http://127.0.0.1:4566/2015-03-31/functions/", "/2015-03-31/functions/", "127.0.0.1:4566", null)]
    public void Is_LocalAws_behind_every_name(string text, string path, string host, string? service)
    {
        var target = new CallTargets(RunningStack.OfOne, RunningStack.Endpoint).Find("GET", text, null);

        Assert.Equal(("127.0.0.1:4566", path, host, service), (target.Url.Authority, target.Url.PathAndQuery, target.Host, target.Service));
    }

    /// <summary>What is meant for this machine is sent to no other, were it at the same port.</summary>
    [Theory]
    [InlineData("http://localhost:4566/notes", "http://localhost:4566/notes is on this machine, and LocalAws is at aws.example:4566.")]
    [InlineData("http://api.localhost/notes", "http://api.localhost/notes is on this machine, and LocalAws is at aws.example:4566.")]
    [InlineData("http://aws.example:9/notes", "http://aws.example:9/notes is on another port than LocalAws at aws.example:4566.")]
    public void Is_not_another_machine_than_the_URL_names(string text, string said)
    {
        var targets = new CallTargets(RunningStack.OfOne, new Uri("http://aws.example:4566"));

        Assert.Equal("aws.example:4566", targets.Find("GET", "http://aws.example:4566/notes", null).Url.Authority);
        Assert.StartsWith(said, Assert.Throws<UsageException>(() => targets.Find("GET", text, null)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Is_a_path_of_a_service_that_is_named()
    {
        var target = new CallTargets(RunningStack.OfOne, RunningStack.Endpoint).Find("GET", "/2015-03-31/functions/", "lambda");

        Assert.Equal(("/2015-03-31/functions/", "lambda"), (target.Url.PathAndQuery, target.Service));
    }

    [Theory]
    [InlineData("GET", "/notse", "Did you mean 'GET /notes'?")]
    [InlineData("GET", "/ntes/17", "Did you mean 'GET /notes/17'?")]
    [InlineData("DELETE", "/notes", "/notes takes GET, POST.")]
    [InlineData("GET", "/notes/1", null)]
    [InlineData("GET", "/elsewhere", null)]
    public void Is_guessed_where_no_route_takes_it(string method, string path, string? hint) => Assert.Equal(hint, CalledRoute.Hint(RunningStack.OfOne.Apis[0], method, path));
}
