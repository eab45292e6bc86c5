namespace SigV4.Tests.Verification;

/// <summary>Where a verifier takes any region, it is one by its form: its text becomes part of ARNs and addresses.</summary>
public class Regions_of_a_scope
{
    private static readonly SigV4VerifierOptions Any = new() { Service = "execute-api" };

    [Theory]
    [InlineData("us-east-1")]
    [InlineData("eu-central-2")]
    [InlineData("us-gov-west-1")]
    [InlineData("us-isob-east-1")]
    [InlineData("eusc-de-east-1")]
    [InlineData("ap-southeast-12")]
    public void Are_any_of_AWSs(string region) => Assert.Null(SignedRequest.ByHeader(region: region).Verify(options: Any).Failure);

    [Theory]
    [InlineData("s3")]
    [InlineData("sqs.us-east-1")]
    [InlineData("us east-1")]
    [InlineData("us-east-1:111122223333:open")]
    [InlineData("us-east-1.")]
    [InlineData("US-EAST-1")]
    [InlineData("us-east-x")]
    [InlineData("us--1")]
    [InlineData("us-east-")]
    [InlineData("-us-east-1")]
    [InlineData("us-east-111")]
    [InlineData("us-\u0435ast-1")]
    public void Are_no_other_text(string region)
    {
        var failure = SignedRequest.ByHeader(region: region).Verify(options: Any).Failure!;

        Assert.Equal((VerificationError.WrongScope, "Credential should be scoped to a valid region."), (failure.Error, failure.Message));
    }
}
