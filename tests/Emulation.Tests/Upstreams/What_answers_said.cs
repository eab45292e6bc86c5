using Emulation.Upstreams;

namespace Emulation.Tests.Upstreams;

/// <summary>What a server's answers said is remembered for a while, by kind.</summary>
public sealed class What_answers_said
{
    private readonly AnswerMemory memory = new();

    [Fact]
    public void Is_remembered_of_the_thing_and_its_kind()
    {
        memory.Keep("iterator", "a"u8, "orders");
        memory.Keep("iterator", "b"u8, "other");
        memory.Keep("iterator", "a"u8, "newer");
        Assert.Equal(("newer", "other", null, null), (memory.Of("iterator", "a"u8), memory.Of("iterator", "b"u8), memory.Of("token", "a"u8), memory.Of("iterator", "c"u8)));
    }

    [Fact]
    public void Is_forgotten_in_the_order_that_it_came()
    {
        memory.Keep("iterator", "first"u8, "orders");
        for (var i = 0; i < 100_000; i++)
        {
            memory.Keep("iterator", BitConverter.GetBytes(i), "orders");
        }

        Assert.Null(memory.Of("iterator", "first"u8));
        Assert.Equal("orders", memory.Of("iterator", BitConverter.GetBytes(0)));
    }
}
