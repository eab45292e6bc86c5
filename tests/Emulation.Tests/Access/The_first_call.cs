using Emulation.Access;

namespace Emulation.Tests.Access;

/// <summary>What a newcomer is told to try is allowed, and needs nothing that is still to be made where there is such a call.</summary>
public class The_first_call
{
    private static readonly HashSet<string> Reader = ["arn:aws:iam::111122223333:role/Reader"];

    [Fact]
    public void Is_one_that_is_allowed_without_an_id_in_its_path() =>
        Assert.Equal(new FirstCall("Reader", "Api", "GET", "/orders", null), FirstCall.Of(Given.Stacks(Sample.Template()), Reader));

    [Fact]
    public void Is_the_one_that_the_template_shows()
    {
        var template = $$"""{{Sample.Template()}}{{"\n"}}Metadata: { LocalAws: { Sample: { Api: Api, Method: GET, Path: /orders/search, Body: '{"q":"tea"}' } } }""";

        Assert.Equal(new FirstCall("Reader", "Api", "GET", "/orders/search", """{"q":"tea"}"""), FirstCall.Of(Given.Stacks(template), Reader));
    }

    [Fact]
    public void Has_something_in_the_place_of_a_parameter()
    {
        var template = Sample.Template("""{ Effect: Allow, Action: "execute-api:Invoke", Resource: "arn:aws:execute-api:*:*:*/v1/GET/orders/*" }""", """{ Effect: Deny, Principal: "*", Action: "execute-api:Invoke", Resource: "execute-api:/v1/GET/orders/search" }""");

        Assert.Equal("/orders/1", FirstCall.Of(Given.Stacks(template), Reader)?.Path);
    }

    [Fact]
    public void Needs_nobody_where_a_route_is_open_to_all() =>
        Assert.Equal(new FirstCall(null, "Api", "GET", "/orders", null), FirstCall.Of(Given.Stacks(Sample.Template("""{ Effect: Deny, Action: "*", Resource: "*" }""", authorizer: "NONE")), Reader));

    [Fact]
    public void Is_none_where_nobody_may_call_or_whoever_may_cannot_be_had()
    {
        Assert.Null(FirstCall.Of(Given.Stacks(Sample.Template("""{ Effect: Allow, Action: "s3:GetObject", Resource: "*" }""")), Reader));
        Assert.Null(FirstCall.Of(Given.Stacks(Sample.Template()), new HashSet<string>()));
    }
}
