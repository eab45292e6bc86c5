using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Emulation.Access;
using Emulation.Decisions;
using Emulation.Explain;
using Iam;

namespace Emulation.Console.Explained;

/// <summary>A call that a person asks about, or wants to be made: as in a decision, or otherwise. What is not said has the value that it has here.</summary>
internal sealed record AskedCall
{
    /// <summary>The decision that it is like; null of one that is like none.</summary>
    public string? Id { get; set; }

    /// <summary>Who calls, by the template's name or <c>anonymous</c>; empty for whoever made the decision.</summary>
    public string As { get; set; } = "";

    public string Method { get; set; } = "";

    /// <summary>Below the stage, with its query.</summary>
    public string Path { get; set; } = "";

    /// <summary>The API's logical id; empty where the route tells it.</summary>
    public string Api { get; set; } = "";

    public string Body { get; set; } = "";

    /// <summary>A token in the place of a signature; empty for none.</summary>
    public string Token { get; set; } = "";

    /// <summary>Condition keys of the request, a line each: <c>aws:SourceIp=203.0.113.7</c>, several values with commas.</summary>
    public string Context { get; set; } = "";

    /// <summary>Decides without making it.</summary>
    /// <exception cref="UsageException">There is no such principal or route, or a line is no key with a value.</exception>
    public (ExplanationText Text, DecisionSubject? Subject) Explain(ConsoleParts parts)
    {
        var keys = Keys();
        if (As.Length == 0 && Id is not null && parts.Decisions.Find(Id) is { Subject: not null } entry)
        {
            ImmutableArray<DecisionSubject> again = [.. DecisionPage.SubjectsOf(entry).Select(subject => WithKeys(subject, keys))];
            var text = ExplanationText.Of(again, parts.Stacks);
            return (text, text.Questions.FirstOrDefault(static one => one.Decides)?.Subject ?? again[0]);
        }

        var question = RouteQuestion.Of(parts.Stacks, As.Length == 0 ? "anonymous" : As, Method, Path, Api.Length == 0 ? null : Api, keys);
        return (ExplanationText.Of(question, parts.Stacks), question.Subject);
    }

    private static DecisionSubject WithKeys(DecisionSubject subject, ImmutableDictionary<string, string> keys)
    {
        var context = new ConditionContext();
        foreach (var key in subject.Request.Context.Keys)
        {
            context.Set(key, subject.Request.Context.TryGet(key, out var values) ? values : []);
        }

        foreach (var (key, value) in keys)
        {
            context.Set(key, [.. value.Split(',')]);
        }

        return subject with { Request = subject.Request with { Context = context } };
    }

    private ImmutableDictionary<string, string> Keys() => Context.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .Select(static line => line.Split('=', 2, StringSplitOptions.TrimEntries) is [{ Length: > 0 } key, var value] ? KeyValuePair.Create(key, value)
            : throw new UsageException($"'{line}' is no condition key with a value: write it as aws:SourceIp=203.0.113.7."))
        .DistinctBy(static pair => pair.Key).ToImmutableDictionary();
}

[JsonSerializable(typeof(AskedCall))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class AskedCallJson : JsonSerializerContext;
