using System.Collections.Frozen;
using System.Diagnostics;
using System.Text;
using Emulation.Calls;
using Emulation.Protocols.Query;

namespace Emulation.Tests.Protocols.Query;

public class Lists_of_a_form
{
    [Fact]
    public void Are_read_in_order()
    {
        var form = Read("PolicyArns.member.2.arn=b&PolicyArns.member.1.arn=a&Tags.member.1.Key=k&Tags.member.1.Value=v&Tag.member.1=other");
        Assert.Null(form.Malformed);
        Assert.Equal(["PolicyArns.member.1", "PolicyArns.member.2"], form.Members("PolicyArns"));
        Assert.Equal(["a", "b"], form.Members("PolicyArns").Select(member => form[$"{member}.arn"]));
        Assert.Equal(["Tags.member.1"], form.Members("Tags"));
        Assert.Empty(form.Members("Other"));
    }

    [Fact]
    public void May_be_inside_another()
    {
        var form = Read("E.member.1.V.member.1=a&E.member.1.V.member.2=b&E.member.2.V.member.1=c");
        Assert.Equal(2, form.Members("E").Count());
        Assert.Equal(["E.member.1.V.member.1", "E.member.1.V.member.2"], form.Members("E.member.1.V"));
        Assert.Single(form.Members("E.member.2.V"));
    }

    [Fact]
    public void May_be_empty_as_botocore_sends_them() => Assert.Null(Read("Tags=&PolicyArns=").Malformed);

    [Theory]
    [InlineData("PolicyArns.member.2.arn=a")]
    [InlineData("PolicyArns.member.1.arn=a&PolicyArns.member.3.arn=b")]
    [InlineData("PolicyArns.member.1.arn=a&PolicyArns.member.01.arn=b")]
    [InlineData("PolicyArns.member.0.arn=a&PolicyArns.member.1.arn=b")]
    [InlineData("PolicyArns.member.-1.arn=a")]
    [InlineData("PolicyArns.member.x.arn=a")]
    [InlineData("PolicyArns.member..arn=a")]
    [InlineData("PolicyArns.member.99999999999.arn=a")]
    [InlineData("E.member.1.V.member.2=a")]
    public void Are_refused_with_a_gap(string form)
    {
        var error = Read(form).Malformed;
        Assert.Equal((400, "MalformedInput"), (error?.StatusCode, error?.Code));
    }

    /// <summary>Who writes a list as another protocol has it must not get a session without the policies that it names.</summary>
    [Theory]
    [InlineData("PolicyArns.1.arn=a")]
    [InlineData("PolicyArns.entry.1.arn=a")]
    [InlineData("PolicyArns.Member.1.arn=a")]
    [InlineData("PolicyArns.arn=a")]
    [InlineData("PolicyArns.=a")]
    public void Are_refused_as_another_protocol_writes_them(string form) =>
        Assert.Equal("MalformedInput", Assert.Throws<RefusedException>(() => Read(form).Only(Members)).Refusal.Type);

    [Fact]
    public void Are_refused_as_one_text() => Assert.Equal("MalformedInput", Assert.Throws<RefusedException>(() => Read("PolicyArns=a").Members("PolicyArns")).Refusal.Type);

    [Fact]
    public void Are_nobody_s_business_where_the_operation_has_no_such_member() => Assert.Null(Read("Others.1.arn=a&PolicyArns=").Only(Members)["Others.1.arn"]);

    [Fact]
    public void Are_refused_by_a_name_that_is_none_of_AWS()
    {
        var error = Read($"{string.Concat(Enumerable.Repeat("a.member.1.", 20_000))}=a").Malformed;
        Assert.Equal("MalformedInput", error?.Code);
        Assert.InRange(error!.Message.Length, 0, 500);
    }

    /// <summary>Each member asked for all names: at 16,000 members that were 7 seconds, and a third of an hour at what fits into a request.</summary>
    [Fact]
    public void Cost_no_more_for_each_member_the_more_there_are()
    {
        var few = TimeOf(200, 80);
        var many = TimeOf(16_000, 1);
        Assert.True(many < few * 20 + TimeSpan.FromMilliseconds(50), $"80 forms of 200 members took {few}, one of 16,000 took {many}");

        static TimeSpan TimeOf(int members, int times)
        {
            var form = Encoding.ASCII.GetBytes(string.Join('&', Enumerable.Range(1, members).Select(static i => $"PolicyArns.member.{i}.arn=a")));
            var watch = Stopwatch.StartNew();
            for (var i = 0; i < times; i++)
            {
                var read = QueryRequest.Parse("", form);
                Assert.Null(read.Malformed);
                Assert.Equal(members, read.Members("PolicyArns").Count(member => read[$"{member}.arn"] == "a"));
            }

            return watch.Elapsed;
        }
    }

    [Fact]
    public void End_where_nobody_has_that_many()
    {
        var form = QueryRequest.Parse("", Encoding.ASCII.GetBytes(string.Join('&', Enumerable.Range(1, 1_000_000).Select(static i => $"a{i}"))));
        Assert.Equal("MalformedInput", form.Malformed?.Code);
        Assert.Null(form["a500000"]);
    }

    [Theory]
    [InlineData("a=&")]
    [InlineData("&")]
    public void End_there_too_where_all_have_one_name(string pair)
    {
        var form = Read($"{string.Concat(Enumerable.Repeat(pair, 3_000_000))}b=1");
        Assert.Equal("MalformedInput", form.Malformed?.Code);
        Assert.Null(form["b"]);
    }

    private static FrozenSet<string> Members { get; } = FrozenSet.ToFrozenSet(["PolicyArns"]);

    private static QueryRequest Read(string form) => QueryRequest.Parse("", Encoding.UTF8.GetBytes(form));
}
