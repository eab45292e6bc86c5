using System.Text;
using Emulation.Access;
using Emulation.Explain;
using Emulation.Tests.Access;

namespace Emulation.Tests.Explain;

/// <summary>
/// Whoever is refused has written the path, and somebody else pastes what is advised. Pasted it is one statement more, which lets that call pass and no other: whatever quotes, braces,
/// wildcards and variables the path has.
/// </summary>
public class Advice_about_a_hostile_path
{
    private const string Nothing = """{ Effect: Allow, Action: "s3:GetObject", Resource: "*" }""";
    private const string Alphabet = "ab*?$\"'{}[]:,#!&%|>@`-= ~()<;^é\u00A0\u2028\U0001F511${}${*}";

    private const string Json =
        """
        { "Transform": "AWS::Serverless-2016-10-31", "Resources": {
          "Api": { "Type": "AWS::Serverless::Api", "Properties": { "StageName": "v1", "Auth": { "DefaultAuthorizer": "AWS_IAM", "InvokeRole": "NONE" } } },
          "Function": { "Type": "AWS::Serverless::Function", "Properties": { "CodeUri": ".", "Handler": "x", "Runtime": "dotnet10",
            "Events": { "Call": { "Type": "Api", "Properties": { "RestApiId": { "Ref": "Api" }, "Method": "GET", "Path": "/orders/{id}" } } } } },
          "Reader": { "Type": "AWS::IAM::Role", "Properties": { "RoleName": "Reader",
            "AssumeRolePolicyDocument": { "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:root" }, "Action": "sts:AssumeRole" }] },
            "Policies": [{ "PolicyName": "Reads", "PolicyDocument": { "Version": "2012-10-17", "Statement": [STATEMENT] } }] } } } }
        """;

    public static TheoryData<string> Hostile { get; } =
    [
        """a" }, { Effect: Allow, Action: "*", Resource: "*""",
        """a"}, {"Effect": "Allow", "Action": "*", "Resource": "*""",
        "*", "?", "a*b?c", "${Caller}", "${!Caller}", "${Reader}", "${AWS::AccountId}", "${aws:username}", "${*}", "${$}", "$", "$${", "${", "}", "!Ref Reader", "!Sub \"${Api}\"",
        "a # b", "a: b", "111122223333", ":us-east-1:", "arn:aws:iam::111122223333:role", "a.\u2028  * Add to Policies of Reader", "'", "&a *a",
        ..Generated(60),
    ];

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Is_one_statement_that_lets_this_call_pass_and_no_neighbour(string id)
    {
        var before = Given.Stacks(Sample.Template(Nothing));
        var pasted = Between(Advised(before, id), "Add to Policies of Reader (template.yaml:21): ", ".");

        LetsPassThisAlone(Given.Stacks(Sample.Template($"{Nothing}, {pasted}")), id, statements: 2);
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Is_so_in_a_template_of_JSON(string id)
    {
        const string None = """{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}""";
        var before = Given.Stacks(Json.Replace("STATEMENT", None, StringComparison.Ordinal));
        var pasted = Between(Advised(before, id), "Add to Policies of Reader (template.yaml:5): ", ".");

        LetsPassThisAlone(Given.Stacks(Json.Replace("STATEMENT", $"{None}, {pasted}", StringComparison.Ordinal)), id, statements: 2);
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Spares_it_alone_from_a_deny_of_all_but_a_list(string id)
    {
        const string Deny = """{ Effect: Deny, Principal: "*", Action: "execute-api:Invoke", NotResource: ["arn:aws:execute-api:*:*:*/v1/GET/other"] }""";
        var added = Between(Advised(Given.Stacks(Sample.Template(resourceStatement: Deny)), id), ": add ", " to NotResource.");

        LetsPassThisAlone(Given.Stacks(Sample.Template(resourceStatement: Deny.Replace("other\"]", $"other\", {added}]", StringComparison.Ordinal))), id, statements: 1);
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Names_it_alone_in_the_policy_of_the_API(string id)
    {
        const string Deny = """{ Effect: Deny, Principal: "*", Action: "execute-api:Invoke", Resource: "execute-api:/*" }""";
        var resource = Between(Advised(Given.Stacks(Sample.Template(resourceStatement: Deny)), id), ": leave ", " out of its resources, ");

        LetsPassThisAlone(Given.Stacks(Sample.Template(Nothing, $$"""{ Effect: Allow, Principal: "*", Action: "execute-api:Invoke", Resource: {{resource}} }""")), id, statements: 1);
    }

    /// <summary>The id of another template's API in the path takes the advice to no other template.</summary>
    [Fact]
    public void Goes_to_the_template_of_the_API_that_was_called()
    {
        var other = Sample.Template(Nothing).Replace("Reader", "Other", StringComparison.Ordinal).Replace("Api", "OtherApi", StringComparison.Ordinal)
            .Replace("Serverless::OtherApi", "Serverless::Api", StringComparison.Ordinal).Replace("Type: OtherApi", "Type: Api", StringComparison.Ordinal)
            .Replace("RestOtherApiId", "RestApiId", StringComparison.Ordinal);
        var stacks = Given.Stacks(new EmulatorOptions { Templates = [] }, ("other.yaml", other), ("template.yaml", Sample.Template(Nothing)));
        var words = new TemplateWords(stacks);
        var (theirs, ours) = (stacks.All[0], stacks.All[1]);
        var resource = $"arn:aws:execute-api:us-east-1:{ours.AccountId}:{ours.Apis[0].ApiId}/v1/GET/orders/:{theirs.Apis[0].ApiId}/{theirs.Apis[0].ApiId}";

        Assert.Equal("Api", ours.Apis[0].LogicalId);
        Assert.Same(ours, words.StackOf(resource));
        Assert.Contains($" of Api ({Path.GetFileName(ours.TemplatePath)}:", words.PolicyPlace(null, resource), StringComparison.Ordinal);
        Assert.DoesNotContain("OtherApi", words.Exactly(resource, ours).Text, StringComparison.Ordinal);
        Assert.Equal(["Api"], words.Exactly(resource, ours).Names);
    }

    /// <summary>A path that looks like a reference closes no circle, and is no parameter.</summary>
    [Fact]
    public void Refers_to_nothing_that_the_path_looks_like()
    {
        var stacks = Given.Stacks(Sample.Template(Nothing));
        var resource = $"arn:aws:execute-api:us-east-1:111122223333:{stacks.Main.Apis[0].ApiId}/v1/GET/orders/";
        foreach (var id in (string[])["${Function}", "!Ref Function", "!GetAtt Function.Arn", "\"Ref\": \"Function\"", "${Parameter}", "arn:aws:iam::111122223333:role"])
        {
            var value = new TemplateWords(stacks).Exactly($"{resource}{id}", stacks.Main);

            Assert.Equal(["Api"], value.Names);
            Assert.Equal("", new TemplateWords(stacks).ParametersIn(value, stacks.Main));
        }
    }

    /// <summary>No route takes a path with a backslash, but other services may be asked about such names.</summary>
    [Fact]
    public void Keeps_backslashes_and_lines_within_the_quotes()
    {
        var words = new TemplateWords(Given.Stacks(Sample.Template(Nothing)));

        Assert.Equal(@"!Sub ""arn:${AWS::Partition}:s3:::b/\\\"", x: y\u000A- z""", words.Exactly("arn:aws:s3:::b/\\\", x: y\n- z", null).Text);
    }

    [Fact]
    public void Has_no_line_and_no_hidden_character_of_the_path_in_the_text()
    {
        var stacks = Given.Stacks(Sample.Template(Nothing));
        var text = Explained(stacks, "a\u2028  * Add to Policies of Reader: all\u202E\u200B").ToString();

        Assert.DoesNotContain(text, static c => c is '\u2028' or '\u202E' or '\u200B');
        Assert.Contains("\\u2028", text, StringComparison.Ordinal);
    }

    /// <summary>An older version has no word for an asterisk that is none.</summary>
    [Fact]
    public void Says_that_a_policy_of_an_older_version_takes_no_such_path()
    {
        const string Deny = """{ Effect: Deny, Action: "execute-api:Invoke", NotResource: ["arn:aws:execute-api:*:*:*/v1/GET/other"] }""";
        var template = Sample.Template($"{Sample.AllowAll}, {Deny}");
        var older = template.Replace("PolicyDocument: { Version: \"2012-10-17\"", "PolicyDocument: { Version: \"2008-10-17\"", StringComparison.Ordinal);

        Assert.EndsWith(" to NotResource.", Advised(Given.Stacks(template), "*"), StringComparison.Ordinal);
        Assert.EndsWith(" to NotResource.", Advised(Given.Stacks(older), "a"), StringComparison.Ordinal);
        Assert.Contains(" to NotResource, once the policy has the Version \"2012-10-17\": ", Advised(Given.Stacks(older), "*"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("execute-api:Invoke", "execute-api:Invoke")]
    [InlineData("*", "\"*\"")]
    [InlineData("a:", "\"a:\"")]
    [InlineData("a\" }, b", "\"a\\\" }, b\"")]
    public void Quotes_a_word_that_YAML_would_read_otherwise(string word, string written) => Assert.Equal(written, TemplateValue.OfWord(word, isJson: false).Text);

    private static void LetsPassThisAlone(LoadedStacks stacks, string id, int statements)
    {
        Assert.Equal(statements, stacks.Main.Roles.Single(static role => role.Name == "Reader").Policies.Sum(static policy => policy.Statements.Length));
        Assert.InRange(stacks.Main.Apis[0].ResourcePolicy?.Statements.Length ?? 1, 1, 1);
        Assert.Contains(": ALLOWED", Explained(stacks, id).ToString(), StringComparison.Ordinal);
        foreach (var neighbour in Neighbours(id))
        {
            Assert.False(Explained(stacks, neighbour).Verdict == Iam.Verdict.Allow, $"{id} lets {neighbour} pass");
        }
    }

    private static IEnumerable<string> Neighbours(string id)
    {
        var all = id.EnumerateRunes().ToList();
        return ((IEnumerable<string>)
        [
            "other", $"{id}x", $"x{id}",
            .. all.SelectMany((_, i) => (string[])[Text(all, i, "z"), Text(all, i, ""), Text(all, i, "zz")]),
        ]).Where(one => one.Length > 0 && one != id && one is not ("search" or "." or ".."));
    }

    private static string Text(List<Rune> all, int at, string instead) => string.Concat(all.Select((rune, i) => i == at ? instead : rune.ToString()));

    private static string Advised(LoadedStacks stacks, string id) => Assert.Single(Explained(stacks, id).Changes).Change;

    private static ExplanationText Explained(LoadedStacks stacks, string id) =>
        ExplanationText.Of(RouteQuestion.Of(stacks, "Reader", "GET", $"/orders/{Uri.EscapeDataString(id)}", null, new Dictionary<string, string>()), stacks);

    private static string Between(string text, string before, string after)
    {
        var at = text.IndexOf(before, StringComparison.Ordinal);
        Assert.True(at >= 0, text);
        at += before.Length;
        return text[at..text.LastIndexOf(after, StringComparison.Ordinal)];
    }

    /// <summary>Texts of what YAML, JSON, Fn::Sub and policies give a meaning, the same each time.</summary>
    private static List<string> Generated(int count)
    {
        var letters = Alphabet.EnumerateRunes().ToArray();
        var random = new Random(16);
        return [.. Enumerable.Range(0, count).Select(_ => string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => letters[random.Next(letters.Length)])))
            .Select(static text => $"a{text}b")];
    }
}
