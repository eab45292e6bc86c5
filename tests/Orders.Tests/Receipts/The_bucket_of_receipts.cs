using System.Net;
using Amazon;
using Amazon.Runtime;
using Amazon.S3;
using Microsoft.Extensions.Configuration;
using Orders.Receipts;

namespace Orders.Tests.Receipts;

public sealed class The_bucket_of_receipts
{
    private static readonly Receipt Tea = new(
        "ord_1", "cust-1", "ch_1", "EUR", [new("tea-250g", 1, 450)], 450, new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    [Theory]
    [InlineData(null, null, "https://shop-receipts.s3.us-east-1.amazonaws.com/receipts/cust-1/ord_1.json")]
    [InlineData("", "", "https://shop-receipts.s3.us-east-1.amazonaws.com/receipts/cust-1/ord_1.json")]
    [InlineData("AWS_ENDPOINT_URL", "http://127.0.0.1:4566", "http://127.0.0.1:4566/shop-receipts/receipts/cust-1/ord_1.json")]
    [InlineData("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:9000", "http://127.0.0.1:9000/shop-receipts/receipts/cust-1/ord_1.json")]
    public async Task Is_in_the_path_only_where_an_endpoint_is_given(string? variable, string? endpoint, string url)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create(variable ?? "OTHER", endpoint)]).Build();
        var sent = new SentRequests();
        var settings = ReceiptBucket.Settings(configuration);
        settings.HttpClientFactory = sent;
        if (string.IsNullOrEmpty(endpoint))
        {
            settings.RegionEndpoint = RegionEndpoint.USEast1;
        }
        else
        {
            // The client reads the variable by itself; this process must not have it for everybody.
            (settings.ServiceURL, settings.AuthenticationRegion) = (endpoint, "us-east-1");
        }

        using var client = new AmazonS3Client("AKIDEXAMPLE", "secret", settings);
        await new ReceiptBucket(client, "shop-receipts").KeepAsync(Tea, TestContext.Current.CancellationToken);

        Assert.Equal([$"PUT {url}"], sent.Requests);
    }

    /// <summary>Answers 200 to everything.</summary>
    private sealed class SentRequests : HttpClientFactory
    {
        public List<string> Requests { get; } = [];

        public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(new Handler(Requests));

        private sealed class Handler(List<string> requests) : HttpMessageHandler
        {
            protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
            {
                requests.Add($"{request.Method} {request.RequestUri!.AbsoluteUri}");
                return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent([]) });
            }
        }
    }
}
