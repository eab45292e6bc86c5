namespace Emulation.Lambda;

/// <summary>Lambda's actions, as permissions name them.</summary>
internal static class LambdaOperation
{
    public const string Invoke = "lambda:InvokeFunction";
    public const string InvokeUrl = "lambda:InvokeFunctionUrl";
    public const string AddPermission = "lambda:AddPermission";
    public const string RemovePermission = "lambda:RemovePermission";
    public const string GetPolicy = "lambda:GetPolicy";
    public const string PutResourcePolicy = "lambda:PutResourcePolicy";
    public const string GetResourcePolicy = "lambda:GetResourcePolicy";
    public const string DeleteResourcePolicy = "lambda:DeleteResourcePolicy";
    public const string CreateUrl = "lambda:CreateFunctionUrlConfig";
    public const string GetUrl = "lambda:GetFunctionUrlConfig";
    public const string UpdateUrl = "lambda:UpdateFunctionUrlConfig";
    public const string DeleteUrl = "lambda:DeleteFunctionUrlConfig";
    public const string ListUrls = "lambda:ListFunctionUrlConfigs";
}
