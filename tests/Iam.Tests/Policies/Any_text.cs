using CsCheck;

namespace Iam.Tests.Policies;

public class Any_text
{
    private const string Sample =
        """{"Version":"2012-10-17","Id":"x","Statement":[{"Sid":"A","Effect":"Allow","Principal":{"AWS":["111122223333","*"]},"NotAction":["s3:*","a:b?"],"Resource":"arn:aws:s3:::${aws:username}/*","Condition":{"ForAnyValue:StringLikeIfExists":{"aws:TagKeys":["a*",true,1]}}}]}""";

    [Fact]
    public void Is_a_policy_or_has_errors() => Gen.Select(Gen.Int[0, Sample.Length - 1], Gen.Int[0, 6], Gen.String, Gen.Enum<PolicyKind>()).Sample(
        static (place, cut, inserted, kind) => HasOutcome(Sample[..place] + inserted + Sample[Math.Min(Sample.Length, place + cut)..], kind), iter: 20_000);

    [Fact]
    public void Even_without_any_sense_is_answered() => Gen.Select(Gen.String, Gen.Enum<PolicyKind>()).Sample(HasOutcome, iter: 20_000);

    [Fact]
    public void Nested_deeply_is_refused() => Assert.True(HasOutcome(string.Concat(Enumerable.Repeat("{\"Statement\":[", 10_000)), PolicyKind.Identity));

    private static bool HasOutcome(string text, PolicyKind kind)
    {
        var result = Policy.Parse(text, kind, new PolicyOrigin("test"));
        return result.Policy is null != result.Errors.IsEmpty;
    }
}
