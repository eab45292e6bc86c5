using System.Net;
using System.Text.Json.Nodes;
using Emulation.Cognito.Protocol;

namespace Emulation.Tests.Cognito.Pools;

/// <summary>What templates say of the pages of a pool: styles, style sheets and terms.</summary>
public sealed class Pages_of_a_template : IDisposable
{
    private const string Template = """
        Resources:
          Customers: { Type: AWS::Cognito::UserPool, Properties: { AutoVerifiedAttributes: [email] } }
          Sheet:
            Type: AWS::Cognito::UserPoolUICustomizationAttachment
            Properties: { UserPoolId: !Ref Customers, ClientId: ALL, CSS: ".banner-customizable { padding: 7px; }" }
          Style:
            Type: AWS::Cognito::ManagedLoginBranding
            Properties:
              UserPoolId: !Ref Customers
              ClientId: !Ref Web
              Settings:
                components:
                  form: { borderRadius: 12, logo: { enabled: true } }
                  pageBackground: { lightMode: { color: "00000012" } }
              Assets: [{ Category: FORM_LOGO, ColorMode: LIGHT, Extension: SVG, Bytes: PHN2Zy8+ }]
          Rules:
            Type: AWS::Cognito::Terms
            Properties: { UserPoolId: !Ref Customers, ClientId: !Ref Web, TermsName: terms-of-use, TermsSource: LINK, Enforcement: NONE, Links: { "cognito:default": "https://example.com/terms" } }
          Privacy:
            Type: AWS::Cognito::Terms
            Properties: { UserPoolId: !Ref Customers, ClientId: !Ref Web, TermsName: privacy-policy, TermsSource: LINK, Enforcement: NONE, Links: { "cognito:default": "https://example.com/privacy" } }
          Web:
            Type: AWS::Cognito::UserPoolClient
            Properties:
              UserPoolId: !Ref Customers
              AllowedOAuthFlowsUserPoolClient: true
              AllowedOAuthFlows: [code]
              AllowedOAuthScopes: [openid]
              CallbackURLs: [https://app.example.com/callback]
          Domain: { Type: AWS::Cognito::UserPoolDomain, Properties: { UserPoolId: !Ref Customers, Domain: shop, ManagedLoginVersion: 2 } }
        Outputs:
          Style: { Value: !GetAtt Style.ManagedLoginBrandingId }
          Rules: { Value: !GetAtt Rules.TermsId }
        """;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("localaws-tests-");
    private readonly HttpClient http = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        http.Dispose();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Are_made_and_made_anew_at_each_start()
    {
        await using (var first = await StartAsync(Template))
        {
            Assert.Contains("border-radius: 12px", await SheetAsync(first, "brand.css"), StringComparison.Ordinal);
        }

        await using var aws = await StartAsync(Template.Replace("borderRadius: 12, ", "", StringComparison.Ordinal));
        var sheet = await SheetAsync(aws, "brand.css");
        Assert.Contains("main { border-radius: 8px; }", sheet, StringComparison.Ordinal);
        Assert.Contains("--ground: #00000012;", sheet, StringComparison.Ordinal);
        var page = await http.GetStringAsync(new Uri($"{Login(aws, "signup")}"), Cancellation);
        Assert.Contains("/assets/brand?", page, StringComparison.Ordinal);
        Assert.Contains("https://example.com/terms", page, StringComparison.Ordinal);

        var pool = aws.Stacks.Main.UserPools[0].UserPoolId;
        var outputs = aws.Stacks.Main.Outputs;
        foreach (var (operation, id) in ((string, JsonObject)[])
        [
            ("DescribeManagedLoginBranding", new() { ["ManagedLoginBrandingId"] = outputs.Single(static one => one.Name == "Style").Value }),
            ("DescribeTerms", new() { ["TermsId"] = outputs.Single(static one => one.Name == "Rules").Value }),
        ])
        {
            id["UserPoolId"] = pool;
            Assert.NotEmpty(await aws.Cognito.Operations[operation].RunAsync(new CognitoCall(new Fields(id), Cancellation)));
        }
    }

    [Fact]
    public async Task Have_the_style_sheet_where_they_are_the_classic_ones()
    {
        await using var aws = await StartAsync(Template.Replace("ManagedLoginVersion: 2", "ManagedLoginVersion: 1", StringComparison.Ordinal));
        Assert.Equal(".banner-customizable { padding: 7px; }", await SheetAsync(aws, "custom.css"));
        var page = await http.GetStringAsync(new Uri($"{Login(aws, "signup")}"), Cancellation);
        Assert.Contains("custom.css", page, StringComparison.Ordinal);
        Assert.DoesNotContain("example.com/terms", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"00000012\"", "blue", "Style", "Settings: components.pageBackground.lightMode.color is not a color of eight hexadecimal digits, such as 0972d3ff.")]
    [InlineData("\".banner-customizable { padding: 7px; }\"", "\"@import url(https://elsewhere.example/x.css);\"", "Sheet", "CSS cannot be used: it must not contain @import, @supports, @page or @media statements.")]
    [InlineData("PHN2Zy8+", "aGVsbG8=", "Style", "The asset FORM_LOGO is no SVG image in base64.")]
    public async Task Are_checked_with_the_line_where_they_stand(string before, string after, string resource, string message)
    {
        var refused = await Assert.ThrowsAsync<TemplateException>(() => StartAsync(Template.Replace(before, after, StringComparison.Ordinal)));
        var error = Assert.Single(refused.Errors);
        Assert.Equal((resource, message), (error.Resource, error.Message));
    }

    private async Task<string> SheetAsync(Emulator aws, string name)
    {
        using var answer = await http.GetAsync(new Uri($"{aws.EndpointUrl}/auth/shop/assets/{name}?client_id={ClientOf(aws)}"), Cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync(Cancellation);
    }

    private static string ClientOf(Emulator aws) => aws.Stacks.Main.UserPools.Single(static part => part.Kind == Sam.UserPoolResourceKind.Client).PhysicalId;

    private static string Login(Emulator aws, string page) =>
        $"{aws.EndpointUrl}/auth/shop/{page}?client_id={ClientOf(aws)}&response_type=code&redirect_uri=https%3A%2F%2Fapp.example.com%2Fcallback";

    private async Task<Emulator> StartAsync(string template)
    {
        var file = Path.Combine(folder.FullName, "template.yaml");
        await File.WriteAllTextAsync(file, template, Cancellation);
        var options = new EmulatorOptions { Templates = [new TemplateSource(file, EmulatorOptions.DefaultAccount)], Port = 0, DataFolder = Path.Combine(folder.FullName, "state") };
        return await Emulator.StartAsync(options, LoadedStacks.Load(options), Cancellation);
    }
}
