using System.Text.Json.Nodes;

namespace Sam.Tests.Transform;

/// <summary>
/// Compares many templates from elsewhere: <c>CORPUS</c> names a file that lists their paths, <c>CORPUS_RESULTS</c> the file that one line of JSON for each is written to.
/// <c>Transform/corpus</c> runs it and ranks what it finds.
/// </summary>
public class Corpus_of_templates
{
    [Fact(Explicit = true)]
    public void Is_compared_template_by_template()
    {
        Assert.Null(OfficialTransform.Missing);
        using var transform = OfficialTransform.Open();
        using var results = new StreamWriter(Environment.GetEnvironmentVariable("CORPUS_RESULTS")!);
        foreach (var template in File.ReadLines(Environment.GetEnvironmentVariable("CORPUS")!))
        {
            var result = Result(transform, template);
            result["template"] = template;
            results.WriteLine(result.ToJsonString());
            results.Flush();
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

            var comparison = Comparison.Of(transformed.Normal!, NormalForm.Of(stack), stack.Closures);
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

    private static JsonArray Json(TemplateError error) => new(error.At.Line, error.Resource, error.Property, error.Message, error.Remedy);
}
