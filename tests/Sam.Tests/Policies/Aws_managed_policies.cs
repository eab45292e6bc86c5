using System.Collections.Immutable;
using System.Text.Json;
using Iam;
using Sam.Policies;
using Sam.Tests.Templates;

namespace Sam.Tests.Policies;

/// <summary>Every policy that AWS manages, by name and by ARN.</summary>
public class Aws_managed_policies
{
    [Fact]
    public void Are_all_there()
    {
        Assert.True(AwsManagedPolicies.Names.Count >= 1485);
        Assert.Equal(AwsManagedPolicies.Names.Count, AwsManagedPolicies.Arns.Distinct().Count());
        Assert.Equal(AwsManagedPolicies.Names, AwsManagedPolicies.Names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Are_policies_that_can_be_decided_with()
    {
        var refused = AwsManagedPolicies.Arns
            .Select(static arn => (Arn: arn, Policy.Parse(AwsManagedPolicies.JsonOf(arn)!, PolicyKind.Identity, new PolicyOrigin(arn, arn)).Errors))
            .Where(static one => !one.Errors.IsEmpty)
            .Select(static one => $"{one.Arn}: {one.Errors[0]}");

        Assert.Equal([], refused);
    }

    [Theory]
    [InlineData("ReadOnlyAccess", "arn:aws:iam::aws:policy/ReadOnlyAccess")]
    [InlineData("AWSLambdaBasicExecutionRole", "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole")]
    [InlineData("ViewOnlyAccess", "arn:aws:iam::aws:policy/job-function/ViewOnlyAccess")]
    [InlineData("AmazonEventBridgeFullAccess", "arn:aws:iam::aws:policy/AmazonEventBridgeFullAccess")]
    [InlineData("AWSStepFunctionsFullAccess", "arn:aws:iam::aws:policy/AWSStepFunctionsFullAccess")]
    [InlineData("NoSuchPolicy", null)]
    [InlineData("readonlyaccess", null)]
    public void Are_found_by_the_name_that_sam_takes(string name, string? arn) => Assert.Equal(arn, AwsManagedPolicies.ArnOf(name));

    [Theory]
    [InlineData("arn:aws:iam::aws:policy/AWSLambdaBasicExecutionRole")]
    [InlineData("arn:aws:iam::aws:policy/job-function/ReadOnlyAccess")]
    [InlineData("arn:aws:iam::111122223333:policy/ReadOnlyAccess")]
    [InlineData("ReadOnlyAccess")]
    [InlineData("")]
    public void Are_not_found_by_another_path_or_account(string arn) => Assert.Null(AwsManagedPolicies.JsonOf(arn));

    [Fact]
    public void Say_what_they_allow()
    {
        using var document = JsonDocument.Parse(AwsManagedPolicies.JsonOf("arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole")!);

        Assert.Equal(
            ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
            document.RootElement.GetProperty("Statement")[0].GetProperty("Action").EnumerateArray().Select(static action => action.GetString()!));
    }

    /// <summary>Documents that AWS has published since the public copy was made.</summary>
    [Fact]
    public void Are_the_newest_that_are_known() =>
        Assert.Contains("geo:ListMaps", AwsManagedPolicies.JsonOf("arn:aws:iam::aws:policy/AmazonCognitoUnAuthedIdentitiesSessionPolicy")!, StringComparison.Ordinal);

    [Fact]
    public void Are_attached_by_name_to_the_role_of_a_function()
    {
        var role = Assert.Single(Given.Stack(Given.Function("Policies: [AmazonSQSFullAccess, arn:aws:iam::aws:policy/AWSStepFunctionsFullAccess]")).Roles);

        Assert.Equal(
            ["AWSLambdaBasicExecutionRole", "AmazonSQSFullAccess", "AWSStepFunctionsFullAccess"],
            role.Policies.Select(static policy => policy.Origin.Name).ToImmutableArray());
    }
}
