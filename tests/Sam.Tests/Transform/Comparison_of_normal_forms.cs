using System.Text.Json.Nodes;

namespace Sam.Tests.Transform;

/// <summary>The proof is worth what its comparison sees.</summary>
public class Comparison_of_normal_forms
{
    [Theory]
    [InlineData("""{"a":"NONE"}""", """{"a":"AWS_IAM"}""")]
    [InlineData("""{"a":{"b":1}}""", "{}")]
    [InlineData("{}", """{"a":{"b":1}}""")]
    [InlineData("""{"a":["x","x"]}""", """{"a":["x"]}""")]
    [InlineData("""{"a":"arn:⁇:role"}""", """{"a":"arn:one:user"}""")]
    [InlineData("""{"a":{"b":"x"}}""", """{"a":{"closed":"why","b":"y"}}""")]
    [InlineData("""{"a":{}}""", """{"a":{"b":"y"}}""")]
    public void Sees_a_difference(string transform, string localAws) => Assert.Single(Compared(transform, localAws).Differences);

    [Theory]
    [InlineData("""{"a":["x",{"b":1}]}""", """{"a":[{"b":"1"},"x"]}""")]
    [InlineData("""{"a":["x"]}""", """{"a":"x"}""")]
    [InlineData("""{"a":null,"b":[]}""", "{}")]
    [InlineData("""{"a":"arn:⁇:role"}""", """{"a":"arn:one:role"}""")]
    [InlineData("""{"a":{"b":"x","c":"y"}}""", """{"a":{"closed":"why","b":"x"}}""")]
    public void Sees_none_where_the_same_is_said(string transform, string localAws) => Assert.Empty(Compared(transform, localAws).Differences);

    [Fact]
    public void Lists_what_is_closed() => Assert.Equal([" > a: why"], Compared("""{"a":{"b":"x"}}""", """{"a":{"closed":"why"}}""").Closed);

    private static Comparison Compared(string transform, string localAws) => Comparison.Of(JsonNode.Parse(transform)!.AsObject(), JsonNode.Parse(localAws)!.AsObject());
}
