namespace Sam.OpenApi;

/// <summary>Who may be asked to authenticate callers, as a document or <c>Auth</c> of an API declares it.</summary>
/// <param name="Kind">What it is.</param>
internal sealed record SecurityScheme(SchemeKind Kind)
{
    /// <summary>AWS_IAM.</summary>
    public static SecurityScheme Iam { get; } = new(SchemeKind.Authorizer) { Authorizer = IamAuthorizer.Instance };

    /// <summary>The header <c>x-api-key</c>.</summary>
    public static SecurityScheme ApiKey { get; } = new(SchemeKind.ApiKey);

    /// <summary>The authorizer, without the scopes that an operation asks for; null of one with an error, which has been reported.</summary>
    public Authorizer? Authorizer { get; init; }
}

/// <summary>What a scheme is to API Gateway.</summary>
internal enum SchemeKind
{
    /// <summary>An authorizer.</summary>
    Authorizer,

    /// <summary>An API key, which comes on top of an authorizer.</summary>
    ApiKey,

    /// <summary>Something that describes the API to its clients, and is no authorizer of API Gateway's.</summary>
    Description,
}
