using System.Text.Json.Nodes;
using Emulation.Calls;
using Emulation.Upstreams;
using Emulation.Wire;

namespace Emulation.Fronts.Events;

/// <summary>
/// The one statement of a PutPermission that gives no whole policy, and what EventBridge refuses of it (captured: eventbridge/permissions.json of radkawar/stackd). Amazon
/// EventBridge API Reference, "PutPermission".
/// </summary>
internal static class BusStatement
{
    private const string PutEvents = "events:PutEvents";
    private const string Organisation = "aws:PrincipalOrgID";
    private const int LongestPrincipal = 12;

    /// <summary>The id that the call gives a statement, or means one by.</summary>
    /// <exception cref="RefusedException">It gives none.</exception>
    public static string IdOf(FrontCall call) => Given(call, "StatementId");

    /// <summary>The statement, without its id.</summary>
    /// <exception cref="RefusedException">EventBridge takes none such.</exception>
    public static JsonObject Of(FrontCall call, string bus)
    {
        if (call.Text("Action") is { } action)
        {
            CheckAction(action);
        }

        if (call.Text("Principal") is { } principal)
        {
            CheckPrincipal(principal);
        }

        if (Given(call, "Action") != PutEvents)
        {
            throw FrontCall.Invalid("Provided value in parameter 'action' is not supported.");
        }

        var named = Given(call, "Principal");
        var statement = new JsonObject
        {
            ["Effect"] = "Allow",
            ["Principal"] = named == "*" ? named : PolicyStatements.Accounts([named]),
            ["Action"] = PutEvents,
            ["Resource"] = bus,
        };
        if (call.Structure("Condition") is { } condition)
        {
            statement["Condition"] = Condition(condition.Needed("Type"), condition.Needed("Key"), condition.Needed("Value"));
        }

        return statement;
    }

    private static JsonObject Condition(string type, string key, string value)
    {
        var wrong = type != "StringEquals" ? "type' is not supported" : key != Organisation ? "key' is not supported"
            : !value.StartsWith("o-", StringComparison.Ordinal) ? "value' is invalid" : null;
        return wrong is null
            ? new JsonObject { [type] = new JsonObject { [key] = value } }
            : throw FrontCall.Invalid($"Provided value in parameter 'condition.{wrong}.");
    }

    private static string Given(FrontCall call, string member) =>
        call.Text(member) is { Length: > 0 } text ? text : throw FrontCall.Invalid($"Parameter(s) {member} must be specified.");

    private static void CheckAction(string action)
    {
        const string start = "events:";
        if (!action.StartsWith(start, StringComparison.Ordinal) || action.Length == start.Length || !action[start.Length..].All(char.IsAsciiLetter))
        {
            throw FrontCall.Invalid($"1 validation error detected: {Broken(action, "action", "Member must satisfy regular expression pattern: events:[a-zA-Z]+")}");
        }
    }

    private static void CheckPrincipal(string principal)
    {
        if (principal == "*" || (principal.Length == LongestPrincipal && principal.All(char.IsAsciiDigit)))
        {
            return;
        }

        var pattern = Broken(principal, "principal", @"Member must satisfy regular expression pattern: (\d{12}|\*)");
        throw FrontCall.Invalid(principal.Length <= LongestPrincipal
            ? $"1 validation error detected: {pattern}"
            : $"2 validation errors detected: {Broken(principal, "principal", $"Member must have length less than or equal to {LongestPrincipal}")}; {pattern}");
    }

    private static string Broken(string value, string member, string rule) => $"Value '{ClientText.Shown(value)}' at '{member}' failed to satisfy constraint: {rule}";
}
