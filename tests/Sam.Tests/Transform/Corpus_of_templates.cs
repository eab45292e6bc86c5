using System.Text.Json.Nodes;

namespace Sam.Tests.Transform;

/// <summary>
/// Compares many templates from elsewhere, as <c>Transform/corpus</c> asks for: <c>CORPUS</c> names a file that lists their paths, <c>CORPUS_RESULTS</c> the file to which one
/// line of JSON goes for each. Otherwise the fixtures are compared, to show that it can be done.
/// </summary>
public class Corpus_of_templates
{
    [Fact]
    public void Is_compared_template_by_template()
    {
        Assert.SkipWhen(OfficialTransform.Missing is not null, OfficialTransform.Missing ?? "");
        var listed = Environment.GetEnvironmentVariable("CORPUS");
        var templates = listed is null ? Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Fixtures"), "*.yaml") : File.ReadLines(listed);
        using var transform = OfficialTransform.Open();
        using var results = listed is null ? TextWriter.Null : new StreamWriter(Environment.GetEnvironmentVariable("CORPUS_RESULTS")!);
        foreach (var template in templates)
        {
            var result = Result(transform, template);
            result["template"] = template;
            result["bare"] = Bare(template);
            results.WriteLine(result.ToJsonString());
            Assert.True(listed is not null || result["differences"] is JsonArray { Count: 0 }, result.ToJsonString());
        }
    }

    private static JsonObject Result(OfficialTransform transform, string template)
    {
        try
        {
            var transformed = transform.Transform(template);
            if (transformed.Refusal is { } refusal)
            {
                return new JsonObject { ["refused"] = refusal, ["loads"] = TemplateLoader.Load(template, transformed.Options).Errors.IsEmpty };
            }

            var loaded = TemplateLoader.Load(template, transformed.Options);
            if (loaded.Stack is not { } stack)
            {
                return new JsonObject { ["errors"] = new JsonArray([.. loaded.Errors.Select(Json)]) };
            }

            var comparison = Comparison.Of(transform.Grants(stack), NormalForm.Of(stack), stack.Closures);
            return new JsonObject
            {
                ["routes"] = stack.Apis.Sum(static api => api.Routes.Length) + stack.HttpApis.Sum(static api => api.Routes.Length),
                ["closed"] = new JsonArray([.. comparison.Closed.Select(static one => JsonValue.Create(one))]),
                ["differences"] = new JsonArray([.. comparison.Differences.Select(static one => new JsonArray(one.Path, one.Transform, one.LocalAws))]),
            };
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return new JsonObject { ["crashed"] = e.ToString() };
        }
    }

    // With no value for a parameter that has no default.
    private static JsonArray Bare(string template)
    {
        try
        {
            return new JsonArray([.. TemplateLoader.Load(template, new StackOptions()).Errors.Select(Json)]);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return new JsonArray(new JsonArray(1, "", "", e.ToString(), ""));
        }
    }

    private static JsonArray Json(TemplateError error) => new(error.At.Line, error.Resource, error.Property, error.Message, error.Remedy);
}
