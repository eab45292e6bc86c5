using Amazon.Runtime;
using Amazon.Runtime.Signing;

namespace Benchmarks.Ratios;

/// <summary>AWSSDK.Core's signer on the same request.</summary>
internal sealed class SdkSigner(SampleRequest sample)
{
    private readonly AWSSigV4Parameters parameters = new()
    {
        Credentials = new SessionAWSCredentials(SampleRequest.Credentials.AccessKeyId, SampleRequest.Credentials.SecretAccessKey, SampleRequest.Credentials.SessionToken),
        Region = Amazon.RegionEndpoint.USEast1,
        Service = "execute-api",
        SignPayload = true,
        SignedAt = SampleRequest.Now.UtcDateTime,
    };

    private readonly Uri address = new("https://abcdefghij.execute-api.us-east-1.amazonaws.com" + SampleRequest.Target);

    public AWSSigningResult Sign()
    {
        var request = new AWSSigningRequest { HttpMethod = HttpMethod.Post, RequestUri = address, Content = sample.Body };
        request.Headers["content-type"] = "application/json";
        return AWSSigV4Signer.Sign(request, parameters);
    }
}
