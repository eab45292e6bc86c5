using System.Reflection;
using LambdaHost.Errors;
using LambdaHost.Handlers;

namespace LambdaHost.Tests.Handlers;

/// <summary>In the words of AWS's own runtime, by whose type callers know them.</summary>
public class Handlers_that_cannot_be_called
{
    [Theory]
    [InlineData("", "Empty lambda function handler. The valid format is 'ASSEMBLY::TYPE::METHOD'.")]
    [InlineData("Sample.Handlers", "Invalid lambda function handler: 'Sample.Handlers'. The valid format is 'ASSEMBLY::TYPE::METHOD'.")]
    [InlineData("Sample.Handlers::T", "Invalid lambda function handler: 'Sample.Handlers::T'. The valid format is 'ASSEMBLY::TYPE::METHOD'.")]
    [InlineData("::T::M", "Invalid lambda function handler: '::T::M', the assembly is missing. The valid format is 'ASSEMBLY::TYPE::METHOD'.")]
    [InlineData("A:: ::M", "Invalid lambda function handler: 'A:: ::M', the type is missing. The valid format is 'ASSEMBLY::TYPE::METHOD'.")]
    [InlineData("A::T::", "Invalid lambda function handler: 'A::T::', the method is missing. The valid format is 'ASSEMBLY::TYPE::METHOD'.")]
    [InlineData("No.Such::T::M", "Could not find the specified handler assembly with the file name 'No.Such, Culture=neutral, PublicKeyToken=null'. The assembly should be located in the root of your uploaded .zip file.")]
    [InlineData("Sample.Handlers::Sample.Missing::M", "Unable to load type 'Sample.Missing' from assembly 'Sample.Handlers'.")]
    [InlineData("Sample.Handlers::Sample.Forms::Missing", "Unable to find method 'Missing' in type 'Sample.Forms' from assembly 'Sample.Handlers': Found no methods matching method name 'Missing'.")]
    [InlineData("Sample.Handlers::Sample.Forms::Overloaded", "The method 'Overloaded' in type 'Sample.Forms' appears to have a number of overloads. To call this method please specify a complete method signature. Possible candidates are:\nSystem.String Overloaded(System.String)\nSystem.String Overloaded(Int32).")]
    [InlineData("Sample.Handlers::Sample.Forms::Three", "Method 'Three' of type 'Sample.Forms' is not supported: the method has more than 2 parameters.")]
    [InlineData("Sample.Handlers::Sample.Forms::SecondIsNoContext", "Method 'SecondIsNoContext' of type 'Sample.Forms' is not supported: the method has 2 parameters, but the second parameter is not of type 'Amazon.Lambda.Core.ILambdaContext'.")]
    [InlineData("Sample.Handlers::Sample.Forms::Generic", "The method 'T Generic[T](T)' cannot be used as a Lambda Handler because it is a generic method. Handler methods cannot be generic. Please specify a non-generic handler method.")]
    [InlineData("Sample.Handlers::Sample.Forms::AsyncVoid", "The method 'Void AsyncVoid(System.String)' cannot be used as a Lambda Handler because it is an 'async void' method. Handler methods cannot be 'async void'. Please specify a method that is not 'async void'.")]
    [InlineData("Sample.Handlers::Sample.Forms::Params", "The method 'System.String Params(System.String[])' cannot be used as a Lambda Handler because it is a 'params' method. Please specify a method that does not use 'params'.")]
    [InlineData("Sample.Handlers::Sample.Generic`1::Get", "The type 'Sample.Generic`1' cannot be used as a Lambda Handler type because it is generic. Handler methods cannot be located in generic types. Please specify a handler method in a non-generic type.")]
    [InlineData("Sample.Handlers::Sample.Abstract::Get", "The instance method 'System.String Get(System.String)' cannot be used as a Lambda Handler because its type 'Sample.Abstract' is abstract. Please either use a static handler or specify a type that is not abstract.")]
    public void Are_refused(string handler, string because) => Assert.Equal(because, Assert.Throws<LambdaValidationException>(() => HandlerMethod.Load(HandlerText.Parse(handler))).Message);

    [Fact]
    public void Fail_as_their_constructor_does()
    {
        Assert.Equal("no table", Assert.IsType<InvalidOperationException>(Assert.Throws<TargetInvocationException>(() => Given.Handler("FailsToStart::Get")).InnerException).Message);
        Assert.Equal("no table", Assert.IsType<InvalidOperationException>(Assert.Throws<TypeInitializationException>(() => Given.Handler("FailsInItsType::Get")).InnerException).Message);
        Assert.Throws<MissingMethodException>(() => Given.Handler("NeedsArguments::Get"));
    }

    /// <summary>This assembly names no serializer.</summary>
    [Theory]
    [InlineData(nameof(WithoutSerializer.Reads), "deserialize input", "System.Int32")]
    [InlineData(nameof(WithoutSerializer.Writes), "serialize output", "System.String")]
    public void Need_a_serializer_for_all_but_streams(string method, string what, string type)
    {
        var text = new HandlerText("LambdaHost.Tests", typeof(WithoutSerializer).FullName!, method);
        Assert.Equal(
            $"Could not find the LambdaSerializerAttribute on the assembly 'LambdaHost.Tests' or method '{method}' while attempting to {what} data of type '{type}'. To use types other "
            + "than System.IO.Stream as input/output parameters, the assembly or Lambda function should be annotated with Amazon.Lambda.Core.LambdaSerializerAttribute.",
            Assert.Throws<LambdaValidationException>(() => HandlerMethod.Load(text)).Message);
        Assert.Null(HandlerMethod.Load(text with { Method = nameof(WithoutSerializer.Copies) }).Serializer);
    }

    [Theory]
    [InlineData(nameof(WithWrongSerializer.NoInterface), "The 'System.Object' class is invalid: it does not implement the 'ILambdaSerializer' interface.")]
    [InlineData(nameof(WithWrongSerializer.NoConstructor), "The indicated serializer 'System.String' does not define a public zero-parameter constructor.")]
    [InlineData(nameof(WithWrongSerializer.None), "The 'SerializerType' property on attribute class 'Amazon.Lambda.Core.LambdaSerializerAttribute' is not set.")]
    public void Need_one_that_is_a_serializer(string method, string because) => Assert.Equal(
        because, Assert.Throws<LambdaValidationException>(() => HandlerMethod.Load(new HandlerText("LambdaHost.Tests", typeof(WithWrongSerializer).FullName!, method))).Message);

    internal static class WithoutSerializer
    {
        public static void Reads(int input) => Assert.Fail($"called with {input}");

        public static string Writes(Stream input) => input.ToString()!;

        public static Stream Copies(Stream input) => input;
    }

    internal static class WithWrongSerializer
    {
        [Amazon.Lambda.Core.LambdaSerializer(typeof(object))]
        public static int NoInterface(int input) => input;

        [Amazon.Lambda.Core.LambdaSerializer(typeof(string))]
        public static int NoConstructor(int input) => input;

        [Amazon.Lambda.Core.LambdaSerializer(null!)]
        public static int None(int input) => input;
    }
}
