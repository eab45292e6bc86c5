using System.Text.Json;
using Iam;

namespace Emulation.Access;

/// <summary>The matrix for programs: <c>principals[]</c>, <c>routes[]</c> and <c>cells[]</c>, one for each pair of them.</summary>
internal static class MatrixJson
{
    public static void Write(Utf8JsonWriter writer, AccessMatrix matrix)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("principals");
        foreach (var principal in matrix.Principals)
        {
            writer.WriteStartObject();
            writer.WriteString("name", principal.Name);
            writer.WriteString("kind", KindOf(principal.Kind));
            writer.WriteString("arn", principal.Principal.PolicyArn);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("routes");
        foreach (var route in matrix.Routes)
        {
            writer.WriteStartObject();
            writer.WriteString("api", route.Api.LogicalId);
            writer.WriteString("method", route.Route.Method);
            writer.WriteString("path", route.Route.Path);
            writer.WriteString("authorizer", AuthorizerAccess.Name(route.Route.Authorizer));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("cells");
        foreach (var cell in matrix.Cells)
        {
            WriteCell(writer, cell);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    public static string KindOf(PrincipalKind kind) => kind switch
    {
        PrincipalKind.Role => "role",
        PrincipalKind.IdentityPoolRole => "identityPoolRole",
        PrincipalKind.User => "user",
        PrincipalKind.OtherAccount => "otherAccount",
        PrincipalKind.TokenHolder => "tokenHolder",
        PrincipalKind.Anonymous => "anonymous",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no word for it."),
    };

    public static string WordOf(SymbolicVerdict verdict) => verdict switch
    {
        SymbolicVerdict.Allow => "allow",
        SymbolicVerdict.Conditional => "conditional",
        _ => "deny",
    };

    private static void WriteCell(Utf8JsonWriter writer, MatrixCell cell)
    {
        writer.WriteStartObject();
        writer.WriteString("principal", cell.Principal.Name);
        writer.WriteString("api", cell.Route.Api.LogicalId);
        writer.WriteString("method", cell.Route.Route.Method);
        writer.WriteString("path", cell.Route.Route.Path);
        writer.WriteString("decision", WordOf(cell.Verdict));
        writer.WritePropertyName("statement");
        WriteStatement(writer, cell.Decision);
        writer.WriteString("condition", cell.Condition);
        writer.WriteString("reason", cell.Reason);
        writer.WriteEndObject();
    }

    private static void WriteStatement(Utf8JsonWriter writer, Decision decision)
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
