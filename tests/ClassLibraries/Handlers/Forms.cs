using System.Text;
using System.Text.Json;
using Amazon.Lambda.Core;
using Amazon.Lambda.Serialization.SystemTextJson;

[assembly: LambdaSerializer(typeof(DefaultLambdaJsonSerializer))]

namespace Sample;

public record Order(string Id, int Count);

/// <summary>Handlers of every form that the managed runtime takes.</summary>
public class Forms
{
    private int calls;

    public string NoInput() => "nothing";

    public string Text(string input) => input.ToUpperInvariant();

    public int Number(int input) => input + 1;

    public Order Plain(Order input) => input with { Count = input.Count + 1 };

    public string WithContext(Order input, ILambdaContext context) => $"{input.Id} {context.AwsRequestId}";

    public string ContextAlone(ILambdaContext context) => context.FunctionName;

    public Stream Bytes(Stream input)
    {
        using var reader = new StreamReader(input);
        return new MemoryStream(Encoding.UTF8.GetBytes($"[{reader.ReadToEnd()}]"));
    }

    public async Task<MemoryStream> BytesLater(Stream input)
    {
        await Task.Yield();
        return new MemoryStream(Encoding.UTF8.GetBytes($"{input.Length}"));
    }

    public void Nothing(Order input) => calls++;

    public async Task NothingLater(Order input)
    {
        await Task.Yield();
        calls++;
    }

    public async Task<Order> Later(Order input)
    {
        await Task.Delay(1);
        return input with { Id = "later" };
    }

    public Task<Order> AlreadyThere(Order input) => Task.FromResult(input);

    public Derived<string> OfDerivedTask(string input) => Derived<string>.Of($"derived {input}");

    public ValueTask<int> OfValueTask(int input) => new(input);

    public static string Static(string input) => $"static {input}";

    private string Private(string input) => $"private {input}";

    public Dictionary<string, object> Element(JsonElement input) => new() { ["kind"] = input.ValueKind.ToString() };

    public string Null(Order input) => null;

    public int Count() => ++calls;

    [LambdaSerializer(typeof(ShoutingSerializer))]
    public string OwnSerializer(string input) => input;

    public string Overloaded(string input) => $"text {input}";

    public string Overloaded(int input) => $"number {input}";

    public string Three(string one, string two, string three) => one;

    public string SecondIsNoContext(string one, string two) => one;

    public T Generic<T>(T input) => input;

    public async void AsyncVoid(string input) => await Task.Yield();

    public string Params(params string[] input) => input[0];

    public class Nested
    {
        public string In(string input) => $"nested {input}";
    }
}

public class Derived<T> : Task<T>
{
    private Derived(Func<T> answer)
        : base(answer)
    {
    }

    public static Derived<T> Of(T answer)
    {
        var task = new Derived<T>(() => answer);
        task.Start();
        return task;
    }
}

public struct OfStruct
{
    public string Get(string input) => $"struct {input}";
}

public abstract class ProxyFunction
{
    public virtual async Task<string> FunctionHandlerAsync(string input, ILambdaContext context)
    {
        await Task.Yield();
        return $"{GetType().Name} {input}";
    }
}

public class LambdaEntryPoint : ProxyFunction;

public static class OfStaticClass
{
    public static string Get(string input) => $"static class {input}";
}

public abstract class Abstract
{
    public string Get(string input) => input;
}

public class Generic<T>
{
    public string Get(string input) => input;
}

public interface IContract
{
    string Get(string input) => input;
}

public class NeedsArguments(string name)
{
    public string Get(string input) => name;
}

public class FailsToStart
{
    public FailsToStart() => throw new InvalidOperationException("no table");

    public string Get(string input) => input;
}

public class FailsInItsType
{
    private static readonly string Table = Environment.GetEnvironmentVariable("NO_SUCH_TABLE") ?? throw new InvalidOperationException("no table");

    static FailsInItsType()
    {
    }

    public static string Get(string input) => Table;
}

/// <summary>Writes what it is given in capitals.</summary>
public class ShoutingSerializer : ILambdaSerializer
{
    T ILambdaSerializer.Deserialize<T>(Stream requestStream) => JsonSerializer.Deserialize<T>(requestStream);

    void ILambdaSerializer.Serialize<T>(T response, Stream responseStream) =>
        responseStream.Write(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(response).ToUpperInvariant()));
}
