using System.Collections.Concurrent;
using Lambda;

var notes = new ConcurrentDictionary<string, Note>();
var builder = WebApplication.CreateSlimBuilder(args);
builder.Services.AddLambdaHosting();

var app = builder.Build();
app.MapGet("/notes/{id}", (string id) => notes.TryGetValue(id, out var note) ? Results.Ok(note) : Results.NotFound());
app.MapPut("/notes/{id}", (string id, Note note) => Results.Ok(notes[id] = note));
app.Run();

internal sealed record Note(string Text);
