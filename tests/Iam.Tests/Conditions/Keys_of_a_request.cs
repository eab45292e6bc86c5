using CsCheck;

namespace Iam.Tests.Conditions;

public class Keys_of_a_request
{
    private static readonly Gen<string> Names = Gen.Select(Gen.Int[0, 59], Gen.Bool, static (number, isUpper) => isUpper ? $"AWS:KEY{number}" : $"aws:Key{number}");

    /// <summary>A key is set, or, where there is no value, removed.</summary>
    private static readonly Gen<(string Key, string? Value)[]> Steps = Gen.Select(Names, Gen.OneOf(Gen.Const((string?)null), Gen.String[0, 4])).Array[0, 200];

    [Fact]
    public void Are_those_of_a_dictionary_that_ignores_case() => Steps.Sample(static steps =>
    {
        var (context, model) = (new ConditionContext(), new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase));
        foreach (var (key, value) in steps)
        {
            if (value is null)
            {
                context.Remove(key);
                model.Remove(key);
            }
            else
            {
                context.Set(key, value);
                model[key] = value;
            }
        }

        var copy = context.Copy();
        context.Set("aws:Key0", "changed").Set("aws:Another", "set");
        Assert.Equal(model.Keys.Order(StringComparer.OrdinalIgnoreCase), copy.Keys.Order(StringComparer.OrdinalIgnoreCase));
        for (var i = 0; i < 60; i++)
        {
            Assert.Equal(model.TryGetValue($"aws:key{i}", out var expected), copy.TryGet($"aws:key{i}", out var values));
            Assert.Equal(expected, values.IsDefault ? null : Assert.Single(values));
        }
    });

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    [InlineData("True")]
    public void Keep_the_value_as_it_was_set(string value)
    {
        Assert.True(new ConditionContext().Set("aws:SecureTransport", value).TryGet("AWS:securetransport", out var values));
        Assert.Equal([value], values);
    }

    [Fact]
    public void Have_a_name()
    {
        Assert.Throws<ArgumentNullException>(static () => new ConditionContext().TryGet(null!, out _));
        Assert.Throws<ArgumentNullException>(static () => new ConditionContext().Set(null!, "value"));
        Assert.Throws<ArgumentNullException>(static () => new ConditionContext().Set(null!, ["value"]));
    }
}
