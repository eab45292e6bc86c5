using Emulation.Fronts.Ssm;
using Emulation.Tests.Upstreams;

namespace Emulation.Tests.Fronts.Ssm;

/// <summary>Parameters that are shared with other accounts. AWS Systems Manager User Guide, "Working with shared parameters".</summary>
public sealed class Policies_of_parameters : IDisposable
{
    private readonly AskedCall call = new();

    public void Dispose() => call.Dispose();

    /// <summary>A parameter that is shared can be read from another account, and no more.</summary>
    [Theory]
    [InlineData("GetParameter", true)]
    [InlineData("DeleteParameter", false)]
    public async Task Count_where_a_shared_parameter_is_read(string operation, bool counts)
    {
        const string Theirs = "arn:aws:ssm:us-east-1:444455556666:parameter/a";
        call.Policies.Put(Theirs, Emulation.Upstreams.ResourcePolicies.Parse(
            Theirs, """{"Statement":[{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"ssm:*","Resource":"*"}]}""").Policy!);
        var plan = await call.PlanAsync(new SsmService(), operation, $$"""{"Name":"{{Theirs}}"}""");
        Assert.Equal(counts, plan.Asks[0].ResourcePolicy is not null);
        Assert.Equal("444455556666", plan.Account.ToString());
    }

    [Fact]
    public async Task Are_those_that_calls_put_once_they_are_put()
    {
        const string Ours = "arn:aws:ssm:us-east-1:111122223333:parameter/a";
        var put = await call.PlanAsync(
            new SsmService(), "PutResourcePolicy",
            $$"""{"ResourceArn":"{{Ours}}","Policy":"{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"444455556666\"},\"Action\":\"ssm:GetParameter\",\"Resource\":\"*\"}]}"}""");
        Assert.Null(call.Policies.Of(Ours));
        put.Done!();
        Assert.NotNull(call.Policies.Of(Ours));
        (await call.PlanAsync(new SsmService(), "DeleteResourcePolicy", $$"""{"ResourceArn":"{{Ours}}","PolicyId":"p","PolicyHash":"h"}""")).Done!();
        Assert.Null(call.Policies.Of(Ours));
    }

    /// <summary>A new parameter of the name opens to nobody whom the old one let in.</summary>
    [Theory]
    [InlineData("DeleteParameter", """{"Name":"/app/db"}""", false)]
    [InlineData("DeleteParameters", """{"Names":["x","/app/db"]}""", false)]
    [InlineData("DeleteParameter", """{"Name":"/app/other"}""", true)]
    public async Task Go_with_what_is_deleted(string operation, string members, bool stays)
    {
        const string Parameter = "arn:aws:ssm:us-east-1:111122223333:parameter/app/db";
        (await call.PlanAsync(
            new SsmService(), "PutResourcePolicy",
            $$"""{"ResourceArn":"{{Parameter}}","Policy":"{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"444455556666\"},\"Action\":\"ssm:GetParameter\",\"Resource\":\"{{Parameter}}\"}]}"}""")).Done!();
        Assert.NotNull(call.Policies.Of(Parameter));

        (await call.PlanAsync(new SsmService(), operation, members)).Done!();
        Assert.Equal(stays, call.Policies.Of(Parameter) is not null);
    }
}
