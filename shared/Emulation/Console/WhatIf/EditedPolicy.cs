using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Emulation.Access;
using Emulation.Access.AnyAction;

namespace Emulation.Console.WhatIf;

/// <summary>A policy as somebody thinks of it, in the place of the one that the template has.</summary>
internal sealed record EditedPolicy
{
    /// <summary>Where the policy stands: <see cref="PolicyBlock.Place"/>.</summary>
    public required string Place { get; init; }

    /// <summary>The lines that it was made from: should the template have others by now, nothing is decided.</summary>
    public required string Was { get; init; }

    /// <summary>The lines that are to take their place.</summary>
    public required string Text { get; init; }

    /// <summary>Who would gain and who would lose, and the change as a patch of the template.</summary>
    /// <exception cref="UsageException">The template has changed, or is gone.</exception>
    /// <exception cref="TemplateException">The template would have errors.</exception>
    public (ImmutableArray<AccessChange> Changes, string Patch) Judge(ConsoleParts parts)
    {
        var block = PolicyBlock.All(parts.Stacks).FirstOrDefault(one => one.Place == Place) ?? throw Changed();
        var before = ReadAll(block.File);
        var end = before.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        var lines = before.ReplaceLineEndings("\n").Split('\n');
        if (lines.Length < block.Last || string.Join('\n', lines[(block.First - 1)..block.Last]) != Was.ReplaceLineEndings("\n"))
        {
            throw Changed();
        }

        var after = string.Join(end, [.. lines[..(block.First - 1)], .. Text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n'), .. lines[block.Last..]]);
        var edited = parts.Reread(ImmutableDictionary<string, string>.Empty.Add(block.File, after));
        var path = Path.GetRelativePath(parts.Stacks.Folder, block.File).Replace('\\', '/');
        return (new AccessComparison(parts.Stacks, edited).All, TemplatePatch.Of(path, before, after));
    }

    private static UsageException Changed() => new("The template is another by now. Load this page again.");

    private static string ReadAll(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Changed();
        }
    }
}

[JsonSerializable(typeof(EditedPolicy))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class EditedPolicyJson : JsonSerializerContext;
