namespace Aspire.Hosting.ApplicationModel;

/// <summary>The URL of an API's stage, such as <c>http://localhost:4566/execute-api/abcdefghij/prod</c>.</summary>
public sealed class LocalAwsApiUrl : IValueProvider, IManifestExpressionProvider, IValueWithReferences
{
    private readonly LocalAwsResource aws;
    private readonly string api;

    internal LocalAwsApiUrl(LocalAwsResource aws, string api)
    {
        ArgumentException.ThrowIfNullOrEmpty(api);
        (this.aws, this.api) = (aws, api);
    }

    /// <inheritdoc/>
    public string ValueExpression => $"{{{aws.Name}.apis.{api}.url}}";

    /// <inheritdoc/>
    public IEnumerable<object> References => [aws];

    /// <inheritdoc/>
    /// <exception cref="DistributedApplicationException">No template has such an API.</exception>
    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) => AtAsync(new ValueProviderContext(), cancellationToken);

    ValueTask<string?> IValueProvider.GetValueAsync(ValueProviderContext context, CancellationToken cancellationToken) => AtAsync(context, cancellationToken);

    /// <summary>By the name that LocalAws has where the URL is used, which in a container is another one.</summary>
    private async ValueTask<string?> AtAsync(ValueProviderContext context, CancellationToken cancellationToken)
    {
        var stack = await RunningStack.ReadAsync(aws, cancellationToken).ConfigureAwait(false);
        return await aws.Endpoint.GetValueAsync(context, cancellationToken).ConfigureAwait(false) + stack.ApiOf(api).Path;
    }
}
