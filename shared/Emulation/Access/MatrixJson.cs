using System.Text.Json;
using Emulation.Wire;
using Iam;

namespace Emulation.Access;

/// <summary>The matrix for programs: <c>principals[]</c>, <c>routes[]</c> and <c>cells[]</c>, one for each pair of them.</summary>
internal static class MatrixJson
{
    public static string Of(AccessMatrix matrix) => JsonText.Document(json =>
    {
        json.WriteObjects("principals", matrix.Principals, static (json, principal) =>
        {
            json.WriteString("name", principal.Name);
            json.WriteString("kind", KindOf(principal.Kind));
            json.WriteString("arn", principal.Principal.PolicyArn);
        });
        json.WriteObjects("routes", matrix.Routes, static (json, route) =>
        {
            WriteRoute(json, route);
            json.WriteString("authorizer", AuthorizerAccess.Name(route.Route.Authorizer));
            json.WriteString("closed", route.Route.Closed?.ToString());
        });
        json.WriteObjects("cells", matrix.Cells, static (json, cell) =>
        {
            json.WriteString("principal", cell.Principal.Name);
            WriteRoute(json, cell.Route);
            json.WriteString("decision", WordOf(cell.Word));
            json.WritePropertyName("statement");
            WriteStatement(json, cell.Decision);
            json.WriteString("condition", cell.Condition);
            json.WriteString("reason", cell.Reason);
        });
        if (!matrix.Deliveries.IsEmpty)
        {
            json.WriteObjects("deliveries", matrix.Deliveries, WriteDelivery);
        }
    });

    public static string KindOf(PrincipalKind kind) => JsonNamingPolicy.CamelCase.ConvertName(kind.ToString());

    public static string WordOf(AccessWord word) => JsonNamingPolicy.CamelCase.ConvertName(word.ToString());

    /// <summary>From the template alone: <c>decision</c> is null where no template declares what decides.</summary>
    private static void WriteDelivery(Utf8JsonWriter json, MatrixDelivery one)
    {
        json.WriteString("stack", one.Stack.Name);
        json.WriteString("resource", one.Delivery.LogicalId);
        json.WriteString("kind", JsonNamingPolicy.CamelCase.ConvertName(one.Delivery.Kind.ToString()));
        json.WriteString("service", one.Delivery.Service);
        json.WriteString("role", one.Delivery.RoleArn);
        json.WriteString("source", one.Source);
        json.WriteString("sourceArn", one.Delivery.SourceArn);
        json.WriteString("does", one.Does);
        json.WriteString("targetArn", one.Delivery.TargetArn);
        json.WriteTexts("actions", one.Delivery.Actions.AsSpan());
        json.WriteString("decision", one.Word is { } word ? WordOf(word) : null);
        json.WritePropertyName("statement");
        WriteStatement(json, one.Decision);
        json.WriteString("reason", one.Reason);
    }

    private static void WriteRoute(Utf8JsonWriter json, MatrixRoute route)
    {
        json.WriteString("stack", route.Stack.Name);
        json.WriteString("api", route.Api.LogicalId);
        json.WriteString("method", route.Route.Method);
        json.WriteString("path", route.Route.Path);
        if (route.IsAtOneOfSeveral)
        {
            json.WriteString("stage", route.Api.StageName);
        }
    }

    public static void WriteStatement(Utf8JsonWriter writer, Decision decision)
    {
        if (decision.Statement is not { } statement)
        {
            writer.WriteNullValue();
            return;
        }

        writer.WriteStartObject();
        writer.WriteString("policy", decision.Policy!.Origin.Name);
        writer.WriteNumber("index", statement.Index);
        writer.WriteString("sid", statement.Sid);
        writer.WriteString("place", decision.Policy.Origin.PlaceOf(statement.Index) is { } place ? Path.GetFileName(place) : null);
        writer.WriteEndObject();
    }
}
