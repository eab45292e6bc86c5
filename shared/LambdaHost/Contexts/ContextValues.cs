using LambdaHost.RuntimeApi;

namespace LambdaHost.Contexts;

/// <summary>The members of <c>ILambdaContext</c>. What has a type of Amazon.Lambda.Core's own is an object here.</summary>
internal class ContextValues
{
    public ReceivedInvocation Invocation { protected get; set; } = null!;

    public Func<string, string?> Variable { protected get; set; } = null!;

    public virtual string AwsRequestId => Invocation.RequestId;

    public virtual string? InvokedFunctionArn => Invocation.FunctionArn;

    public virtual string? TraceId => Invocation.TraceId;

    public virtual string? TenantId => Invocation.TenantId;

    public virtual string? FunctionName => Variable("AWS_LAMBDA_FUNCTION_NAME");

    public virtual string? FunctionVersion => Variable("AWS_LAMBDA_FUNCTION_VERSION");

    public virtual string? LogGroupName => Variable("AWS_LAMBDA_LOG_GROUP_NAME");

    public virtual string? LogStreamName => Variable("AWS_LAMBDA_LOG_STREAM_NAME");

    /// <summary>0 where nobody has set it.</summary>
    public virtual int MemoryLimitInMB => int.TryParse(Variable("AWS_LAMBDA_FUNCTION_MEMORY_SIZE"), out var megabytes) ? megabytes : 0;

    /// <summary>Below zero once the time is over.</summary>
    public virtual TimeSpan RemainingTime => Invocation.Deadline - TimeProvider.System.GetUtcNow();

    public virtual object? ClientContext { get; set; }

    public virtual object? Identity { get; set; }

    public virtual object? Logger { get; set; }

    public virtual object? Serializer { get; set; }
}
