using System.Diagnostics;
using System.Text;
using Sam.Tests.Templates;

namespace Sam.Tests.Documents;

/// <summary>Whatever a file holds, it is answered with an error and its line, within a second and in bounded memory.</summary>
public sealed class Hostile_files : IDisposable
{
    private const int Megabyte = 1_000_000;

    private readonly string folder = Directory.CreateTempSubdirectory("hostile").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    public static TheoryData<string, string> Texts { get; } = new()
    {
        { "flow lists in flow lists", new string('[', Megabyte) },
        { "flow maps in flow maps", string.Concat(Enumerable.Repeat("{a: ", Megabyte / 4)) },
        { "lists in lists", string.Concat(Enumerable.Repeat("- ", Megabyte / 2)) },
        { "keys in keys", string.Concat(Enumerable.Repeat("? ", Megabyte / 2)) },
        { "an alias bomb", $"a0: &a0 [x, x]\n{string.Concat(Enumerable.Range(1, 60).Select(static i => $"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]\n"))}Resources: {{}}\n" },
        { "a merge bomb", $"a0: &a0 {{x: 1}}\n{string.Concat(Enumerable.Range(1, 60).Select(static i => $"a{i}: &a{i} {{<<: [*a{i - 1}, *a{i - 1}], y{i}: *a{i - 1}}}\n"))}Resources: {{}}\n" },
        { "one long text", $"Description: {new string('x', Megabyte)}\nResources: []\n" },
        { "one long key", $"{new string('x', Megabyte)}: 1\n" },
        { "one long tag", $"a: !{new string('x', Megabyte)} 1\n" },
        { "many anchors", string.Concat(Enumerable.Range(0, 60_000).Select(static i => $"a{i}: &b{i} x\n")) },
        { "many unknown sections", string.Concat(Enumerable.Range(0, 80_000).Select(static i => $"Resource{i}: x\n")) },
        { "many names that nothing has", $"Resources:\n{string.Concat(Enumerable.Range(0, 9_000).Select(static i => $"  Q{i}: {{Type: AWS::SQS::Queue, Properties: {{QueueName: !Sub '${{P{i}}}'}}}}\n"))}" },
        { "many conditions that nothing has", $"Resources:\n{string.Concat(Enumerable.Range(0, 9_000).Select(static i => $"  Q{i}: {{Type: AWS::SQS::Queue, Condition: C{i}}}\n"))}Conditions: {{{string.Join(", ", Enumerable.Range(0, 9_000).Select(static i => $"X{i}: !Equals [a, b]"))}}}\n" },
        { "names made of each other", $"Resources:\n{string.Concat(Enumerable.Range(0, 9_000).Select(static i => $"  Q{i}: {{Type: AWS::SQS::Queue, Properties: {{QueueName: !Sub '${{Q{i + 1}.QueueName}}x'}}}}\n"))}" },
        { "conditions made of each other", $"Conditions:\n{string.Concat(Enumerable.Range(0, 15_000).Select(static i => $"  C{i}: !Not [!Condition C{i + 1}]\n"))}Resources: {{T: {{Type: AWS::SNS::Topic}}}}\n" },
        { "texts of texts", $"Parameters: {{P: {{Type: String, Default: {new string('x', 4_000)}}}}}\nResources: {{T: {{Type: AWS::SNS::Topic, Properties: {{TopicName: !Sub '{string.Concat(Enumerable.Repeat("${P}", 200_000))}'}}}}}}\n" },
        { "a tab for indentation", "Resources:\n\tTopic:\n\t\tType: AWS::SNS::Topic\n" },
        { "a NUL", "Resources:\n  T: {Type: AWS::SNS::Topic, Properties: {TopicName: \"a\0b\"}}\n\0\n" },
        { "a text that does not end", $"Resources: \"{new string('\n', Megabyte)}" },
        { "a second document", "Resources: {T: {Type: AWS::SNS::Topic}}\n---\nResources: {}\n" },
        { "nothing", "" },
        { "spaces", new string(' ', Megabyte) },
        { "comments", string.Concat(Enumerable.Repeat("#\n", Megabyte / 2)) },
        { "JSON without an end", $"{{\"Resources\": {{\"T\": {string.Concat(Enumerable.Repeat("{\"a\":", 100_000))}" },
        { "a long Fn::Sub", $"Resources: {{T: {{Type: AWS::SNS::Topic, Properties: {{TopicName: !Sub '{string.Concat(Enumerable.Repeat("${", 400_000))}'}}}}}}\n" },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void Are_answered_within_a_second(string what, string text)
    {
        var file = Path.Combine(folder, "template.yaml");
        File.WriteAllText(file, text);
        var (clock, memory) = (Stopwatch.StartNew(), GC.GetAllocatedBytesForCurrentThread());

        var result = TemplateLoader.Load(file, new StackOptions());

        Assert.NotEmpty(result.Errors);
        Assert.All(result.Errors, error => Assert.InRange(error.At.Line, 1, text.Count('\n') + 1));
        // A second where nothing else runs. Here other tests do, so that only what grows without end is seen.
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), $"{what} took {clock.Elapsed}");
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - memory < 1_000_000_000, what);
    }

    [Fact]
    public void Are_not_read_when_they_are_larger_than_CloudFormation_takes()
    {
        var file = Path.Combine(folder, "template.yaml");
        using (var stream = File.Create(file))
        {
            stream.SetLength(50_000_000);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Single(TemplateLoader.Load(file, new StackOptions()).Errors);

        Assert.Equal("The template is larger than 1048576 bytes, and CloudFormation takes no larger one.", error.Message);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 5_000_000);
    }

    [Fact]
    public void Are_not_nested_without_end()
    {
        foreach (var level in Enumerable.Range(0, 9))
        {
            var resources = string.Concat(Enumerable.Range(0, 20).Select(i => $"  S{i}: {{Type: AWS::CloudFormation::Stack, Properties: {{TemplateURL: level{level + 1}.yaml}}}}\n"));
            File.WriteAllText(Path.Combine(folder, $"level{level}.yaml"), $"Resources:\n{resources}");
        }

        File.WriteAllText(Path.Combine(folder, "level9.yaml"), "Resources: {T: {Type: AWS::SNS::Topic}}\n");
        var clock = Stopwatch.StartNew();
        var errors = TemplateLoader.Load(Path.Combine(folder, "level0.yaml"), new StackOptions()).Errors;

        Assert.Contains(errors, static error => error.Message == "More than 500 templates are nested in each other.");
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), $"{clock.Elapsed}");
    }

    [Fact]
    public void Are_not_included_without_end()
    {
        File.WriteAllText(Path.Combine(folder, "part.yaml"), string.Concat(Enumerable.Range(0, 20_000).Select(static i => $"K{i}: x\n")));
        var file = Path.Combine(folder, "template.yaml");
        var include = "{'Fn::Transform': {Name: 'AWS::Include', Parameters: {Location: part.yaml}}}";
        File.WriteAllText(file, $"Resources:\n{string.Concat(Enumerable.Range(0, 3_000).Select(i => $"  T{i}: {{Type: AWS::SNS::Topic, Metadata: {include}}}\n"))}");
        var clock = Stopwatch.StartNew();
        var error = Assert.Single(TemplateLoader.Load(file, new StackOptions()).Errors);

        Assert.Equal("The template holds more than 500000 values when its included files are written out.", error.Message);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), $"{clock.Elapsed}");
    }

    [Fact]
    public void Are_UTF_8()
    {
        var file = Path.Combine(folder, "template.yaml");
        File.WriteAllBytes(file, [.. "Resources:\n  T:\n    Type: "u8, 0xC3, 0x28, 0x0A]);

        Assert.Equal($"{file}:3: This is not UTF-8 text. Save the file as UTF-8.", Assert.Single(TemplateLoader.Load(file, new StackOptions()).Errors).ToString());
    }

    [Fact]
    public void Are_files()
    {
        Assert.Equal("The template cannot be read: it is a folder.", Assert.Single(TemplateLoader.Load(folder, new StackOptions()).Errors).Message);
        Assert.StartsWith("The template cannot be read: Could not find", Assert.Single(TemplateLoader.Load(Path.Combine(folder, "none.yaml"), new StackOptions()).Errors).Message, StringComparison.Ordinal);
        Assert.StartsWith("The template cannot be read: ", Assert.Single(TemplateLoader.Load("a\0b", new StackOptions()).Errors).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\n", false)]
    [InlineData("\r\n", false)]
    [InlineData("\r\n", true)]
    public void Are_read_with_any_line_ends_and_byte_order_marks(string lineEnd, bool mark)
    {
        var file = Path.Combine(folder, "template.yaml");
        var text = "%YAML 1.1\n---\nResources:\n  T:\n    Type: AWS::SNS::Topic\n    Properties: &p\n      TopicName: !Sub\n      - ${a}-${AWS::Region}\n      - a: x\n  Second: {Type: AWS::SNS::Topic, Properties: {<<: *p, TopicName: y}}\nOutputs:\n  1: {Value: !GetAtt T.TopicName}\n  2012-10-17: {Value: !Select [0, [!GetAtt Second.TopicName]]}\n...\n";
        File.WriteAllText(file, text.Replace("\n", lineEnd, StringComparison.Ordinal), new UTF8Encoding(mark));

        var result = TemplateLoader.Load(file, new StackOptions());

        Assert.Equal([], result.Errors.Select(static error => error.ToString()));
        Assert.Equal(["1=x-us-east-1", "2012-10-17=y"], result.Stack!.Outputs.Select(static output => $"{output.Name}={output.Value}"));
    }

    [Fact]
    public void Are_read_with_a_byte_order_mark_in_their_text() =>
        Assert.NotEmpty(Given.Stack("\uFEFFResources: {T: {Type: AWS::SNS::Topic}}").References);
}
