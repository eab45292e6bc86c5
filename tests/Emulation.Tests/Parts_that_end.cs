namespace Emulation.Tests;

/// <summary>Parts end in reverse of the order in which they were made, all of them.</summary>
public sealed class Parts_that_end
{
    private readonly List<string> ended = [];

    [Fact]
    public async Task End_in_reverse()
    {
        await using (var parts = new DisposalStack())
        {
            parts.Push(new Part(this, "first"));
            parts.Push(new LatePart(this, "second"));
            Assert.Equal("third", parts.Push(new Part(this, "third")).Name);
        }

        Assert.Equal(["third", "second", "first"], ended);
    }

    [Fact]
    public async Task End_once()
    {
        var parts = new DisposalStack();
        parts.Push(new Part(this, "first"));
        await parts.DisposeAsync();
        await parts.DisposeAsync();
        Assert.Equal(["first"], ended);
    }

    [Fact]
    public async Task End_all_of_them_when_one_fails()
    {
        var parts = new DisposalStack();
        parts.Push(new Part(this, "first"));
        parts.Push(new Part(this, "bad"));
        parts.Push(new LatePart(this, "third"));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await parts.DisposeAsync());
        Assert.Equal(["third", "bad", "first"], ended);
    }

    private sealed class Part(Parts_that_end test, string name) : IDisposable
    {
        public string Name => name;

        public void Dispose()
        {
            test.ended.Add(name);
            if (name == "bad")
            {
                throw new InvalidOperationException();
            }
        }
    }

    private sealed class LatePart(Parts_that_end test, string name) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Task.Yield();
            test.ended.Add(name);
        }
    }
}
