using System.Collections.Immutable;
using Emulation.Access;
using Emulation.Organizations;
using Emulation.Tests.Access;
using Iam;

namespace Emulation.Tests.Organizations;

public class Keys_that_cannot_be_known_here
{
    private static readonly AccountId Home = AccountId.Parse("111122223333");

    [Fact]
    public void Are_set_by_whoever_asks_and_taken_back()
    {
        var environment = new RequestEnvironment(Organization.None, ImmutableDictionary<string, string>.Empty.Add("aws:SourceVpce", "vpce-1"));
        environment.Set("aws:CalledVia", "athena.amazonaws.com,dynamodb.amazonaws.com");

        Assert.Equal(["vpce-1"], Values(environment, "aws:sourcevpce"));
        Assert.Equal(["athena.amazonaws.com", "dynamodb.amazonaws.com"], Values(environment, "aws:CalledVia"));

        environment.Set("aws:SourceVpce", null);
        Assert.Null(Values(environment, "aws:SourceVpce"));
    }

    [Theory]
    [InlineData("o-one", SymbolicVerdict.Allow)]
    [InlineData("o-two", SymbolicVerdict.Deny)]
    public void Tell_members_of_an_organisation_once_its_file_is_there(string wanted, SymbolicVerdict expected)
    {
        var template = Sample.Template($$$"""{ Effect: Allow, Action: "execute-api:Invoke", Resource: "*", Condition: { StringEquals: { "aws:PrincipalOrgID": {{{wanted}}} } } }""");

        Assert.Equal(expected, Verdict(template, """{"id":"o-one","accounts":{"111122223333":{"path":"o-one/r-1/"}}}"""));
        Assert.Equal(SymbolicVerdict.Conditional, Verdict(template, null));
    }

    /// <summary>IAM User Guide, "AWS global condition context keys", "Properties of the resource".</summary>
    [Theory]
    [InlineData("444455556666", "o-one", "o-one/r-1/ou-2/")]
    [InlineData("777788889999", null, null)]
    public void Tell_whose_the_resource_is(string owner, string? id, string? path)
    {
        var organization = Given.Stacks(Sample.Template(), """{"id":"o-one","accounts":{"111122223333":{"path":"o-one/r-1/"},"444455556666":{"path":"o-one/r-1/ou-2/"}}}""").Organization;
        var context = new RequestEnvironment(organization, ImmutableDictionary<string, string>.Empty).Complete(new ConditionContext(), Home, AccountId.Parse(owner));

        Assert.Equal(owner, Value(context, "aws:ResourceAccount"));
        Assert.Equal(id, Value(context, "aws:ResourceOrgID"));
        Assert.Equal(path, Value(context, "aws:ResourceOrgPaths"));
        Assert.Equal("o-one/r-1/", Value(context, "aws:PrincipalOrgPaths"));
    }

    private static string? Value(ConditionContext context, string key) => context.TryGet(key, out var values) ? Assert.Single(values) : null;

    private static ImmutableArray<string>? Values(RequestEnvironment environment, string key) =>
        environment.Complete(new ConditionContext(), Home).TryGet(key, out var values) ? values : null;

    private static SymbolicVerdict Verdict(string template, string? organization) =>
        AccessMatrix.Of(Given.Stacks(template, organization)).Cells.First(static c => c.Principal.Name == "Reader").Verdict;
}
