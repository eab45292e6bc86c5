using System.Text.RegularExpressions;
using Emulation.Calls;
using Emulation.Fronts;
using Emulation.ServiceReference;
using Emulation.Upstreams;

namespace Emulation.Tests.Fronts.Published;

/// <summary>
/// What the services that are written by hand ask, beside AWS's Service Reference: an operation's actions, each on a resource of a type that the action has, with each of its
/// condition keys and no others. A Deny on a key that is never set is void, and an Allow on a key that AWS does not set lets in. Each difference has a reason.
/// </summary>
public sealed partial class What_AWS_publishes_of_a_call
{
    public static TheoryData<string> Services => new(FrontedServices.Names.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Services))]
    public async Task Is_asked_or_has_a_reason_not_to_be(string service)
    {
        var unexplained = (await DifferencesAsync(service)).Where(static difference => !PublishedReasons.All.Any(reason => reason.Covers(difference))).ToList();

        Assert.True(unexplained.Count == 0, string.Join('\n', unexplained));
    }

    [Theory]
    [MemberData(nameof(Services))]
    public async Task Has_no_reason_where_nothing_differs(string service)
    {
        var differences = await DifferencesAsync(service);

        var idle = PublishedReasons.All.Where(reason => reason.Difference.StartsWith($"{service} ", StringComparison.Ordinal) && !differences.Any(reason.Covers)).Select(static reason => reason.Difference);
        Assert.Equal("", string.Join('\n', idle));
    }

    private static async Task<IReadOnlyList<string>> DifferencesAsync(string name)
    {
        var service = SampledCalls.Written(name);
        var asks = new Dictionary<string, List<Ask>>(StringComparer.Ordinal);
        using var call = SampledCalls.Prepared(name);
        foreach (var sample in SampledCalls.Of(name))
        {
            var form = sample.Api is null ? null : service.Forms.First(one => one is Emulation.Upstreams.Forms.RestForm rest && rest.Api == sample.Api);
            call.InCourse.Clear();
            asks.TryAdd(sample.Operation, []);
            asks[sample.Operation].AddRange((await call.PlanAsync(service, sample.Operation, sample.Members, form)).Asks.Concat(call.InCourse));
        }

        // Operations that AWS has added since, and the managers of mail that sign as SES, are asked by the data themselves.
        var published = ServiceData.SignedAs(name).Where(static api => api.Name != "mailmanager").SelectMany(static api => api.Operations.Values)
            .Where(operation => operation.HasMembers && !operation.Actions.IsEmpty && service.Operations.Contains(operation.Name)).ToLookup(static operation => operation.Name);
        return
        [
            .. from operation in published
               orderby operation.Key
               from difference in asks.TryGetValue(operation.Key, out var asked)
                   ? DifferencesOf(service, asked, [.. operation.SelectMany(static one => one.Actions).Select(static action => action.Name).Distinct()])
                   : ["no call is here"]
               select $"{name} {operation.Key}: {difference}",
        ];
    }

    private static IEnumerable<string> DifferencesOf(FrontedService service, List<Ask> asks, string[] expected)
    {
        foreach (var action in expected.Except(asks.Select(static ask => ask.Action), StringComparer.OrdinalIgnoreCase))
        {
            yield return $"{action} is not asked";
        }

        foreach (var asked in asks.GroupBy(static ask => ask.Action))
        {
            if (!expected.Contains(asked.Key, StringComparer.OrdinalIgnoreCase))
            {
                yield return $"{asked.Key} is asked besides";
            }

            foreach (var difference in ServiceData.FindAction(asked.Key) is { } action ? DifferencesOf(service, action, asked) : ["there is no such action"])
            {
                yield return difference;
            }
        }
    }

    private static IEnumerable<string> DifferencesOf(FrontedService service, ServiceAction action, IGrouping<string, Ask> asks)
    {
        var resources = asks.Select(static ask => ask.OneOf is null ? ask.Resource : Unknown().Replace(ask.Resource, "x")).Distinct().ToList();
        var types = resources.SelectMany(resource => action.Targets.Where(target => Is(target.Type, resource))).Select(static target => target.Type).Distinct().ToList();
        foreach (var resource in resources.Where(resource => resource == "*" ? action.Targets.Any() : !action.Targets.Any(target => Is(target.Type, resource))))
        {
            yield return $"{asks.Key} is asked on {resource}";
        }

        var listed = action.Keys.Concat(types.SelectMany(static type => type.Keys)).Select(static key => key.Name).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        var set = asks.SelectMany(static ask => ask.Keys).Select(static key => key.Name).Distinct(StringComparer.OrdinalIgnoreCase).ToList();

        // A role's are known where the role is, others' where the server tells.
        var areTagsFetched = action.Name == "iam:PassRole" || resources.Any(resource => service.TagsOf(resource) is not null);
        foreach (var key in listed.Where(key => !set.Any(one => Is(one, key)) && !(areTagsFetched && key.Contains("ResourceTag/", StringComparison.OrdinalIgnoreCase))).Order(StringComparer.Ordinal))
        {
            yield return $"{asks.Key} lacks {key}";
        }

        foreach (var key in set.Where(one => !listed.Any(key => Is(one, key))).Order(StringComparer.Ordinal))
        {
            yield return $"{asks.Key} has {key} besides";
        }
    }

    /// <summary>Whether an ARN has a type's form.</summary>
    private static bool Is(ArnType type, string arn) => type.Formats.Any(format => Is(arn, format.Text));

    /// <summary>Whether a key is one that is published: <c>aws:RequestTag/team</c> is <c>aws:RequestTag/${TagKey}</c>.</summary>
    private static bool Is(string key, string published) =>
        Regex.IsMatch(key, $"^{string.Join(".+", Regex.Split(published, @"\$\{[^}]+\}|<[^>]+>|\*|(?<=/)tag-key$").Select(Regex.Escape))}$", RegexOptions.IgnoreCase);

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Unknown();
}
