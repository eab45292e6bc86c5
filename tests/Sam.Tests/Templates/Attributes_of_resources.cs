namespace Sam.Tests.Templates;

/// <summary>What stands beside <c>Type</c> and <c>Properties</c>.</summary>
public class Attributes_of_resources
{
    private static string Template(string type, string attribute, string transform = "[]") => $$"""
        Transform: {{transform}}
        Resources:
          Thing: {Type: '{{type}}', {{attribute}} }
        """;

    [Theory]
    [InlineData("Custom::Thing", "Version: '1.0'")]
    [InlineData("AWS::CloudFormation::CustomResource", "Version: '1.0', Properties: {ServiceToken: x}")]
    [InlineData("AWS::SNS::Topic", "Description: News")]
    public void May_say_what_has_no_bearing_on_access(string type, string attribute) => Assert.Empty(Given.Closures(Template(type, attribute)));

    [Theory]
    [InlineData("AWS::SNS::Topic", "Version: '1.0'", "[]")]
    [InlineData("AWS::SNS::Topic", "Count: 3", "[]")]
    [InlineData("AWS::SNS::Topic", "DependOn: []", "[Copies]")]
    public void Are_errors_where_CloudFormation_takes_no_such_attribute(string type, string attribute, string transform) => Assert.Contains(
        Given.Errors(Template(type, attribute, transform)), static error => error.Contains("is not an attribute of a resource.", StringComparison.Ordinal));

    [Fact]
    public void May_be_meant_for_a_macro_which_closes_the_template() => Assert.Contains(
        Given.Closures(Template("AWS::SNS::Topic", "Count: 3", "[Copies]")), static closure => closure.Contains("The macro 'Copies'", StringComparison.Ordinal));
}
