using System.Text.Json;
using Emulation.Wire;

namespace Emulation.Access.AnyAction;

/// <summary>Answers about actions for programs.</summary>
internal static class ActionAccessJson
{
    /// <summary><c>action</c>, <c>resource</c> and <c>answers[]</c>, one for each principal.</summary>
    public static string Of(string action, AskedResource resource, IEnumerable<ActionAccess> answers) => JsonText.Document(json =>
    {
        json.WriteString("action", action);
        json.WriteString("resource", resource.Shape.Starred);
        json.WriteObjects("answers", answers, static (json, answer) =>
        {
            json.WriteString("principal", answer.Principal.Name);
            json.WriteString("kind", MatrixJson.KindOf(answer.Principal.Kind));
            json.WriteString("arn", answer.Principal.Principal.PolicyArn);
            WriteAnswer(json, answer);
        });
    });

    /// <summary><c>principal</c> and <c>held[]</c>: actions that share an answer.</summary>
    public static string Of(MatrixPrincipal principal, IEnumerable<HeldActions> held) => JsonText.Document(json =>
    {
        json.WriteString("principal", principal.Name);
        json.WriteString("arn", principal.Principal.PolicyArn);
        json.WriteObjects("held", held, static (json, line) =>
        {
            json.WriteTexts("actions", line.Names.AsSpan());
            json.WriteString("resource", line.Answer.Resource.Shape.Starred);
            WriteAnswer(json, line.Answer);
        });
    });

    private static void WriteAnswer(Utf8JsonWriter json, ActionAccess answer)
    {
        json.WriteString("decision", MatrixJson.WordOf(answer.Word));
        json.WritePropertyName("statement");
        MatrixJson.WriteStatement(json, answer.Decision);
        json.WriteString("condition", answer.Condition);
        json.WriteString("reason", answer.Reason);
    }
}
