using System.Globalization;
using System.Net;
using System.Text;

namespace Integration.Clients;

/// <summary>
/// What the AWS SDKs send for a service that asks for SigV4A: another algorithm, and a scope without a region. LocalAws has one region and verifies none;
/// it says so in AWS's words, at every door, instead of finding no signature or a wrong one.
/// </summary>
public class Signature_version_4a(StackFixture stack)
{
    private const string Words = "Unsupported AWS 'algorithm': 'AWS4-ECDSA-P256-SHA256'.";
    private const string Algorithm = "AWS4-ECDSA-P256-SHA256";
    private const string Signature = "3045022100c3f2a1d07c3c1a6a7b1e0f5a5fd3e9d1b6f3a1f7a9e4a2cbb19f8d4a6f52e3b90220107f3f5f2b1a7c1f6b3f6a3d6f1f2b7f8a9b0c1d2e3f405162738495a6b7c8d9";

    /// <summary>Service, method and target, further headers, body; and the answer's status and what tells that this service gave it.</summary>
    public static TheoryData<string, string, string, string, HttpStatusCode, string> Doors { get; } = new()
    {
        { "sts", "POST /", "Content-Type: application/x-www-form-urlencoded", "Action=GetCallerIdentity&Version=2011-06-15", HttpStatusCode.BadRequest, "sts.amazonaws.com/doc/2011-06-15/" },
        { "iam", "POST /", "Content-Type: application/x-www-form-urlencoded", "Action=ListRoles&Version=2010-05-08", HttpStatusCode.BadRequest, "iam.amazonaws.com/doc/2010-05-08/" },
        { "cloudformation", "POST /", "Content-Type: application/x-www-form-urlencoded", "Action=DescribeStacks&Version=2010-05-15", HttpStatusCode.BadRequest, "cloudformation.amazonaws.com/doc/2010-05-15/" },
        { "cognito-idp", "POST /", "X-Amz-Target: AWSCognitoIdentityProviderService.ListUserPools", """{"MaxResults":1}""", HttpStatusCode.BadRequest, "IncompleteSignatureException" },
        { "cognito-identity", "POST /", "X-Amz-Target: AWSCognitoIdentityService.ListIdentityPools", """{"MaxResults":1}""", HttpStatusCode.BadRequest, "IncompleteSignatureException" },
        { "lambda", "POST /2015-03-31/functions/BillingFunction/invocations", "Accept: */*", "{}", HttpStatusCode.Forbidden, "IncompleteSignatureException" },
        { "apigateway", "GET /v2/apis", "Accept: */*", "", HttpStatusCode.Forbidden, "IncompleteSignatureException" },
        { "execute-api", "GET {OrdersApi}/orders", "Accept: */*", "", HttpStatusCode.Forbidden, "IncompleteSignatureException" },
        { "execute-api", "GET {OrdersApi}/nowhere", "Accept: */*", "", HttpStatusCode.Forbidden, "IncompleteSignatureException" },
    };

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task By_header_is_refused_for_its_algorithm(string service, string line, string header, string body, HttpStatusCode status, string mark) => Expect(
        await SendAsync(line, header, body, $"Authorization: {Algorithm} Credential={Scope(service)}, SignedHeaders={Names(header)}, Signature={Signature}\r\nX-Amz-Date: {Now}\r\nX-Amz-Region-Set: *\r\n", ""), status, mark);

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task By_query_is_refused_for_its_algorithm(string service, string line, string header, string body, HttpStatusCode status, string mark) => Expect(
        await SendAsync(
            line,
            header,
            body,
            "",
            $"?X-Amz-Algorithm={Algorithm}&X-Amz-Credential={Uri.EscapeDataString(Scope(service))}&X-Amz-Date={Now}&X-Amz-Expires=60&X-Amz-Region-Set=us-east-1&X-Amz-SignedHeaders={Uri.EscapeDataString(Names(header))}&X-Amz-Signature={Signature}"),
        status,
        mark);

    private static string Now => TimeProvider.System.GetUtcNow().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    private static void Expect(Answer answer, HttpStatusCode status, string mark)
    {
        Assert.Equal(status, answer.Status);
        Assert.Contains("IncompleteSignature", $"{answer.ErrorType} {answer.Body}", StringComparison.Ordinal);
        Assert.Contains(mark, $"{answer.ErrorType} {answer.Body}", StringComparison.Ordinal);
        Assert.Contains(Words, answer.Body.Replace("\\u0027", "'", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    private static string Names(string header) => header.StartsWith("X-Amz-", StringComparison.Ordinal) ? "host;x-amz-date;x-amz-region-set;x-amz-target" : "host;x-amz-date;x-amz-region-set";

    private string Scope(string service) => $"{stack.LocalAws.Administrator().AccessKeyId}/{Now[..8]}/{service}/aws4_request";

    private Task<Answer> SendAsync(string line, string header, string body, string signature, string query)
    {
        var orders = stack.LocalAws.UrlOf("OrdersApi");
        var lines = $"{line.Replace("{OrdersApi}", orders.AbsolutePath, StringComparison.Ordinal)}{query} HTTP/1.1\r\nHost: {orders.Authority}\r\n{header}\r\n{signature}Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\nConnection: close\r\n\r\n{body}";
        return RawHttp.SendAsync(stack.LocalAws.EndpointUrl, lines, TestContext.Current.CancellationToken);
    }
}
