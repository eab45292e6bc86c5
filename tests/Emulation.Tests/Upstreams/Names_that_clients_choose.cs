using System.Text;
using Emulation.Calls;
using Emulation.Upstreams.Forms;

namespace Emulation.Tests.Upstreams;

/// <summary>Keys of tags and names of attributes, under which case counts, as under names of members it does not.</summary>
public class Names_that_clients_choose
{
    [Theory]
    [InlineData("""{"QueueUrl":"u","Tags":{"Foo":"a","foo":"b"}}""", true)]
    [InlineData("""{"QueueName":"q","tags":{"Foo":"a","foo":"b"}}""", true)]
    [InlineData("""{"MessageAttributes":{"Trace":{"DataType":"String"},"trace":{"DataType":"String"}}}""", true)]
    [InlineData("""{"Entries":[{"Id":"1","MessageAttributes":{"Trace":{"DataType":"String"},"trace":{"DataType":"String"}}}]}""", true)]
    [InlineData("""{"QueueUrl":"u","queueurl":"v"}""", false)]
    [InlineData("""{"Tags":{"Foo":"a"},"tags":{"foo":"b"}}""", false)]
    [InlineData("""{"Tags":{"Foo":{"Key":"a","key":"b"}}}""", false)]
    [InlineData("""{"Tags":[{"Key":"a","key":"b"}]}""", false)]
    [InlineData("""{"Attributes":{"Policy":"{}","policy":"{}"}}""", false)]
    [InlineData("""{"Tags":{"Foo":"a","Foo":"b"}}""", false)]
    public void May_differ_in_their_case(string call, bool isTaken)
    {
        var refused = Record.Exception(() => CallMembers.OfJson(Encoding.UTF8.GetBytes(call)));
        Assert.Equal((isTaken, isTaken ? null : "SerializationException"), (refused is null, (refused as RefusedException)?.Refusal.Type));
    }
}
