using Emulation.Calls;
using Emulation.Tests.Calls;

namespace Emulation.Tests.ServiceAuthorization;

/// <summary>
/// Each operation is asked about with the actions, resource types and condition keys that AWS publishes, and with no others: a Deny on a key that is
/// never set is void, and an Allow on a key that AWS does not set lets in.
/// </summary>
public sealed class Every_operation_on_the_door(EveryService every) : IClassFixture<EveryService>
{
    [Fact]
    public async Task Asks_what_the_reference_says_or_has_a_reason_not_to()
    {
        var unexplained = (await DifferencesAsync()).Where(static difference => !Reasons.All.Any(reason => reason.Covers(difference))).ToList();

        Assert.True(unexplained.Count == 0, string.Join('\n', unexplained));
    }

    [Fact]
    public async Task Has_no_reason_for_what_is_as_the_reference_says()
    {
        var differences = await DifferencesAsync();

        var idle = Reasons.All.Where(reason => !differences.Any(reason.Covers)).Select(static reason => reason.Difference).ToList();
        Assert.True(idle.Count == 0, string.Join('\n', idle));
    }

    /// <summary>IAM is there twice: its Access Troubleshooter is an API of its own, with IAM's actions.</summary>
    [Fact]
    public void Is_of_a_service_that_is_compared() => Assert.Equal(
        ["apigateway", "cloudformation", "cognito-identity", "cognito-idp", "dynamodb", "iam", "iam", "lambda", "sts"],
        every.Services.Select(static service => service.Name).Order(StringComparer.Ordinal));

    private async Task<IReadOnlyList<string>> DifferencesAsync()
    {
        var all = new List<string>();
        foreach (var service in every.Services)
        {
            foreach (var operation in service.Operations)
            {
                var asks = service.IsOpen(operation) ? [] : await AsksAsync(service, operation);
                all.AddRange((asks is null ? ["no sample is a call"] : DifferencesOf(service.Name, operation, asks)).Select(difference => $"{service.Name} {operation}: {difference}"));
            }
        }

        return all;
    }

    /// <summary>What is asked of a call with all its members, and of calls that lack one.</summary>
    private async Task<IReadOnlyList<Ask>?> AsksAsync(SampledService service, string operation)
    {
        var full = service.Full(operation, every.Values);
        var asks = await service.AsksAsync(full, every.Administrator);
        var all = new List<Ask>(asks ?? []);
        foreach (var member in full.Members.Keys.Where(member => service.MayLack(operation, member)))
        {
            all.AddRange(await service.AsksAsync(full.Without(member), every.Administrator) ?? []);
        }

        return asks is null ? null : all;
    }

    private static IEnumerable<string> DifferencesOf(string service, string operation, IReadOnlyList<Ask> asks)
    {
        var expected = Reference.Published.ActionsOf(service, operation);
        foreach (var action in expected.Except(asks.Select(static ask => ask.Action)))
        {
            yield return Reference.Published.Action(action) is null ? $"there is no action {action}" : $"{action} is not asked";
        }

        foreach (var asked in asks.GroupBy(static ask => ask.Action))
        {
            if (!expected.Contains(asked.Key))
            {
                yield return $"{asked.Key} is asked for besides";
            }

            foreach (var difference in Reference.Published.Action(asked.Key) is { } action ? DifferencesOf(action, asked) : [$"there is no action {asked.Key}"])
            {
                yield return difference;
            }
        }
    }

    private static IEnumerable<string> DifferencesOf(ReferenceAction action, IGrouping<string, Ask> asks)
    {
        foreach (var resource in asks.Select(static ask => ask.Resource).Distinct().Where(resource => resource is "*" ? !action.ResourceTypes.IsEmpty : action.TypeOf(resource) is null))
        {
            yield return $"{asks.Key} is asked on {resource}";
        }

        foreach (var ofType in asks.GroupBy(ask => action.TypeOf(ask.Resource)))
        {
            var listed = action.KeysOn(ofType.Key);
            var set = ofType.SelectMany(static ask => ask.Keys).Select(static key => Reference.KeyOf(key.Name)).ToHashSet(StringComparer.OrdinalIgnoreCase);
            foreach (var key in listed.Except(set, StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal))
            {
                yield return $"{asks.Key} lacks {key}";
            }

            foreach (var key in set.Except(listed, StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal))
            {
                yield return $"{asks.Key} has {key} besides";
            }
        }
    }
}
