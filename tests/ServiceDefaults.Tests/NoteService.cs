using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ServiceDefaults.Tests;

/// <summary>A service of nothing but what every service has: it takes notes, and answers what it has read.</summary>
internal sealed class NoteService : IAsyncDisposable
{
    private static readonly ServiceProblems Problems = new("urn:notes:problem:");

    private readonly WebApplication app;

    private NoteService(WebApplication app) => this.app = app;

    public static async Task<NoteService> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.AddServiceDefaults();
        builder.Logging.ClearProviders();
        builder.Services.AddRouting();
        builder.WebHost.UseTestServer();
        var app = builder.Build();
        app.UseServiceDefaults();
        app.MapPost("/notes", TakeAsync);
        app.MapGet("/keys", (RequestDelegate)(context => AnswerAsync(context, IdempotencyKey.Read(context.Request, Problems))));
        app.MapGet("/required-keys", (RequestDelegate)(context =>
            AnswerAsync(context, IdempotencyKey.ReadRequired(context.Request, purpose: "a note is taken once", Problems))));
        app.MapGet("/busy", (RequestDelegate)(context =>
            Problems.Of(503, "busy", "Too many notes.", "Come back.", ("noteId", "note-1")).RetryAfter(TimeSpan.FromSeconds(7)).ExecuteAsync(context)));
        app.MapGet("/missing", (RequestDelegate)(context => Problems.NotFound("note").ExecuteAsync(context)));
        app.MapGet("/faulty", (RequestDelegate)(_ => throw new InvalidOperationException("secret")));
        app.MapGet("/unreadable", (RequestDelegate)(_ => throw new BadHttpRequestException("too slow", StatusCodes.Status408RequestTimeout)));
        app.MapDefaultEndpoints();
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new(app);
    }

    public Task<Answer> NoteAsync(string body, string? contentType = "application/json") => NoteAsync(Encoding.UTF8.GetBytes(body), contentType);

    public Task<Answer> NoteAsync(byte[] body, string? contentType = "application/json")
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = contentType is null ? null : MediaTypeHeaderValue.Parse(contentType);
        return NoteAsync(content);
    }

    public async Task<Answer> NoteAsync(HttpContent content)
    {
        using var response = await SendAsync(new(HttpMethod.Post, "/notes") { Content = content });
        return await Answer.OfAsync(response);
    }

    public async Task<Answer> GetAsync(string path, params (string Name, string[] Values)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, values) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, values);
        }

        using var response = await SendAsync(request);
        return await Answer.OfAsync(response);
    }

    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request)
    {
        using var client = app.GetTestClient();
        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private static async Task TakeAsync(HttpContext context) => await AnswerAsync(
        context, await JsonBody.ReadAsync(context.Request, static fields => fields.Text("text", new TextRule(20, TextRule.Name, "a word")), Problems, context.RequestAborted));

    private static Task AnswerAsync<T>(HttpContext context, Parsed<T> parsed) =>
        parsed.Problem?.ExecuteAsync(context) ?? context.Response.WriteAsync($"read {parsed.Value?.ToString() ?? "nothing"}");
}
