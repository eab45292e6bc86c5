using Emulation.Fronts;
using Emulation.ServiceReference;
using Emulation.Upstreams;

namespace Emulation.Tests.Fronts;

/// <summary>What AWS adds to a service that is written by hand shows here, and not by a client's refusal.</summary>
public sealed class Operations_of_services
{
    public static TheoryData<string> Services => new(FrontedServices.Names.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Services))]
    public void Are_all_there_that_AWS_has(string service) => Assert.Empty(
        ServiceData.SignedAs(service).SelectMany(static api => api.Operations.Values).Where(static operation => !operation.Actions.IsEmpty).Select(static operation => operation.Name)
            .Except(FrontedServices.Find(service)!.Operations));

    /// <summary>A protocol less would leave the clients that speak it to what the data say.</summary>
    [Theory]
    [MemberData(nameof(Services))]
    public void Are_spoken_in_every_protocol_that_AWS_speaks(string service) => Assert.Empty(
        ReferencedService.Find(service)!.Forms.Select(static form => form.GetType()).Except(FrontedServices.Find(service)!.Forms.Select(static form => form.GetType())));

    [Fact]
    public void Have_the_name_in_signatures_that_they_are_found_by() => Assert.All(FrontedServices.Names, static name => Assert.Equal(name, FrontedServices.Find(name)!.SigningName));
}
