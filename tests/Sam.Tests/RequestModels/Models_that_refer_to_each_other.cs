using System.Text.Json.Nodes;
using Sam.RequestModels;

namespace Sam.Tests.RequestModels;

public class Models_that_refer_to_each_other
{
    private const string Url = "https://apigateway.amazonaws.com/restapis/abcdefghij/models/";

    private static readonly Dictionary<string, string> Models = new()
    {
        ["A"] = $$$"""{"properties":{"b":{"$ref":"{{{Url}}}B"} } }""",
        ["B"] = """{"definitions":{"Inner":{"type":"string"}},"properties":{"a":{"$ref":"#/definitions/A"},"inner":{"$ref":"#/definitions/Inner"}}}""",
    };

    private static readonly ModelSchemas Schemas = new(Models.GetValueOrDefault);

    [Fact]
    public void Become_one_schema_with_all_of_them()
    {
        var whole = JsonNode.Parse(Schemas.Whole($$$"""{"items":{"$ref":"{{{Url}}}A"}}""", out var problem)!)!;

        Assert.Null(problem);
        Assert.Equal("#/definitions/A", (string?)whole["items"]!["$ref"]);
        Assert.Equal(["A", "B", "Inner"], whole["definitions"]!.AsObject().Select(static one => one.Key).Order());
        Assert.Equal("#/definitions/B", (string?)whole["definitions"]!["A"]!["properties"]!["b"]!["$ref"]);
    }

    [Theory]
    [InlineData("""{"$ref":"#/properties/a"}""")]
    [InlineData("""{"definitions":{"A":{"type":"string"}},"$ref":"#/definitions/A"}""")]
    public void Keep_what_they_have_themselves(string schema) => Assert.Equal(schema, Schemas.Whole(schema, out _));

    [Theory]
    [InlineData("""{"$ref":"https://apigateway.amazonaws.com/restapis/abcdefghij/models/Nowhere"}""", "A model refers to the model 'Nowhere', which the API does not have.")]
    [InlineData("""{"allOf":[{"$ref":"http://example.com/schema"}]}""", "A model refers to 'http://example.com/schema', which is no model of the API.")]
    [InlineData("""[]""", "A model is no JSON schema.")]
    [InlineData("""{""", "A model is no JSON schema.")]
    public void Are_of_no_use_where_one_is_missing(string schema, string why)
    {
        Assert.Null(Schemas.Whole(schema, out var problem));
        Assert.Equal(why, problem);
    }
}
