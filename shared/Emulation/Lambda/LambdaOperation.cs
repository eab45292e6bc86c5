namespace Emulation.Lambda;

/// <summary>Lambda's actions, as permissions name them.</summary>
internal static class LambdaOperation
{
    public const string Invoke = "lambda:InvokeFunction";
    public const string InvokeUrl = "lambda:InvokeFunctionUrl";
    public const string AddPermission = "lambda:AddPermission";
    public const string RemovePermission = "lambda:RemovePermission";
    public const string GetPolicy = "lambda:GetPolicy";
}
