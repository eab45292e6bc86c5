using System.Collections.Immutable;
using System.Globalization;
using Emulation.Decisions;
using Emulation.Gateway.Apis;
using Emulation.Gateway.Routing;
using Emulation.Principals;
using Iam;
using Sam;
using Sam.Errors;
using Authorizer = Sam.Authorizer;

namespace Emulation.Access;

/// <summary>A call that nobody has made, by a principal, a method and a path: policies decide it, or the authorizer refuses it before they are asked.</summary>
/// <param name="Title">What was asked, such as <c>POST /charges of BillingApi by StorefrontRole</c>.</param>
/// <param name="Subject">What policies are asked; null when the authorizer refuses.</param>
/// <param name="Refusal">Why the authorizer refuses; null when policies decide.</param>
/// <param name="Message">API Gateway's words for that refusal; null when policies decide, or a function does.</param>
internal sealed record RouteQuestion(string Title, DecisionSubject? Subject, string? Refusal, string? Message)
{
    /// <summary>What policies are asked besides, once <see cref="Subject"/> is allowed: whether the function may be called with the credentials of the integration.</summary>
    public ImmutableArray<DecisionSubject> Further { get; private init; } = [];

    /// <summary>Whether the route is closed: what its authorizer does on AWS is not enforced here.</summary>
    public bool IsClosed { get; init; }

    /// <exception cref="UsageException">There is no such principal or route; the message lists those there are.</exception>
    public static RouteQuestion Of(LoadedStacks stacks, string principalName, string method, string path, string? api, IReadOnlyDictionary<string, string> keys)
    {
        var (target, match, stack) = Find(stacks, method.ToUpperInvariant(), path, api);
        var authorizer = match.Route.Authorizer;
        var principal = authorizer.IsOpen ? MatrixPrincipal.All(stacks)[^1] : Principal(stacks, principalName);
        var ofApi = stacks.ApiNameOf(stack, target.Api);
        var title = $"{method.ToUpperInvariant()} {match.Path} of {ofApi} by {principal.Name}";
        if (!target.Api.IsDeployed)
        {
            return new RouteQuestion(title, null, DeployedApi.NotDeployed(target.Api), target.Errors.NoStage.Message);
        }

        var passage = AuthorizerAccess.Of(authorizer, principal, stack, stacks);
        if (passage.Refusal is { } refusal)
        {
            return new RouteQuestion(title, null, $"{refusal}{Advice(authorizer)}", MessageOf(authorizer, target)) { IsClosed = match.Route.Closed is not null };
        }

        var key = ApiKeyAccess.Of(stack, target.Api, match.Route);
        if (key.Refusal is not null)
        {
            return new RouteQuestion(title, null, key.Refusal, target.Errors.InvalidApiKey.Message);
        }

        var condition = AuthorizerAccess.Joined(passage.Condition, key.Condition);
        title = condition is null ? title : $"{title}, {condition}";
        var resource = target.ResourceOf(match.Route.Method switch { "ANY" => method.ToUpperInvariant(), var m => m }, match.Path);
        var guardrails = stacks.Organization.ForCaller(passage.Caller.Account);
        var asked = target.Needs.Select(needed => new DecisionSubject(
            title,
            new AccessRequest(passage.Caller, needed.Action, resource, target.AccountId, needed.Complete(ContextOf(principal, passage.Caller, stacks, stack.Region, keys))),
            passage.Policies, target.ResourcePolicy, guardrails)
        {
            Rule = authorizer.Rule,
            RefusalText = target.Answers.RefusalText,
            ShownBeginning = target.ShownBeginning,
        }).ToList();
        return new RouteQuestion(title, asked[0], null, null)
        {
            Further =
            [
                .. asked.Skip(1),
                .. FurtherOf(match.Route, asked[0], stack, stacks, keys).Select(one => one with { RefusalText = target.Errors.IntegrationFailure.Message }),
            ],
        };
    }

    private static IEnumerable<DecisionSubject> FurtherOf(Route route, DecisionSubject call, Stack stack, LoadedStacks stacks, IReadOnlyDictionary<string, string> keys)
    {
        if (route.Credentials == IntegrationCredentials.None || stack.Functions.FirstOrDefault(function => function.LogicalId == route.FunctionLogicalId) is not { } called)
        {
            return [];
        }

        var invocations = new InvocationsByTemplate(stacks, keys);
        var function = called.At(route.FunctionQualifier);
        return route.Credentials.RoleArn is { } role ? invocations.OfRole(function, role) : [invocations.OfCaller(function, call)];
    }

    private static ConditionContext ContextOf(MatrixPrincipal principal, Principal caller, LoadedStacks stacks, string region, IReadOnlyDictionary<string, string> keys)
    {
        var now = TimeProvider.System.GetUtcNow();
        var context = new ConditionContext(caller).SetTime(now).Set("aws:SourceIp", "127.0.0.1").Set("aws:SecureTransport", "true").Set("aws:RequestedRegion", region);
        if (caller is AssumedRole)
        {
            context.Set("aws:TokenIssueTime", now.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)).Set("aws:MultiFactorAuthPresent", "false");
        }

        stacks.Organization.AddKeys(context, caller.Account);
        principal.AddKeys(context);
        foreach (var (key, value) in keys)
        {
            context.Set(key, [.. value.Split(',')]);
        }

        return context;
    }

    /// <summary>How to ask about a call with what the authorizer takes.</summary>
    private static string Advice(Authorizer authorizer)
    {
        const string WithToken = " For a call with a token, make it and explain it by the id in its answer's x-localaws-decision.";
        return authorizer.Match(none: static _ => "", iam: static _ => "", cognito: static _ => WithToken, jwt: static _ => WithToken, lambda: static _ => WithToken,
            closed: static _ => "");
    }

    /// <summary>A REST API answers a request without a signature as one that no route takes.</summary>
    private static string? MessageOf(Authorizer authorizer, DeployedApi target) => authorizer.Match(
        none: static _ => null,
        iam: _ => target.Answers.RefusalText ?? target.Errors.NoRoute.Message,
        cognito: _ => target.Errors.Unauthorized.Message,
        jwt: _ => target.Errors.Unauthorized.Message,
        lambda: static _ => null,
        closed: static _ => null);

    private static MatrixPrincipal Principal(LoadedStacks stacks, string name)
    {
        var all = MatrixPrincipal.All(stacks);
        var declared = new PrincipalNames(stacks).Find(name);
        return (declared is null ? null : all.FirstOrDefault(p => p.Token is null && p.Principal.PolicyArn == declared.Arn))
            ?? all.FirstOrDefault(p => p.Name == name || (p.Token is null && (p.Principal.PolicyArn == name || p.Principal.Arn == name)))
            ?? Session(all, name)
            ?? throw new UsageException($"--as {name}: there is no such principal. {DidYouMean.Among(name, [.. all.Select(static p => p.Name)])}");
    }

    /// <summary>A session by its ARN.</summary>
    private static MatrixPrincipal? Session(IEnumerable<MatrixPrincipal> all, string arn)
    {
        var slash = arn.LastIndexOf('/');
        return all.Where(p => p.Principal is AssumedRole role && role.Arn[..^role.SessionName.Length] == arn[..(slash + 1)] && slash + 1 < arn.Length)
            .Select(p => p with { Name = arn, Principal = ((AssumedRole)p.Principal).InSession(arn[(slash + 1)..]) }).FirstOrDefault();
    }

    /// <summary>The route whose path is nearly the one that was asked for.</summary>
    private static string NearRoute(LoadedStacks stacks, string method, string path)
    {
        var paths = stacks.All.SelectMany(static stack => stack.AllApis).SelectMany(static api => api.Routes)
            .Where(route => route.Method == "ANY" || route.Method == method).Select(static route => route.Path);
        return Sam.Errors.DidYouMean.Hint(path, paths) is { } hint ? $"{hint} " : "";
    }

    /// <summary>The API and the route, for the path below the stage or with it.</summary>
    private static (DeployedApi Api, RouteMatch Match, Stack Stack) Find(LoadedStacks stacks, string method, string path, string? api)
    {
        var below = path.Split('?')[0];
        below = below.StartsWith('/') ? below : $"/{below}";
        var found = new List<(DeployedApi Api, RouteMatch Match, Stack Stack)>();
        var named = new List<(DeployedApi Api, RouteMatch Match, Stack Stack)>();
        var declared = api is null ? null : new DeclaredNames<Api>(stacks, "API", static stack => stack.AllApis, static one => one.LogicalId).Find(api);
        foreach (var (stack, one) in stacks.All.SelectMany(static stack => stack.AllApis.Select(one => (stack, one)))
            .Where(both => api is null || both.one.ApiId == (declared?.Item.ApiId ?? api) || (both.one as FunctionUrlApi)?.Url.FunctionLogicalId == api))
        {
            var candidate = DeployedApi.Of(stack, one);
            var stage = $"{candidate.StagePath}/";
            if (candidate.HasStageSegment && below.StartsWith(stage, StringComparison.Ordinal) && candidate.TryRoute(method, below[(stage.Length - 1)..], out var match))
            {
                named.Add((candidate, match, stack));
            }

            if (candidate.TryRoute(method, below, out match))
            {
                found.Add((candidate, match, stack));
            }
        }

        // Of the stages of one API the path says which is meant.
        found = found.DistinctBy(static one => one.Api.Api.ApiId).Count() == 1 && found.Count > 1 && named.Count > 0 ? named : found.Count == 0 ? named : found;

        // A function's URL takes whatever it is asked: a call that does not name it is of a route, where one takes it.
        if (api is null && found.Exists(static f => f.Api.Api is not FunctionUrlApi))
        {
            found.RemoveAll(static f => f.Api.Api is FunctionUrlApi);
        }

        return found.Count switch
        {
            1 => found[0],
            0 => throw new UsageException($"No route takes {method} {below}. {NearRoute(stacks, method, below)}localaws routes lists them all."),
            _ when found.TrueForAll(one => one.Api.Api.ApiId == found[0].Api.Api.ApiId) => throw new UsageException(
                $"{method} {below} is a route of {stacks.ApiNameOf(found[0].Stack, found[0].Api.Api)} "
                + $"at its stages {string.Join(" and ", found.Select(f => f.Api.Api.StageName))}: "
                + $"begin the path with one of them, such as {found[0].Api.StagePath}{below}."),
            _ => throw new UsageException(
                $"{method} {below} is a route of "
                + $"{string.Join(" and ", found.Select(f => stacks.ApiNameOf(f.Stack, f.Api.Api)).Distinct())}: choose one with --api."),
        };
    }
}
