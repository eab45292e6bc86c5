namespace Emulation.Tests.Upstreams;

/// <summary>What LocalAws does itself is no other server's, whatever is behind the rest: an operation of it that is not here is refused.</summary>
[Collection("One server behind LocalAws")]
public sealed class Services_of_LocalAws(FrontedLocalAws aws)
{
    private readonly int before = aws.Server.Requests.Count;

    public static TheoryData<string> Own => new(UpstreamEndpoint.Own.Where(static service => service != "execute-api"));

    [Theory]
    [MemberData(nameof(Own))]
    public async Task Are_sent_to_no_server(string service)
    {
        var answer = service switch
        {
            "lambda" => await aws.SendAsync(service, "POST", "/2015-03-31/functions", """{"FunctionName":"made","Role":"arn:aws:iam::111122223333:role/r","Code":{}}""", FrontedLocalAws.May, ("content-type", "application/json")),
            "apigateway" => await aws.SendAsync(service, "GET", "/restapis", "", FrontedLocalAws.May),
            "cognito-idp" => await aws.JsonAsync(service, "AWSCognitoIdentityProviderService.CreateUserImportJob", "{}"),
            "cognito-identity" => await aws.JsonAsync(service, "AWSCognitoIdentityService.NoSuchOperation", "{}"),
            "iam" => await aws.QueryAsync(service, "Action=CreateVirtualMFADevice&Version=2010-05-08"),
            "sts" => await aws.QueryAsync(service, "Action=NoSuchOperation&Version=2011-06-15"),
            _ => await aws.QueryAsync(service, "Action=CreateStack&Version=2010-05-15"),
        };
        Assert.InRange(answer.Status, 400, 501);
        Assert.Equal(before, aws.Server.Requests.Count);
    }
}
