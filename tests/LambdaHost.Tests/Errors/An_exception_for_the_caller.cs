using System.Text.Json;
using LambdaHost.Errors;

namespace LambdaHost.Tests.Errors;

/// <summary>As the managed runtime writes it: <c>errorType</c>, <c>errorMessage</c>, <c>stackTrace</c>, <c>cause</c>, <c>causes</c>.</summary>
public class An_exception_for_the_caller
{
    [Fact]
    public async Task Has_its_type_its_message_and_its_stack()
    {
        var error = await ErrorOfAsync("plain");
        Assert.Equal("InvalidOperationException", error.Type);
        var json = Parse(error);
        Assert.Equal("InvalidOperationException", json.GetProperty("errorType").GetString());
        Assert.Equal("it broke", json.GetProperty("errorMessage").GetString());
        Assert.StartsWith("at Sample.Surroundings.Fails(String kind)", json.GetProperty("stackTrace")[0].GetString(), StringComparison.Ordinal);
        Assert.False(json.TryGetProperty("cause", out _));
    }

    [Fact]
    public async Task Has_what_caused_it()
    {
        var json = Parse(await ErrorOfAsync("caused"));
        Assert.Equal("inner", json.GetProperty("cause").GetProperty("errorMessage").GetString());
        json = Parse(await ErrorOfAsync("several"));
        Assert.Equal("AggregateException", json.GetProperty("errorType").GetString());
        Assert.Equal(["one", "two"], json.GetProperty("causes").EnumerateArray().Select(static cause => cause.GetProperty("errorMessage").GetString()));
        Assert.False(json.GetProperty("causes")[0].TryGetProperty("stackTrace", out _));
    }

    [Fact]
    public void Has_no_half_of_a_surrogate_pair() =>
        Assert.Equal("half \uFFFD", Parse(ErrorDocument.Of(new InvalidOperationException("half \ud83d"))).GetProperty("errorMessage").GetString());

    [Fact]
    public async Task Is_cut_where_it_is_too_long()
    {
        var json = Parse(await ErrorOfAsync("long"));
        Assert.Equal("Exception exceeded maximum payload size of 256KB.", json.GetProperty("errorMessage").GetString());
    }

    private static async Task<ErrorDocument> ErrorOfAsync(string kind) =>
        ErrorDocument.Of(await Assert.ThrowsAnyAsync<Exception>(() => Handlers.Given.AnswerAsync(Handlers.Given.Handler("Surroundings::Fails"), $"\"{kind}\"")));

    private static JsonElement Parse(ErrorDocument error)
    {
        using var json = JsonDocument.Parse(error.Json);
        return json.RootElement.Clone();
    }
}
