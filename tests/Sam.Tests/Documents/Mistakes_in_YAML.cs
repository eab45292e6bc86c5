using Sam.Tests.Templates;

namespace Sam.Tests.Documents;

/// <summary>The commonest mistakes in YAML, each told at the line that has it, wherever the parser gave up.</summary>
public sealed class Mistakes_in_YAML
{
    private const string Whole = """
        AWSTemplateFormatVersion: "2010-09-09"
        Transform: AWS::Serverless-2016-10-31
        Description: A shop
        Globals:
          Function:
            Runtime: python3.13
            Timeout: 5
        Parameters:
          One: { Type: String }
          Two: { Type: String }
        Resources:
          Api:
            Type: AWS::Serverless::HttpApi
            Properties:
              StageName: v1
          Shop:
            Type: AWS::Serverless::Function
            Properties:
              Handler: app.handler
              CodeUri: 'shop'
              Description: Sells things
              Layers: [!Ref One, !Ref Two]
              Environment:
                Variables:
                  TABLE: orders
                  URL: !Sub "https://${AWS::Region}/v1"
              Policies:
                - AWSLambdaBasicExecutionRole
                - Version: "2012-10-17"
                  Statement:
                    - Effect: Allow
                      Action: dynamodb:PutItem
                      Resource: "*"
              Events:
                Buy:
                  Type: HttpApi
                  Properties: { ApiId: !Ref Api, Path: /buy, Method: POST }
        Outputs:
          Url:
            Value: !Ref Api
        """;

    /// <summary>A line of the template above, what somebody wrote in its place, and which line is told.</summary>
    public static TheoryData<string, string, string> Table => new()
    {
        { "a quote that is not closed", "Description: Sells things", "Description: \"Sells things" },
        { "a single quote that is not closed", "Description: Sells things", "Description: 'Sells things" },
        { "a quote of the first lines that is not closed", "AWSTemplateFormatVersion: \"2010-09-09\"", "AWSTemplateFormatVersion: \"2010-09-09" },
        { "a quote behind !Sub that is not closed", "URL: !Sub \"https://${AWS::Region}/v1\"", "URL: !Sub \"https://${AWS::Region}/v1" },
        { "a single quote that another closes far below", "Description: A shop", "Description: 'A shop" },
        { "a quote between braces that is not closed", "Properties: { ApiId: !Ref Api, Path: /buy, Method: POST }", "Properties: { ApiId: !Ref Api, Path: \"/buy, Method: POST }" },
        { "a bracket over several lines that is not closed", "Layers: [!Ref One, !Ref Two]", "Layers: [\n        !Ref One,\n        !Ref Two" },
        { "a brace of the first lines that is not closed", "One: { Type: String }", "One: { Type: String" },
        { "an apostrophe in single quotes", "Description: Sells things", "Description: 'The shop's things'" },
        { "a bracket that is not closed", "Layers: [!Ref One, !Ref Two]", "Layers: [!Ref One, !Ref Two" },
        { "a brace that is not closed", "Properties: { ApiId: !Ref Api, Path: /buy, Method: POST }", "Properties: { ApiId: !Ref Api, Path: /buy, Method: POST" },
        { "a bracket too many", "Layers: [!Ref One, !Ref Two]", "Layers: [!Ref One, !Ref Two]]" },
        { "a comma that is missing between braces", "Properties: { ApiId: !Ref Api, Path: /buy, Method: POST }", "Properties: { ApiId: !Ref Api Path: /buy, Method: POST }" },
        { "a colon that is missing", "Handler: app.handler", "Handler app.handler" },
        { "a colon that is missing before values below", "Environment:", "Environment" },
        { "a space that is missing behind a colon", "Handler: app.handler", "Handler:app.handler" },
        { "a key indented too far", "      CodeUri: 'shop'", "        CodeUri: 'shop'" },
        { "a key indented too little", "      CodeUri: 'shop'", "     CodeUri: 'shop'" },
        { "a resource indented too little", "  Shop:", " Shop:" },
        { "a list item indented too little", "        - Version: \"2012-10-17\"", "     - Version: \"2012-10-17\"" },
        { "a key of a list item indented too little", "          Statement:", "         Statement:" },
        { "a list item without a space", "        - AWSLambdaBasicExecutionRole", "        -AWSLambdaBasicExecutionRole" },
        { "a tab", "      CodeUri: 'shop'", "\t    CodeUri: 'shop'" },
        { "a tab behind spaces", "      CodeUri: 'shop'", "      \tCodeUri: 'shop'" },
        { "a colon in plain text", "Description: Sells things", "Description: Sells: things" },
        { "an at sign at the start", "TABLE: orders", "TABLE: @orders" },
        { "a backtick at the start", "TABLE: orders", "TABLE: `orders`" },
        { "a percent sign at the start", "TABLE: orders", "TABLE: %orders" },
        { "an asterisk at the start", "Resource: \"*\"", "Resource: *" },
        { "an ampersand at the start", "TABLE: orders", "TABLE: &" },
        { "a backslash in double quotes", "TABLE: orders", "TABLE: \"C:\\orders\"" },
        { "text behind a closing quote", "Resource: \"*\"", "Resource: \"*\"/x" },
        { "!GetAtt of nothing", "URL: !Sub \"https://${AWS::Region}/v1\"", "URL: !GetAtt" },
        { "a tag that is none", "Value: !Ref Api", "Value: !Reff Api" },
        { "a mark of git's", "Handler: app.handler", "<<<<<<< HEAD" },
        { "a comment of another language", "Handler: app.handler", "// Handler: app.handler" },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void Are_told_at_their_line(string mistake, string right, string wrong)
    {
        var lines = Whole.Split('\n');
        var at = Array.FindIndex(lines, line => line.Contains(right, StringComparison.Ordinal)) + 1;
        var text = Whole.Replace(right, wrong, StringComparison.Ordinal);

        var errors = Errors(text);

        Assert.True(errors.Any(error => error.StartsWith($"template.yaml:{at}: ", StringComparison.Ordinal) || error.StartsWith($"template.yaml:{at} ", StringComparison.Ordinal)), $"{mistake}, line {at}: {wrong}\n{string.Join('\n', errors)}");
    }

    /// <summary>What is told says it too: the parser's own words are of indicators and scalars.</summary>
    [Theory]
    [InlineData("Description: Sells things", "Description: \"Sells things", "the \" of this line is not closed before line 26. Close it.")]
    [InlineData("Layers: [!Ref One, !Ref Two]", "Layers: [!Ref One, !Ref Two", "the '[' of this line is not closed. Close it.")]
    [InlineData("Handler: app.handler", "Handler app.handler", "the line is no 'Key: value', and no '- value' of a list. Write the colon or the dash, with a space behind it.")]
    public void Are_told_in_words_of_the_file(string right, string wrong, string told) =>
        Assert.Contains(Errors(Whole.Replace(right, wrong, StringComparison.Ordinal)), error => error.EndsWith($"This is not valid YAML: {told}", StringComparison.Ordinal));

    /// <summary>JSON has its quotes and brackets on every line.</summary>
    [Theory]
    [InlineData(3, "\"A\": {", "\"A: {")]
    [InlineData(4, "\"AWS::SQS::Queue\",", "\"AWS::SQS::Queue,")]
    [InlineData(5, "\"QueueName\": \"a\" }", "\"QueueName\": \"a\"")]
    [InlineData(8, "\"B\": {\n      \"Type\": \"AWS::SQS::Queue\"\n    }", "\"B\": {\n      \"Type\": \"AWS::SQS::Queue\"")]
    public void Are_told_at_their_line_in_JSON(int line, string right, string wrong)
    {
        const string Json = """
            {
              "Resources": {
                "A": {
                  "Type": "AWS::SQS::Queue",
                  "Properties": { "QueueName": "a" }
                },

                "B": {
                  "Type": "AWS::SQS::Queue"
                }
              },
              "Outputs": {
                "O": { "Value": "it's [fine]" }
              }
            }
            """;
        Assert.Empty(Errors(Json));
        Assert.Contains(right, Json, StringComparison.Ordinal);

        Assert.StartsWith($"template.yaml:{line}: This is not valid YAML", Errors(Json.Replace(right, wrong, StringComparison.Ordinal)).First(), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_a_Sub_without_a_text_are_noted() => Assert.Contains(
        "'!Sub' without a text is an empty text.",
        TemplateLoader.Parse(Whole.Replace(" \"https://${AWS::Region}/v1\"", "", StringComparison.Ordinal), "template.yaml", Given.Options).Stack!.Notices.Select(static notice => notice.Message));

    [Fact]
    public void Are_none_in_the_template_itself() => Assert.Empty(Errors(Whole));

    private static List<string> Errors(string text) => [.. TemplateLoader.Parse(text, "template.yaml", Given.Options).Errors.Select(static error => error.ToString())];
}
