using Sam.Configuration;

namespace Sam.Tests.Configuration;

/// <summary>The file that <c>--parameters-file</c> names.</summary>
public sealed class A_file_of_values : IDisposable
{
    private readonly string file = Path.GetTempFileName();

    public void Dispose() => File.Delete(file);

    private ParametersFile Read(string text)
    {
        File.WriteAllText(file, text);
        return ParametersFile.Read(file);
    }

    [Theory]
    [InlineData("Stage: prod\n/shop/url: https://x\nsecretsmanager:db: {user: scott, port: 1}\nNames: [a, b]\nEmpty:\n", "/shop/url=https://x Names=a,b Stage=prod secretsmanager:db={\"user\":\"scott\",\"port\":1}")]
    [InlineData("""{"Stage": "prod", "Count": 3}""", "Count=3 Stage=prod")]
    [InlineData("""[{"ParameterKey": "Stage", "ParameterValue": "prod"}, {"ParameterKey": "Old", "UsePreviousValue": true}]""", "Stage=prod")]
    [InlineData("""{"Parameters": {"Stage": "prod"}, "Tags": {"a": "b"}}""", "Stage=prod")]
    [InlineData("- Stage=prod\n- A=b=c\n", "A=b=c Stage=prod")]
    public void Is_read_in_its_own_form_and_in_those_of_AWS(string text, string expected) => Assert.Equal(
        expected, string.Join(' ', Read(text).Values.OrderBy(static pair => pair.Key, StringComparer.Ordinal).Select(static pair => $"{pair.Key}={pair.Value}")));

    [Theory]
    [InlineData("- {}", "This is no value of a parameter.")]
    [InlineData("text", "A file of values is a map from names to values, but this is text.")]
    [InlineData("a: [", "This is not valid YAML")]
    public void Is_told_when_it_is_wrong(string text, string error) => Assert.Contains(error, Assert.Single(Read(text).Errors).Message, StringComparison.Ordinal);
}
