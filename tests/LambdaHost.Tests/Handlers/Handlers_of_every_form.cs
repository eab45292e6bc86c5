namespace LambdaHost.Tests.Handlers;

/// <summary>What a method takes and returns: "Define Lambda function handler in C#", section "Class library handlers".</summary>
public class Handlers_of_every_form
{
    [Theory]
    [InlineData("Forms::NoInput", "{}", "\"nothing\"")]
    [InlineData("Forms::Text", "\"ab\"", "\"AB\"")]
    [InlineData("Forms::Number", "41", "42")]
    [InlineData("Forms::Plain", """{"id":"o-1","count":1}""", """{"Id":"o-1","Count":2}""")]
    [InlineData("Forms::Bytes", "raw", "[raw]")]
    [InlineData("Forms::BytesLater", "raw", "3")]
    [InlineData("Forms::Nothing", "{}", "")]
    [InlineData("Forms::NothingLater", "{}", "")]
    [InlineData("Forms::Later", """{"id":"o-1","count":1}""", """{"Id":"later","Count":1}""")]
    [InlineData("Forms::AlreadyThere", """{"id":"o-1","count":1}""", """{"Id":"o-1","Count":1}""")]
    [InlineData("Forms::OfDerivedTask", "\"x\"", "\"derived x\"")]
    [InlineData("Forms::Static", "\"x\"", "\"static x\"")]
    [InlineData("Forms::Private", "\"x\"", "\"private x\"")]
    [InlineData("Forms::Element", "[1]", """{"kind":"Array"}""")]
    [InlineData("Forms::Null", "{}", "null")]
    [InlineData("Forms::OwnSerializer", "\"x\"", "\"X\"")]
    [InlineData("Forms::System.String Overloaded(Int32)", "7", "\"number 7\"")]
    [InlineData("Forms+Nested::In", "\"x\"", "\"nested x\"")]
    [InlineData("OfStruct::Get", "\"x\"", "\"struct x\"")]
    [InlineData("OfStaticClass::Get", "\"x\"", "\"static class x\"")]
    public async Task Answer_what_the_method_returns(string handler, string input, string answer) => Assert.Equal(answer, await Given.AnswerAsync(Given.Handler(handler), input));

    /// <summary>The runtime's source knows tasks alone: any other thing goes to the serializer, a <c>ValueTask</c> too.</summary>
    [Fact]
    public async Task Answer_a_value_task_as_the_object_that_it_is() =>
        Assert.Contains("\"IsCompleted\":true", await Given.AnswerAsync(Given.Handler("Forms::OfValueTask"), "7"), StringComparison.Ordinal);

    [Fact]
    public async Task Are_found_in_the_type_that_theirs_derives_from()
    {
        var handler = Given.Handler("LambdaEntryPoint::FunctionHandlerAsync");
        Assert.Equal("Amazon.Lambda.Core.ILambdaContext", handler.ContextType?.FullName);
        Assert.Equal("\"LambdaEntryPoint x\"", await Given.AnswerAsync(handler, "\"x\""));
    }

    [Fact]
    public async Task Keep_their_object_from_one_event_to_the_next()
    {
        var handler = Given.Handler("Forms::Count");
        Assert.Equal("1", await Given.AnswerAsync(handler, "{}"));
        Assert.Equal("2", await Given.AnswerAsync(handler, "{}"));
    }

    /// <summary>Nothing of the runtime's stands around it.</summary>
    [Fact]
    public async Task Fail_with_the_exception_that_the_method_throws()
    {
        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => Given.AnswerAsync(Given.Handler("Surroundings::Fails"), "\"plain\""));
        Assert.Equal("it broke", thrown.Message);
        Assert.Equal("OrderException", (await Assert.ThrowsAnyAsync<Exception>(() => Given.AnswerAsync(Given.Handler("Surroundings::FailsLater"), "\"x\""))).GetType().Name);
        Assert.Equal("first", (await Assert.ThrowsAnyAsync<Exception>(() => Given.AnswerAsync(Given.Handler("Surroundings::FailsInSeveral"), "\"first\""))).Message);
    }

    [Fact]
    public async Task Fail_in_the_words_of_their_serializer_where_it_cannot_read_the_event()
    {
        var thrown = await Assert.ThrowsAnyAsync<Exception>(() => Given.AnswerAsync(Given.Handler("Forms::Number"), "\"x\""));
        Assert.Equal("JsonSerializerException", thrown.GetType().Name);
    }
}
