namespace Sam;

/// <summary>
/// The URL of a function as an API of one route: every method and every path goes to the function. Lambda Developer Guide, "Invoking Lambda function URLs".
/// </summary>
public sealed record FunctionUrlApi : Api
{
    /// <summary>As long as a function may run: a URL has no limit of its own.</summary>
    private static readonly TimeSpan LongestRun = TimeSpan.FromMinutes(15);

    /// <summary>The URL.</summary>
    public required FunctionUrl Url { get; init; }

    /// <summary>The API of a URL.</summary>
    public static FunctionUrlApi Of(FunctionUrl url)
    {
        ArgumentNullException.ThrowIfNull(url);
        Authorizer authorizer = url.IsSigned ? IamAuthorizer.Instance : NoAuthorizer.OfFunctionUrl;
        return new FunctionUrlApi
        {
            Url = url,
            LogicalId = url.LogicalId,
            ApiId = url.UrlId,
            Name = url.LogicalId,
            StageName = "$default",
            Line = url.Line,
            Routes =
            [
                new Route
                {
                    Method = "ANY",
                    Path = "$default",
                    Authorizer = url.Closed is { } closure ? new ClosedAuthorizer(closure, authorizer) : authorizer,
                    FunctionLogicalId = url.FunctionLogicalId,
                    FunctionQualifier = url.Qualifier,
                    IntegrationTimeout = LongestRun,
                    PayloadFormatVersion = "2.0",
                    Line = url.Line,
                },
            ],
        };
    }
}
