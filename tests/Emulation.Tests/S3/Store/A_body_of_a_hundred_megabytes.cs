namespace Emulation.Tests.S3.Store;

/// <summary>An object that is longer than the memory that it may take.</summary>
[Collection(MemoryOfTheProcess.Name)]
public class A_body_of_a_hundred_megabytes
{
    private const int Size = 100 << 20;

    [Fact]
    public async Task Needs_little_memory()
    {
        using var store = await StoreUnderTest.WithBucketAsync();
        var before = GC.GetTotalAllocatedBytes();
        var call = StoreUnderTest.Call("PutObject", "key") with { Body = new ManyBytes(Size), Length = Size };
        Assert.Equal("answered", (await store.SendAsync(call)).Code);
        var answer = await store.Objects.AnswerAsync(StoreUnderTest.Call("GetObject", "key"));
        var counted = new ManyBytes(0);
        await answer.WriteAsync!(counted, TestContext.Current.CancellationToken);
        Assert.Equal(Size, counted.Written);
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 16 << 20);
    }
}
