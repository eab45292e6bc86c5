using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;
using Sam.Documents;

namespace Sam.Policies;

/// <summary>
/// Policies that AWS manages, as documents: one file each in the folder <c>Managed</c>. A policy without a file is an
/// error in the template that names it.
/// </summary>
public static class AwsManagedPolicies
{
    private const string Prefix = "managed/";

    private static readonly Assembly Here = typeof(AwsManagedPolicies).Assembly;

    /// <summary>The names of the policies that have a file.</summary>
    public static FrozenSet<string> Names { get; } = Here.GetManifestResourceNames()
        .Where(static name => name.StartsWith(Prefix, StringComparison.Ordinal))
        .Select(static name => name[Prefix.Length..])
        .ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The ARNs of the policies that have a file.</summary>
    public static IEnumerable<string> Arns => Names.Order(StringComparer.Ordinal).Select(static name => ArnOf(name)!);

    /// <summary>The document of a policy by its ARN, as JSON with an indentation of two; null when there is no such file.</summary>
    public static string? JsonOf(string arn)
    {
        ArgumentNullException.ThrowIfNull(arn);
        var name = arn[(arn.LastIndexOf('/') + 1)..];
        if (!Names.Contains(name))
        {
            return null;
        }

        using var file = Open(name);
        return file.RootElement.GetProperty("Arn").ValueEquals(arn)
            ? JsonSerializer.Serialize(file.RootElement.GetProperty("Document"), AwsManagedPoliciesJson.Default.JsonElement)
            : null;
    }

    /// <summary>The ARN of a policy by its name, as SAM takes it in <c>Policies</c>; null when there is no such file.</summary>
    public static string? ArnOf(string name)
    {
        if (!Names.Contains(name))
        {
            return null;
        }

        using var file = Open(name);
        return file.RootElement.GetProperty("Arn").GetString();
    }

    /// <summary>The document of a policy by its ARN, with the line that names it; null when there is no such file.</summary>
    internal static Node? Find(string arn, int line)
    {
        var name = arn[(arn.LastIndexOf('/') + 1)..];
        if (!Names.Contains(name))
        {
            return null;
        }

        using var file = Open(name);
        return file.RootElement.GetProperty("Arn").ValueEquals(arn)
            ? PolicyDocument.FromJson(file.RootElement.GetProperty("Document"), line)
            : null;
    }

    private static JsonDocument Open(string name)
    {
        using var stream = Here.GetManifestResourceStream(Prefix + name)!;
        return JsonDocument.Parse(stream);
    }
}

[System.Text.Json.Serialization.JsonSerializable(typeof(JsonElement))]
[System.Text.Json.Serialization.JsonSourceGenerationOptions(WriteIndented = true, NewLine = "\n")]
internal sealed partial class AwsManagedPoliciesJson : System.Text.Json.Serialization.JsonSerializerContext;
