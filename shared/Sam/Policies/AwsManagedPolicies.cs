using System.Text.Json;
using Sam.Documents;

namespace Sam.Policies;

/// <summary>Every policy that AWS manages, as a document. They are kept in compressed blocks, and one is read when it is first asked for.</summary>
public static class AwsManagedPolicies
{
    private const string Prefix = "arn:aws:iam::aws:policy";

    private static readonly Lazy<ManagedPolicyFile> File = new(ManagedPolicyFile.Open);

    /// <summary>The names of the policies, in order.</summary>
    public static IReadOnlyCollection<string> Names => File.Value.Names;

    /// <summary>The ARNs of the policies, in the order of their names.</summary>
    public static IEnumerable<string> Arns => Names.Select(static name => ArnOf(name)!);

    /// <summary>The document of a policy by its ARN, as JSON with an indentation of two; null when AWS has no such policy.</summary>
    public static string? JsonOf(string arn)
    {
        ArgumentNullException.ThrowIfNull(arn);
        using var document = Open(arn);
        return document is null ? null : JsonSerializer.Serialize(document.RootElement, AwsManagedPoliciesJson.Default.JsonElement);
    }

    /// <summary>The ARN of a policy by its name, as SAM takes it in <c>Policies</c>; null when AWS has no such policy.</summary>
    public static string? ArnOf(string name) => File.Value.PathOf(name) is { } path ? $"{Prefix}{path}{name}" : null;

    /// <summary>The document of a policy by its ARN, with the line that names it; null when AWS has no such policy.</summary>
    internal static Node? Find(string arn, int line)
    {
        using var document = Open(arn);
        return document is null ? null : PolicyDocument.FromJson(document.RootElement, line);
    }

    private static JsonDocument? Open(string arn)
    {
        var name = arn[(arn.LastIndexOf('/') + 1)..];
        return arn.StartsWith(Prefix, StringComparison.Ordinal) && ArnOf(name) == arn ? JsonDocument.Parse(File.Value.Read(name)) : null;
    }
}

[System.Text.Json.Serialization.JsonSerializable(typeof(JsonElement))]
[System.Text.Json.Serialization.JsonSourceGenerationOptions(WriteIndented = true, NewLine = "\n")]
internal sealed partial class AwsManagedPoliciesJson : System.Text.Json.Serialization.JsonSerializerContext;
