using System.Text.Json;
using Emulation.Decisions;
using Emulation.Lambda;
using Iam;
using Sam;

namespace Emulation.Explain;

/// <summary>One change that would let a refused request pass, in the words of the template it goes into, and why it may be unwise.</summary>
internal sealed record Advice(string Change, string Caution)
{
    private static readonly TemplateValue Everything = new("\"*\"", []);

    /// <param name="step">What is lacking, or in the way.</param>
    /// <param name="request">What was refused.</param>
    /// <param name="resourcePolicy">The resource's policy.</param>
    /// <param name="words">How the template says things.</param>
    /// <param name="isPattern">Whether the request's resource has stars for what the call does not say.</param>
    public static Advice For(RemedyStep step, AccessRequest request, Policy? resourcePolicy, TemplateWords words, bool isPattern = false) =>
        step.Statement is { } denying ? Spare(step, denying, request, words) : Add(step.Part, request, resourcePolicy, words, isPattern);

    private static Advice Spare(RemedyStep step, Statement denying, AccessRequest request, TemplateWords words)
    {
        var place = DecisionText.Place(new Decision(Verdict.ExplicitDeny, step.Part, step.Policy, denying.Index));
        return new Advice($"Make an exception for this call in {place}: {Exception(step.Part, denying, request, words)}{Version(step.Policy, request)}.", step.Part switch
        {
            DecidingPolicy.ServiceControl or DecidingPolicy.ResourceControl => "It guards every account below it, and the exception holds for all of them.",
            DecidingPolicy.Boundary => "A boundary is the most that whoever manages the account wants this principal to be able to do.",
            DecidingPolicy.Session => "Whoever opened the session forbade it on purpose; ask for another session instead.",
            DecidingPolicy.Identity => "It denies this to the principal wherever it is attached, whatever else allows it; somebody wanted that.",
            DecidingPolicy.Trust => "Whoever is excepted may become the role, and do all that the role may.",
            DecidingPolicy.Resource =>
                "The deny is what keeps others out: within an account an identity policy alone is enough to get in. Every session of "
                    + $"{words.NameOf(request.Principal)} would be excepted, and the access matrix changes.",
            var other => throw new InvalidOperationException($"No statement of {other} denies."),
        });
    }

    /// <summary>The condition that makes the exception, when there is one: its list of values is where another belongs.</summary>
    private static string Exception(DecidingPolicy part, Statement denying, AccessRequest request, TemplateWords words)
    {
        var writer = WriterOf(part, request, words);
        foreach (var (name, key, values) in denying.ConditionTexts)
        {
            if (name.Contains("Not", StringComparison.Ordinal) && request.Context.TryGet(key, out var actual) && actual is [var value])
            {
                var (caller, before) = part == DecidingPolicy.Resource && value == request.Principal.PolicyArn
                    ? words.Caller(request.Principal, value, writer, request.Resource)
                    : (words.Exactly(value, writer), "");
                return $"{before}add {caller} to {name} {key} [{string.Join(", ", values.Select(known => words.Of(known, writer)))}]";
            }
        }

        var (who, first) = words.Caller(request.Principal, request.Principal.PolicyArn, writer, request.Resource);
        return denying.HasNotPrincipal ? $"add {who}, its session and its account to NotPrincipal"
            : denying.HasNotResource ? $"add {Resource(part, request, words, writer, inNotResource: true)} to NotResource"
            : $"leave {Resource(part, request, words, writer, inNotResource: false)} out of its resources, or {first}add the condition ArnNotEquals aws:PrincipalArn {who}";
    }

    private static Advice Add(DecidingPolicy part, AccessRequest request, Policy? resourcePolicy, TemplateWords words, bool isPattern)
    {
        var writer = WriterOf(part, request, words);
        var who = words.NameOf(request.Principal);
        var plain = Statement(part, request, words, writer, isPattern);
        var statement = $"{plain}{words.ParametersIn(plain, writer)}";
        return part switch
        {
            DecidingPolicy.Identity => new(
                words.PolicyOfItsOwn(request.Principal, plain, resourcePolicy is null ? null : request.Resource) is { } policy
                    ? $"Add a resource, since a reference in {words.PoliciesOf(request.Principal)} would close a circle: {policy}."
                    : $"Add to {words.PoliciesOf(request.Principal)}: {statement}.",
                ViaOf(request) is { } service
                    ? $"Everybody who may become {who} may then call the function itself too, past the API: the condition ForAnyValue:StringEquals aws:CalledVia "
                        + $"{service} keeps it to calls through the API, and with 'InvokeRole: NONE' callers need no such permission."
                    : $"Everybody who may become {who} gains the call. If only one caller needs it, give that caller a role of its own."),
            DecidingPolicy.Resource => new(
                request.Action is LambdaOperation.Invoke or LambdaOperation.InvokeUrl
                    ? $"Add an AWS::Lambda::Permission: {Permission(request, words, writer)}."
                    : $"Add to {words.PolicyPlace(resourcePolicy, request.Resource)}: {statement}{(isPattern ? "" : Version(resourcePolicy, request))}.",
                request.Principal is Anonymous ? "The route would be open to everyone on the internet who knows its address."
                : request.IsCrossAccount ? $"Account {request.Principal.Account} decides who may become {who}; this account cannot see it."
                : $"Every session of {who} would get in without any policy of its own."),
            DecidingPolicy.Trust => new($"Add to {words.PolicyPlace(resourcePolicy, request.Resource)}: {statement}.", "Whoever is trusted may do all that the role may."),
            DecidingPolicy.Boundary => new(
                $"Allow it in the permissions boundary: {statement}.",
                "A boundary is the most that whoever manages the account wants this principal to be able to do; it may hold for others too."),
            DecidingPolicy.Session => new(
                $"Open the session with a wider session policy: {statement}.",
                "Whoever opened the session narrowed it on purpose; a credential that leaks can then do more."),
            DecidingPolicy.ServiceControl =>
                new($"Allow it at every level of the organisation: {statement}.", "A service control policy holds for every principal of every account below it."),
            _ => throw new InvalidOperationException($"Nothing is lacking in {part}."),
        };
    }

    /// <summary>The properties of a permission, with the conditions that keep it to a function's URL where one is called.</summary>
    private static TemplateValue Permission(AccessRequest request, TemplateWords words, Stack? writer)
    {
        var type = request.Context.TryGet("lambda:FunctionUrlAuthType", out var types) ? types[0] : null;
        return TemplateValue.Map(
            IsJson(writer),
            [
                ("FunctionName", words.Of(request.Resource, writer)),
                ("Action", Text(writer, request.Action)),
                ("Principal", request.Principal is Anonymous ? Everything : words.Of(request.Principal.PolicyArn, writer)),
                .. type is null ? [] : new[] { ("FunctionUrlAuthType", Text(writer, type)) },
                .. request.Context.TryGet("lambda:InvokedViaFunctionUrl", out _) ? new[] { ("InvokedViaFunctionUrl", new TemplateValue("true", [])) } : [],
            ]);
    }

    /// <summary>The service of AWS that asks in the principal's name; null when the principal asks itself.</summary>
    private static string? ViaOf(AccessRequest request) => request.Context.TryGet("aws:CalledViaLast", out var service) ? service[0] : null;

    /// <summary>The stack whose template the change goes into.</summary>
    private static Stack? WriterOf(DecidingPolicy part, AccessRequest request, TemplateWords words) =>
        part is DecidingPolicy.Resource or DecidingPolicy.Trust ? words.StackOf(request.Resource) : words.StackOf(request.Principal);

    private static TemplateValue Statement(DecidingPolicy part, AccessRequest request, TemplateWords words, Stack? writer, bool isPattern)
    {
        var isJson = IsJson(writer);
        var who = request.Principal switch
        {
            Anonymous => Everything,
            ServicePrincipal service => TemplateValue.Map(isJson, ("Service", Text(writer, service.Name))),
            var known => TemplateValue.Map(isJson, ("AWS", words.Of(known.PolicyArn, writer))),
        };
        var (effect, principal, action) = (("Effect", Text(writer, "Allow")), ("Principal", who), ("Action", Text(writer, request.Action)));
        var resource = ("Resource", isPattern ? words.Of(request.Resource, writer) : Resource(part, request, words, writer, inNotResource: false));
        return part switch
        {
            DecidingPolicy.Trust => TemplateValue.Map(isJson, effect, principal, action),
            DecidingPolicy.Resource => TemplateValue.Map(isJson, effect, principal, action, resource),
            _ => TemplateValue.Map(isJson, effect, action, resource),
        };
    }

    /// <summary>What is asked, and no other; an action that is of no resource has to be allowed for all.</summary>
    private static TemplateValue Resource(DecidingPolicy part, AccessRequest request, TemplateWords words, Stack? writer, bool inNotResource) =>
        request.Resource == "*" ? Everything
            : part != DecidingPolicy.Resource ? words.Exactly(request.Resource, writer)
            : request.Resource.StartsWith("arn:aws:execute-api:", StringComparison.Ordinal) ? words.OfOwnApi(request.Resource, inNotResource)
            : request.Resource.StartsWith("arn:aws:dynamodb:", StringComparison.Ordinal) ? words.OfOwnTable(request.Resource)
            : words.Exactly(request.Resource, writer);

    /// <summary>What a policy of an older version lacks to mean a character that is a wildcard in it. IAM User Guide, "IAM JSON policy elements: Version".</summary>
    private static string Version(Policy? policy, AccessRequest request)
    {
        const string Needed = "2012-10-17";
        return policy is null || request.Resource == "*" || request.Resource.AsSpan().IndexOfAny("*?$") < 0 || VersionOf(policy) == Needed ? ""
            : $", once the policy has the Version \"{Needed}\": in an older one ${{*}}, ${{?}} and ${{$}} are not the characters themselves";
    }

    private static string? VersionOf(Policy policy)
    {
        using var document = JsonDocument.Parse(policy.Json);
        return document.RootElement.TryGetProperty("Version", out var version) ? version.GetString() : null;
    }

    private static bool IsJson(Stack? writer) => writer?.IsJson == true;

    private static TemplateValue Text(Stack? writer, string text) => TemplateValue.OfWord(text, IsJson(writer));
}
