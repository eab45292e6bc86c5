namespace Emulation.Tests;

/// <summary>What outputs and functions' variables say in the place of AWS's addresses.</summary>
public sealed class Addresses_of_a_stack : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("localaws-tests-").FullName;
    private Emulator emulator = null!;

    public async ValueTask InitializeAsync()
    {
        var template = Path.Combine(folder, "template.yaml");
        await File.WriteAllTextAsync(template, """
            Transform: AWS::Serverless-2016-10-31
            Resources:
              Pool: { Type: AWS::Cognito::UserPool }
              Domain: { Type: AWS::Cognito::UserPoolDomain, Properties: { Domain: shop, UserPoolId: !Ref Pool } }
              Api: { Type: AWS::Serverless::HttpApi }
              Shop:
                Type: AWS::Serverless::Function
                Properties:
                  CodeUri: ./
                  Handler: Shop
                  Runtime: dotnet10
                  Events: { Get: { Type: HttpApi, Properties: { ApiId: !Ref Api, Path: /, Method: GET } } }
            Outputs:
              Api: { Value: !Sub "https://${Api}.execute-api.${AWS::Region}.${AWS::URLSuffix}/orders" }
              Login: { Value: !Sub "https://${Domain}.auth.${AWS::Region}.amazoncognito.com/login" }
              Issuer: { Value: !Sub "https://cognito-idp.${AWS::Region}.amazonaws.com/${Pool}" }
              Provider: { Value: !GetAtt Pool.ProviderURL }
              Both: { Value: !Sub "https://${Domain}.auth.${AWS::Region}.amazoncognito.com,https://${Api}.execute-api.${AWS::Region}.amazonaws.com" }
              Other: { Value: "https://other.auth.us-east-1.amazoncognito.com https://0123456789.execute-api.us-east-1.amazonaws.com" }
              Plain: { Value: !Ref Pool }
            """);
        var options = new EmulatorOptions { Templates = [new TemplateSource(template, EmulatorOptions.DefaultAccount)], Port = 0, DataFolder = Path.Combine(folder, "data"), EndpointUrl = new Uri("http://aws.example:14566") };
        emulator = await Emulator.StartAsync(options, LoadedStacks.Load(options), TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("Api", "URL/execute-api/API/orders")]
    [InlineData("Login", "URL/auth/shop/login")]
    [InlineData("Issuer", "http://aws.example:14566/POOL")]
    [InlineData("Provider", "http://aws.example:14566/POOL")]
    [InlineData("Both", "URL/auth/shop,URL/execute-api/API")]
    [InlineData("Other", "https://other.auth.us-east-1.amazoncognito.com https://0123456789.execute-api.us-east-1.amazonaws.com")]
    [InlineData("Plain", "POOL")]
    public void Lead_here(string output, string address)
    {
        var main = emulator.Stacks.Main;
        var value = main.Outputs.Single(o => o.Name == output).Value;
        foreach (var url in (string[])[emulator.EndpointUrl, emulator.LoopbackUrl])
        {
            var expected = address.Replace("URL", url, StringComparison.Ordinal).Replace("API", main.AllApis.Single().ApiId, StringComparison.Ordinal)
                .Replace("POOL", main.UserPools.Single(static part => part.Kind == Sam.UserPoolResourceKind.Pool).PhysicalId, StringComparison.Ordinal);
            Assert.Equal(expected, emulator.Addresses.Of(value, url));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await emulator.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
