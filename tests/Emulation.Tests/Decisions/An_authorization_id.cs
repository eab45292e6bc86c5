using Emulation.Decisions;
using Iam;

namespace Emulation.Tests.Decisions;

/// <summary>The id of a refusal as AWS writes it, and how long it means something.</summary>
public class An_authorization_id
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("00000000-0000-0000-0000-000000000000", "0000000000000000000000000")]
    [InlineData("00000000-0000-0000-0000-000000000024", "0000000000000000000000010")]
    [InlineData("ffffffff-ffff-ffff-ffff-ffffffffffff", "f5lxx1zz5pnorynqglhzmsp33")]
    public void Is_the_decisions_id(string decision, string id)
    {
        Assert.Equal(id, AuthorizationId.Of(decision));
        Assert.Equal(decision, AuthorizationId.DecisionOf(id));
    }

    [Theory]
    [InlineData("f5lxx1zz5pnorynqglhzmsp34")]
    [InlineData("zzzzzzzzzzzzzzzzzzzzzzzzz")]
    [InlineData("000000000000000000000001")]
    [InlineData("00000000000000000000000A0")]
    [InlineData("")]
    public void Is_nothing_else(string id) => Assert.Null(AuthorizationId.DecisionOf(id));

    [Fact]
    public void Is_of_no_other_id() => Assert.Null(AuthorizationId.Of("req-1"));

    [Fact]
    public void Is_known_for_a_day_however_much_is_allowed_meanwhile()
    {
        var kept = new KeptRefusals();
        kept.Keep(Refusal("a", Now));
        for (var i = 0; i < 5000; i++)
        {
            kept.Keep(Refusal("b", Now) with { Refused = null });
        }

        Assert.NotNull(kept.Find("a", Now.AddHours(23)));
        Assert.Null(kept.Find("a", Now.AddHours(24)));
        Assert.Null(kept.Find("b", Now));
    }

    [Fact]
    public void Gives_way_to_later_ones_when_there_are_very_many()
    {
        var kept = new KeptRefusals();
        for (var i = 0; i < 4097; i++)
        {
            kept.Keep(Refusal(i.ToString(System.Globalization.CultureInfo.InvariantCulture), Now));
        }

        Assert.Null(kept.Find("0", Now));
        Assert.NotNull(kept.Find("1", Now));
        kept.Keep(Refusal("later", Now.AddHours(25)));
        Assert.Null(kept.Find("4096", Now));
    }

    private static DecisionEntry Refusal(string id, DateTimeOffset at)
    {
        var account = AccountId.Parse("111122223333");
        var request = new AccessRequest(Anonymous.Instance, "iam:GetUser", "*", account, new ConditionContext());
        return new DecisionEntry(id, at, "iam:GetUser", "", "iam", null, "refused")
        {
            Refused = 403, Subject = new DecisionSubject("t", request, PrincipalPolicies.None, null, Guardrails.None),
        };
    }
}
