namespace Sam;

/// <summary>How API Gateway authenticates and authorizes the callers of a route. One case for each kind of authorizer.</summary>
public abstract record Authorizer
{
    private protected Authorizer()
    {
    }
}

/// <summary><c>NONE</c>: nobody is authenticated; a resource policy still decides who may call.</summary>
public sealed record NoAuthorizer : Authorizer
{
    /// <summary>The only value there is.</summary>
    public static NoAuthorizer Instance { get; } = new();
}

/// <summary><c>AWS_IAM</c>: the caller signs with Signature Version 4 and needs <c>execute-api:Invoke</c>.</summary>
public sealed record IamAuthorizer : Authorizer
{
    /// <summary>The only value there is.</summary>
    public static IamAuthorizer Instance { get; } = new();
}
