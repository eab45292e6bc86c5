namespace Emulation.Lambda;

/// <summary>What a request asks of Lambda, told from its method and path <c>/2015-03-31/functions/{function}/...</c>.</summary>
/// <param name="Action">As permissions name it.</param>
/// <param name="Function">The function's name or ARN, as the client wrote it.</param>
/// <param name="StatementId">Of RemovePermission; null otherwise.</param>
internal readonly record struct LambdaOperation(string Action, string Function, string? StatementId = null)
{
    public const string Invoke = "lambda:InvokeFunction";
    public const string AddPermission = "lambda:AddPermission";
    public const string RemovePermission = "lambda:RemovePermission";
    public const string GetPolicy = "lambda:GetPolicy";

    /// <summary>What there is, for who asks for something else.</summary>
    public const string Known = "Invoke, AddPermission, RemovePermission and GetPolicy";

    private const string Prefix = "/2015-03-31/functions/";

    public static bool TryRead(string method, string path, out LambdaOperation operation)
    {
        operation = default;
        if (!path.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return false;
        }

        var parts = path[Prefix.Length..].Split('/').Select(Uri.UnescapeDataString).ToArray();
        operation = (method, parts) switch
        {
            ("POST", [var name, "invocations"]) => new(Invoke, name),
            ("POST", [var name, "policy"]) => new(AddPermission, name),
            ("GET", [var name, "policy"]) => new(GetPolicy, name),
            ("DELETE", [var name, "policy", var statement]) => new(RemovePermission, name, statement),
            _ => default,
        };
        return !string.IsNullOrEmpty(operation.Function);
    }
}
