using System.Text.Json;
using Emulation.Access;

namespace Emulation.Tests.Access;

public class The_matrix_for_programs
{
    [Fact]
    public void Has_a_cell_for_each_of_its_principals_and_routes()
    {
        using var json = Write(AccessMatrix.Of(Given.Stacks(Sample.Template())));
        var routes = json.RootElement.GetProperty("routes").EnumerateArray().Select(static route => $"{route.GetProperty("api")} {route.GetProperty("method")} {route.GetProperty("path")} {route.GetProperty("authorizer")}").ToList();

        Assert.Equal(["Api GET /orders AWS_IAM", "Api GET /orders/{id} AWS_IAM", "Api GET /orders/search AWS_IAM"], routes);
        Assert.Equal(routes.Count * json.RootElement.GetProperty("principals").GetArrayLength(), json.RootElement.GetProperty("cells").GetArrayLength());
    }

    [Theory]
    [InlineData((int)PrincipalKind.Role, "role")]
    [InlineData((int)PrincipalKind.IdentityPoolRole, "identityPoolRole")]
    [InlineData((int)PrincipalKind.User, "user")]
    [InlineData((int)PrincipalKind.OtherAccount, "otherAccount")]
    [InlineData((int)PrincipalKind.Anonymous, "anonymous")]
    [InlineData((int)PrincipalKind.TokenHolder, "tokenHolder")]
    public void Has_a_word_for_each_kind_of_principal(int kind, string word) => Assert.Equal(word, MatrixJson.KindOf((PrincipalKind)kind));

    [Fact]
    public void Knows_all_kinds() => Assert.Equal(7, Enum.GetValues<PrincipalKind>().Select(MatrixJson.KindOf).Distinct().Count());

    private static JsonDocument Write(AccessMatrix matrix) => JsonDocument.Parse(MatrixJson.Of(matrix));
}
