using System.Net.Http.Json;
using SigV4.Http;

var builder = Host.CreateApplicationBuilder(args);

// Region and credentials are in the environment, on a laptop by the AppHost and on AWS by AWS.
builder.Services.AddHttpClient<Notes>(client => client.BaseAddress = new Uri($"{builder.Configuration["services:NotesApi:http:0"]}/")).AddSigV4();
builder.Services.AddHostedService<Desk>();
builder.Build().Run();

internal sealed class Notes(HttpClient http)
{
    public async Task<int> WriteAsync(string id, string text) => (int)(await http.PutAsJsonAsync($"notes/{id}", new { text })).StatusCode;

    public async Task<int> ReadAsync(string id) => (int)(await http.GetAsync($"notes/{id}")).StatusCode;
}

internal sealed class Desk(Notes notes, ILogger<Desk> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken) =>
        log.LogInformation("Written: {Written}, read: {Read}", await notes.WriteAsync("1", "buy tea"), await notes.ReadAsync("1"));
}
