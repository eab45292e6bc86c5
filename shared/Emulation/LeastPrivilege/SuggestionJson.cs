using System.Text.Json;
using Emulation.Wire;
using Iam;

namespace Emulation.LeastPrivilege;

/// <summary>Suggestions for programs: each policy with the full names of intrinsic functions, and what is to be known of it.</summary>
internal static class SuggestionJson
{
    public static string Of(LeastPrivilegeReport report)
    {
        var words = new SuggestionWords(report.Stacks, isJson: true);
        return JsonText.Document(json =>
        {
            json.WriteNumber("runs", report.Records.Runs.Length);
            json.WriteNumber("calls", report.Records.Calls.Length);
            json.WriteBoolean("hasForgotten", report.Records.Runs.Any(static run => run.HasForgotten));
            json.WriteObjects("roles", report.Roles, (json, role) => Write(json, role, words));
            json.WriteObjects("nobody", report.Nobody, static (json, one) =>
            {
                json.WriteString("caller", one.Caller);
                json.WriteString("closest", one.Closest);
                WriteStatement(json, one.Policy, one.Statement);
            });
        });
    }

    /// <summary>A policy as IAM takes it: ARNs of this machine in place of references.</summary>
    public static string Document(RoleSuggestion role)
    {
        static void Write(Utf8JsonWriter json, string text) => json.WriteStringValue(text);
        return JsonText.Document(json => WriteDocument(json, role.Statements, Write, Write));
    }

    private static void Write(Utf8JsonWriter json, RoleSuggestion role, SuggestionWords words)
    {
        json.WriteString("role", role.Name);
        json.WriteString("arn", role.Role.Arn.ToString());
        json.WriteString("place", role.Role.Line.ToString());
        json.WriteNumber("calls", role.Calls);
        if (role.WasSeen)
        {
            json.WriteStartObject("policy");
            WriteDocument(
                json,
                role.Statements,
                (json, text) => json.WriteRawValue(words.Resource(text, role.Stack).Text),
                (json, text) => json.WriteRawValue(words.Value(text, role.Stack).Text));
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("policy");
        }

        json.WriteTexts("replaces", role.WasSeen ? [.. role.Role.Policies.Select(static policy => policy.Origin.Name)] : []);
        json.WriteObjects("alsoAllows", role.Statements.SelectMany(static one => one.AlsoAllows.Select(route => (one.Sid, Route: route))), static (json, one) =>
        {
            json.WriteString("statement", one.Sid);
            json.WriteString("route", one.Route);
        });
        json.WriteObjects("grants", role.Grants, static (json, grant) =>
        {
            WriteStatement(json, grant.Policy, grant.Statement);
            json.WriteTexts("used", grant.Used.AsSpan());
            json.WriteTexts("never", grant.Never.AsSpan());
            json.WriteTexts("neverOn", grant.NeverOn.AsSpan());
            json.WriteBoolean("needless", grant.IsNeedless);
            json.WriteObjects("unseen", grant.Unseen, static (json, one) => WritePair(json, ("action", one.Action), one.Why));
        });
        json.WriteObjects("unneeded", role.Unneeded, static (json, one) => WritePair(json, ("call", one.Call), one.Why));
        json.WriteTexts("notAllowed", role.NotAllowed.AsSpan());
        json.WriteObjects("untold", role.Untold, static (json, one) => WritePair(json, ("call", one.Call), one.Why));
        json.WriteTexts("unknown", role.Unknown.AsSpan());
    }

    private static void WriteDocument(
        Utf8JsonWriter json, IEnumerable<SuggestedStatement> statements, Action<Utf8JsonWriter, string> writeResource, Action<Utf8JsonWriter, string> writeValue)
    {
        json.WriteString("Version", "2012-10-17");
        json.WriteObjects("Statement", statements, (json, statement) =>
        {
            if (statement.Sid is { } sid)
            {
                json.WriteString("Sid", sid);
            }

            json.WriteString("Effect", statement.Of.Denies ? "Deny" : "Allow");
            json.WriteTexts(statement.ActionElement, statement.Actions.AsSpan());
            WriteList(json, statement.ResourceElement, statement.Resources, writeResource);
            var conditions = statement.Of.ConditionTexts.GroupBy(static one => one.Operator, StringComparer.Ordinal).ToList();
            if (conditions.Count > 0)
            {
                json.WriteStartObject("Condition");
                foreach (var block in conditions)
                {
                    json.WriteStartObject(block.Key);
                    foreach (var (_, key, values) in block)
                    {
                        WriteList(json, key, values, writeValue);
                    }

                    json.WriteEndObject();
                }

                json.WriteEndObject();
            }
        });
    }

    private static void WriteList(Utf8JsonWriter json, string name, IEnumerable<string> texts, Action<Utf8JsonWriter, string> write)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            write(json, text);
        }

        json.WriteEndArray();
    }

    private static void WriteStatement(Utf8JsonWriter json, Policy policy, Statement statement)
    {
        json.WriteString("policy", policy.Origin.Name);
        json.WriteString("statement", statement.DisplayName.Trim('\''));
        json.WriteString("place", policy.Origin.PlaceOf(statement.Index));
    }

    private static void WritePair(Utf8JsonWriter json, (string Name, string Value) what, string why)
    {
        json.WriteString(what.Name, what.Value);
        json.WriteString("why", why);
    }
}
