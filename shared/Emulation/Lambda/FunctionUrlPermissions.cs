using System.Collections.Immutable;
using Emulation.Calls;
using Sam;

namespace Emulation.Lambda;

/// <summary>
/// What whoever calls a function by its URL must be allowed, on the function or on the alias that the URL is of. Lambda Developer Guide, "Control access to Lambda
/// function URLs"; Service Authorization Reference, "Condition keys for AWS Lambda".
/// </summary>
internal static class FunctionUrlPermissions
{
    public static ImmutableArray<NeededPermission> Of(Function function, FunctionUrl url)
    {
        ImmutableArray<ConditionKey> tags = [.. ConditionKey.OfResource(function.Tags)];
        var byUrl = new NeededPermission(
            LambdaOperation.InvokeUrl,
            [.. tags, new("lambda:FunctionUrlAuthType", url.IsSigned ? "AWS_IAM" : "NONE"), new("lambda:FunctionArn", function.Arn.ToString())]);
        return url.NeedsInvokeFunction ? [byUrl, new(LambdaOperation.Invoke, [.. tags, new("lambda:InvokedViaFunctionUrl", "true")])] : [byUrl];
    }
}
