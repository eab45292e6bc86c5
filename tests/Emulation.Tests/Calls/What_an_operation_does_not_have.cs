using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Emulation.Principals;
using Emulation.Tests.ServiceAuthorization;
using static Emulation.Tests.Calls.EveryService;

namespace Emulation.Tests.Calls;

/// <summary>
/// Whatever a client adds to a call that the operation does not have - members of other operations, other spellings, list forms, headers, a query - turns
/// no refusal into an answer: what decides is what is done.
/// </summary>
public sealed class What_an_operation_does_not_have(EveryService every) : IClassFixture<EveryService>
{
    private const int Cases = 20_000;
    private const int Seed = 20_261_129;

    /// <summary>Conditions that hold only for who believes a member that is not one.</summary>
    private static readonly ImmutableArray<string> Conditions =
    [
        """{"StringEquals":{"aws:RequestTag/team":"blue"}}""",
        """{"StringEquals":{"aws:RequestTag/other":"blue"}}""",
        """{"StringEquals":{"aws:ResourceTag/team":"blue"}}""",
        """{"StringEquals":{"iam:ResourceTag/team":"blue"}}""",
        """{"ForAnyValue:StringEquals":{"aws:TagKeys":["team","other"]}}""",
        """{"Null":{"aws:TagKeys":"true"}}""",
        $$$"""{"StringEquals":{"iam:PermissionsBoundary":"{{{EveryService.Boundary}}}"}}""",
        $$$"""{"StringEquals":{"iam:PolicyARN":"{{{EveryService.PolicyArn}}}"}}""",
        """{"StringEquals":{"iam:AWSServiceName":"ecs.amazonaws.com"}}""",
        """{"StringLike":{"iam:PassedToService":"*"}}""",
        """{"StringEquals":{"sts:ExternalId":"sample"}}""",
        """{"StringEquals":{"sts:RoleSessionName":"sample"}}""",
        """{"StringEquals":{"sts:SourceIdentity":"sample"}}""",
        """{"ForAnyValue:StringEquals":{"sts:TransitiveTagKeys":"team"}}""",
        """{"StringLike":{"cognito-identity:IdentityPoolArn":"*"}}""",
        """{"StringEquals":{"lambda:Principal":"s3.amazonaws.com"}}""",
        """{"StringEquals":{"apigateway:Request/ApiName":"sample"}}""",
        """{"StringEquals":{"apigateway:Resource/ApiName":"sample"}}""",
        """{"StringEquals":{"apigateway:Request/StageName":"sample"}}""",
        """{"ForAnyValue:StringEquals":{"apigateway:Request/RouteAuthorizationType":"JWT"}}""",
        """{"ForAnyValue:StringEquals":{"apigateway:Resource/RouteAuthorizationType":"CUSTOM"}}""",
        """{"ForAnyValue:StringEquals":{"apigateway:Request/AuthorizerType":"JWT"}}""",
        """{"ForAnyValue:StringEquals":{"apigateway:Resource/AuthorizerType":"REQUEST"}}""",
        """{"ForAllValues:StringEquals":{"dynamodb:LeadingKeys":"alice"}}""",
        """{"ForAllValues:StringEquals":{"dynamodb:Attributes":["UserId","GameTitle"]}}""",
        """{"StringEqualsIfExists":{"dynamodb:Select":"COUNT","dynamodb:ReturnValues":"NONE"}}""",
    ];

    private static readonly ImmutableArray<string> Headers =
        ["X-Amz-Tagging", "X-Amz-Target", "X-Amz-Source-Arn", "X-Amz-Source-Account", "X-Amz-Security-Token", "X-Forwarded-For", "X-HTTP-Method-Override", "Referer", "Origin", "Content-Type"];

    private readonly Random random = new(Seed);

    [Fact]
    public async Task Turns_no_refusal_into_an_answer()
    {
        var operations = every.Services.SelectMany(static service => service.Operations.Select(operation => (service, operation))).ToList();
        var related = every.Services.ToDictionary(
            static service => service,
            service => service.Operations.SelectMany(service.MembersOf).Distinct().Select(member => (member, value: every.Values.Of(service.Name, member))).ToList());
        var foreign = related.Values.SelectMany(static members => members).ToList();
        var (refused, answered) = (0, 0);
        for (var i = 0; i < Cases; i++)
        {
            var (service, operation) = operations[i % operations.Count];
            var call = Sample(service, operation);
            var more = Extended(service, call, foreign, related[service]);
            var caller = CallerOf(Reference.Published.ActionOf(service.Name, operation));
            var before = await service.RefusalAsync(call, caller);
            var after = await service.RefusalAsync(more, caller);
            Assert.True(before?.Type == after?.Type || (after is not null && service.IsOfUnknownMember(after)), $"case {i}: {service.Name} {call}\nis {before?.Type ?? "answered"}, and with more\n{more}\n{after?.Type ?? "answered"}: {after?.Message}");
            _ = before is null ? answered++ : refused++;
        }

        Assert.True(refused > Cases / 4 && answered > Cases / 4, $"{refused} were refused and {answered} answered: too few of one kind to show anything.");
    }

    /// <summary>A call with most of its members, on the one pool or on the other.</summary>
    private SampleCall Sample(SampledService service, string operation)
    {
        var call = service.Full(operation, every.Values);
        foreach (var member in call.Members.Keys.Where(member => random.Next(6) == 0 && service.MayLack(operation, member)).ToList())
        {
            call = call.Without(member);
        }

        return service.Name == "apigateway" && call.Members.ContainsKey("ApiId") && random.Next(3) == 0 ? call.With("ApiId", JsonValue.Create(every.OtherApi))
            : service.Name == "cognito-idp" && call.Members.ContainsKey("ResourceArn") && random.Next(2) == 0 ? call.With("ResourceArn", JsonValue.Create(every.OtherUserPoolArn)) : call;
    }

    /// <summary>With members of any operation, and often with some of the same service, which it knows from others.</summary>
    private SampleCall Extended(
        SampledService service, SampleCall call, IReadOnlyList<(string Member, JsonNode Value)> foreign, IReadOnlyList<(string Member, JsonNode Value)> related)
    {
        var members = service.MembersOf(call.Operation);
        var misplaced = members.Where(member => service.IsNothingInQuery(call.Operation, member)).Order(StringComparer.Ordinal).ToList();
        for (var added = random.Next(1, 5); added > 0; added--)
        {
            var from = random.Next(2) == 0 ? foreign : related;
            var (name, value) = from[random.Next(from.Count)];
            call = random.Next(7) switch
            {
                0 or 1 or 2 when !members.Contains(name) => call.With(name, value),
                3 when Respelt(name) is var other && !members.Contains(other) => call.With(other, value),
                4 when service.IsNothingInQuery(call.Operation, name) => WithQuery(call, name, value),
                6 when misplaced.Count > 0 && misplaced[random.Next(misplaced.Count)] is var own => WithQuery(call, own, every.Values.Of(service.Name, call.Operation, own)),
                5 => call with { Headers = call.Headers.Add((random.Next(2) == 0 ? Headers[random.Next(Headers.Length)] : $"X-Amz-{name}", value is JsonValue ? value.ToString() : "blue")) },
                _ when !members.Contains(name) => call.With($"{name}.member.1.Key", JsonValue.Create("team")).With($"{name}.member.1.Value", JsonValue.Create("blue")),
                _ => call,
            };
        }

        return call;
    }

    private static SampleCall WithQuery(SampleCall call, string name, JsonNode value) =>
        call with { Query = $"{(call.Query.Length == 0 ? "?" : $"{call.Query}&")}{Form(name, value)}" };

    private string Respelt(string name) => random.Next(3) switch
    {
        0 => char.ToLowerInvariant(name[0]) + name[1..],
        1 => name.ToUpperInvariant(),
        _ => $" {name}",
    };

    private static string Form(string name, JsonNode value) => value is JsonValue
        ? $"{name}={Uri.EscapeDataString(value.ToString())}"
        : $"{name}.member.1=team&{name}.member.1.Key=team&{name}.member.1.Value=blue&{name}={Uri.EscapeDataString(value.ToJsonString())}";

    /// <summary>Somebody whose permission for the operation depends on something.</summary>
    private Caller CallerOf(string action)
    {
        var condition = Conditions[random.Next(Conditions.Length)];
        var everything = StatementOf("Allow", "*", "*");
        var depends = StatementOf("Allow", action, "*", condition);
        return random.Next(6) switch
        {
            0 => CallerWith(PolicyOf(depends, StatementOf("Allow", "iam:PassRole", "*"), StatementOf("Allow", "apigateway:TagResource", "*"))),
            1 => CallerWith(PolicyOf(everything, StatementOf("Deny", action, "*", condition))),
            2 => CallerWith(PolicyOf(StatementOf("Allow", "*", Resource()))),
            3 => CallerWith(PolicyOf(everything), PolicyOf(depends)),
            4 => CallerWith(PolicyOf(everything), PolicyOf(StatementOf("Allow", "*", Resource()))),
            _ => CallerWith(PolicyOf(StatementOf("Allow", action, "*"))),
        };
    }

    private string Resource() => random.Next(10) switch
    {
        7 => $"{every.ApiArn}*",
        9 => $"{EveryService.TableArn}*",
        8 => $"arn:aws:lambda:us-east-1:111122223333:function:{EveryService.Function}",
        0 => every.UserPoolArn,
        1 => every.IdentityPoolArn,
        2 => EveryService.UserArn,
        3 => EveryService.RoleArn,
        4 => EveryService.PolicyArn,
        5 => "arn:aws:iam::111122223333:group/*",
        _ => "arn:aws:iam::111122223333:user/*",
    };
}
