using Sam.Tests.Templates;

namespace Sam.Tests.Serverless;

public class Layers_of_a_function
{
    private const string Elsewhere = "arn:aws:lambda:us-east-1:017000801446:layer:AWSLambdaPowertoolsPythonV3-python313-x86_64:7";

    [Fact]
    public void Are_named_by_the_versions_of_the_template_and_by_others()
    {
        var stack = Stack($"[!Ref Shared, '{Elsewhere}', !Ref Plain]");

        Assert.Equal([stack.Layers[0].Arn, Elsewhere, stack.Layers[1].Arn], stack.Functions[0].Layers);
        Assert.Equal("arn:aws:lambda:us-east-1:111122223333:layer:shop:1", stack.Layers[0].Arn);
    }

    [Fact]
    public void Have_their_content_beside_the_template()
    {
        var layers = Stack("[!Ref Shared]").Layers;

        Assert.Equal([("Shared", Path.GetFullPath("layers/shared")), ("Plain", Path.GetFullPath("plain.zip")), ("Remote", "")], layers.Select(static one => (one.LogicalId, one.Content)));
        Assert.Equal("python3.13", layers[0].Build?.Method);
        Assert.Null(layers[1].Build);
    }

    [Fact]
    public void Close_nothing_when_they_cannot_be_told()
    {
        var stack = Stack("[!ImportValue shared-layer]");

        Assert.Empty(stack.Closures);
        Assert.Equal(["unknown-shared-layer"], stack.Functions[0].Layers);
    }

    [Fact]
    public void Are_none_where_the_function_names_none() => Assert.Empty(Given.Stack(Given.Function()).Functions[0].Layers);

    private static Stack Stack(string layers) => Given.Stack(
        $$"""
        {{Given.Function($"Layers: {layers}")}}
          Shared:
            Type: AWS::Serverless::LayerVersion
            Metadata: {BuildMethod: python3.13}
            Properties: {LayerName: shop, ContentUri: layers/shared}
          Plain: {Type: AWS::Lambda::LayerVersion, Properties: {Content: plain.zip} }
          Remote: {Type: AWS::Lambda::LayerVersion, Properties: {Content: {S3Bucket: b, S3Key: k} } }
        """);
}
