using Emulation.Principals;
using Sam.Policies;

namespace Emulation.Tests.Principals;

/// <summary>There are more than a thousand, and each is described when it is asked for.</summary>
public sealed class Policies_that_AWS_manages
{
    private const string Administrator = "arn:aws:iam::aws:policy/AdministratorAccess";

    [Fact]
    public void Are_found_by_their_ARN_and_stay_the_same() => Assert.Same(AwsPolicies.Find(Administrator)!, AwsPolicies.Find(Administrator));

    [Theory]
    [InlineData("arn:aws:iam::aws:policy/service-role/AdministratorAccess")]
    [InlineData("arn:aws:iam::111122223333:policy/AdministratorAccess")]
    [InlineData("arn:aws:iam::aws:policy/Administratoraccess")]
    [InlineData("AdministratorAccess")]
    public void Are_not_found_by_anything_else(string arn) => Assert.Null(AwsPolicies.Find(arn));

    [Fact]
    public void Are_listed_in_the_order_of_their_ARNs_as_they_are_found()
    {
        var all = AwsPolicies.All.ToList();

        Assert.Equal(AwsManagedPolicies.Arns.Order(StringComparer.Ordinal), all.Select(static one => one.Arn));
        Assert.All(all, static one => Assert.Same(AwsPolicies.Find(one.Arn), one.Policy));
    }
}
