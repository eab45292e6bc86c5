using System.Text.Json.Nodes;
using Emulation.Cognito.OAuth;
using Emulation.Cognito.Pools;

namespace Emulation.StandIns;

/// <summary>Reads who somebody chose to be.</summary>
internal static class Choice
{
    /// <returns>The claims; or the page that asks again, and says why.</returns>
    public static (JsonObject? Claims, StandInAnswer? Again) Read(StandInProvider standIn, Parameters form, string key, StandInVisit visit, PoolStore store)
    {
        var fault = form[ChoicePage.Fault];
        if (fault is not null && standIn.Kind.Fault(fault) is null)
        {
            return (null, StandInAnswer.Refuse(400, "No such fault", $"The stand-in knows: {string.Join(", ", standIn.Kind.Faults.Select(static one => one.Name))}."));
        }

        if (form[ChoicePage.Person] is { } name and not ChoicePage.OfClaims)
        {
            return TestPerson.All.FirstOrDefault(person => person.Key == name) is { } person
                ? (person.ClaimsAt(standIn.Provider), null)
                : (null, StandInAnswer.Refuse(400, "Nobody of that name", $"The stand-in knows: {string.Join(", ", TestPerson.All.Select(static one => one.Key))}."));
        }

        var written = form[ChoicePage.Claims] ?? "{}";
        return StandInClaims.Read(written, standIn.Provider, out var problem) is { } claims
            ? (claims, null)
            : (null, ChoicePage.Show(standIn, key, visit, store, (problem, written, fault)));
    }
}
