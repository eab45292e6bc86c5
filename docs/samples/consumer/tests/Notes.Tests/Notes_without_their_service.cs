using System.Net;

namespace Notes.Tests;

/// <summary>A LocalAws for these tests alone, with a delegate in place of the function: nothing is built.</summary>
public sealed class Notes_without_their_service : IAsyncLifetime
{
    private LocalAws aws = null!;

    public async ValueTask InitializeAsync() => aws = await LocalAws.StartAsync(new LocalAwsOptions
    {
        Template = "template.yaml",
        Functions = { ["NotesFunction"] = ProxyFunction.Of(call => ProxyAnswer.Json(new { call.Method, call.CallerArn })) },
    });

    [Fact]
    public async Task Know_who_called()
    {
        var response = await aws.As("ReaderRole", new RoleSession { Name = "amy" }).GetAsync("NotesApi", "/notes/1");
        Assert.EndsWith("assumed-role/ReaderRole/amy", response.ShouldHaveStatus(HttpStatusCode.OK).ReadJson().GetProperty("callerArn").GetString());
    }

    [Fact]
    public async Task Are_refused_to_a_session_that_has_expired()
    {
        var reader = aws.As("ReaderRole");
        aws.Time.Advance(TimeSpan.FromHours(2));
        (await reader.GetAsync("NotesApi", "/notes/1")).ShouldBeDenied();
        (await aws.As("ReaderRole").GetAsync("NotesApi", "/notes/1")).ShouldBeAllowed();
    }

    [Fact]
    public async Task Are_a_bad_gateway_when_the_function_crashes()
    {
        using (aws.Faults.FunctionCrashes("NotesFunction"))
        {
            (await aws.As("ReaderRole").GetAsync("NotesApi", "/notes/1")).ShouldBeAllowed().ShouldHaveStatus(HttpStatusCode.BadGateway);
        }
    }

    public ValueTask DisposeAsync() => aws.DisposeAsync();
}
