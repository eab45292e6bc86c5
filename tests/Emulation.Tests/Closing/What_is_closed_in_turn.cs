using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Emulation.Access;
using Emulation.Gateway.Apis;
using Sam;
using Sam.Catalogue;

namespace Emulation.Tests.Closing;

/// <summary>
/// Each element of the table, closed in turn in a template that has one of every kind: what depends on it is closed, nothing else is, nobody gains anything, and the gateway answers
/// 501 on every route of it.
/// </summary>
public sealed class What_is_closed_in_turn
{
    private static readonly JsonObject Template = Yaml.Read(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Closing/every-element.yaml")));

    /// <summary>What belongs to the other kind of authorizer is an error, whatever is in it.</summary>
    private static readonly string[] Misuses = ["SamHttp.Auth.Authorizers.Tokens.Identity.", "SamHttp.Auth.Authorizers.Judge.JwtConfiguration."];

    /// <summary>Without knowing these, nothing can be read of what they belong to, or they belong to the other kind of authorizer: an error.</summary>
    private static readonly string[] Indispensable =
    [
        "ApiId", "AttributeDefinitions", "Audience", "Auth", "AuthorizationScopes", "Authorizer", "AuthorizerPayloadFormatVersion", "Authorizers", "Context", "DeadLetterQueue", "DefinitionUri",
        "Destination", "EnableFunctionDefaultPermissions", "EnableIamAuthorizer", "EnableSimpleResponses", "FunctionArn", "FunctionInvokeRole", "Headers", "Identity", "IdentitySource", "Issuer",
        "JwtConfiguration", "Permissions", "Properties", "QueryStrings", "ReauthorizeEvery", "RestApiId", "Source", "StageVariables", "audience", "issuer",
    ];

    private static readonly ConcurrentDictionary<string, (JsonObject Template, Openings Openings)> Whole = new(StringComparer.Ordinal);

    /// <summary>But for one whose routes are all closed, whatever it says.</summary>
    [Fact]
    public void Is_of_every_type() => Assert.Equal(["AWS::IAM::SAMLProvider", "AWS::Lambda::ResourcePolicy", "AWS::Serverless::WebSocketApi"], ElementWalk.Missing(Template));

    [Fact]
    public void Closes_what_depends_on_it_and_nothing_else()
    {
        var holes = new ConcurrentBag<string>();
        var places = ElementWalk.Over(Template).Where(static place => place.Why != ClosedBy.UnknownValue).ToList();
        Parallel.ForEach(places, place =>
        {
            try
            {
                Check(place, holes.Add);
            }
            catch (TemplateException error)
            {
                if (!Misuses.Any(misuse => place.ToString().StartsWith(misuse, StringComparison.Ordinal)))
                {
                    holes.Add($"{place} does not load: {error.Errors[0]}");
                }
            }
        });

        Assert.True(places.Count > 150);
        Assert.Empty(holes.Order(StringComparer.Ordinal));
    }

    /// <summary>A parameter without a value, in each property that decides: the template loads, and nobody may more than with the value that stands there.</summary>
    [Fact]
    public void Lets_nobody_in_by_a_value_that_is_not_known()
    {
        var (holes, errors) = (new ConcurrentBag<string>(), new ConcurrentBag<string>());
        Parallel.ForEach(ElementWalk.Over(Template).Where(static place => place.Why == ClosedBy.UnknownValue), place =>
        {
            try
            {
                var (template, open) = Whole.GetOrAdd(place.LogicalId, Base);
                foreach (var (name, word) in Openings.Of(place.In(template)).Words)
                {
                    if (word is AccessWord.Allow or AccessWord.Conditional && open.Words.GetValueOrDefault(name) is not (AccessWord.Allow or AccessWord.Conditional))
                    {
                        holes.Add($"{place}: {name} was {open.Words.GetValueOrDefault(name)} and is {word}");
                    }
                }
            }
            catch (TemplateException)
            {
                errors.Add(place.Path[(place.Path.LastIndexOf('.') + 1)..]);
            }
        });

        Assert.Empty(holes.Order(StringComparer.Ordinal));
        Assert.Empty(errors.Distinct().Except(Indispensable).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Is_answered_by_501_on_every_route()
    {
        var folder = Directory.CreateTempSubdirectory("localaws-tests-").FullName;
        var template = Path.Combine(folder, "template.yaml");
        await File.WriteAllTextAsync(template, "Resources: {Queue: {Type: AWS::SQS::Queue}}", TestContext.Current.CancellationToken);
        var options = new EmulatorOptions { Templates = [new TemplateSource(template, EmulatorOptions.DefaultAccount)], Port = 0, DataFolder = Path.Combine(folder, "data") };
        var passed = new ConcurrentBag<string>();
        var called = 0;
        await using (var emulator = await Emulator.StartAsync(options, LoadedStacks.Load(options), TestContext.Current.CancellationToken))
        {
            using var client = new HttpClient();
            await Parallel.ForEachAsync(ElementWalk.Over(Template).Where(static place => place.Why != ClosedBy.UnknownValue).Index(), TestContext.Current.CancellationToken, async (one, cancellation) =>
            {
                if (TemplateLoader.Parse(one.Item.In(Whole.GetOrAdd(one.Item.LogicalId, Base).Template).ToJsonString(), "template.yaml", new StackOptions()).Stack is not { } stack)
                {
                    return;
                }

                foreach (var (api, index) in stack.Apis.Concat<Api>(stack.HttpApis).Select(static (api, index) => (api, index)))
                {
                    var deployed = api is RestApi rest ? DeployedApi.Of(stack, rest with { ApiId = $"c{one.Index:0000}{index:00000}" }) : DeployedApi.Of(stack, (HttpApi)api with { ApiId = $"c{one.Index:0000}{index:00000}" });
                    emulator.Apis.Put(deployed);
                    foreach (var route in api.Routes.Where(static route => route.Closed is not null))
                    {
                        Interlocked.Increment(ref called);
                        var stage = api.StageName == "$default" ? "" : $"/{api.StageName}";
                        var answer = await client.GetAsync(new Uri($"{emulator.EndpointUrl}/execute-api/{deployed.Api.ApiId}{stage}{route.Path}"), cancellation);
                        if ((int)answer.StatusCode is not (501 or 403))
                        {
                            passed.Add($"{one.Item}: {api.LogicalId} {route.Method} {route.Path} answers {(int)answer.StatusCode}");
                        }
                    }
                }
            });
        }

        Directory.Delete(folder, recursive: true);
        Assert.Empty(passed.Order(StringComparer.Ordinal));
        Assert.True(called > 100, $"{called} routes were called");
    }

    /// <summary>A type that is closed as a whole, or one of whose properties is, guards nothing that is served here.</summary>
    [Fact]
    public void Says_so_of_every_type_that_is_closed_and_closes_nothing_here()
    {
        var open = Whole.GetOrAdd("Items", Base);
        Assert.All(ClosedTypes.Elements.Where(static type => !type.Type.EndsWith("WebACLAssociation", StringComparison.Ordinal)), element =>
        {
            var template = (JsonObject)open.Template.DeepClone();
            template["Resources"]!["Else"] = new JsonObject { ["Type"] = element.Type, ["Properties"] = new JsonObject { [element.Property.Length == 0 ? "Any" : element.Property] = new JsonObject() } };
            var closed = Openings.Of(template);
            Assert.Contains(closed.Stacks.Closures, closure => closure.Resource == "Else" && closure.Property == element.Property);
            Assert.Equal(open.Openings.Words, closed.Words);
        });
    }

    private static (JsonObject Template, Openings Openings) Base(string id)
    {
        var template = ElementWalk.Around(Template, id);
        return (template, Openings.Of(template));
    }

    private static void Check(ClosedPlace place, Action<string> hole)
    {
        var (template, open) = Whole.GetOrAdd(place.LogicalId, Base);
        var closed = Openings.Of(place.In(template));
        var dependents = ElementWalk.Dependents(Template, place);
        if (!closed.Stacks.Closures.Any(closure => closure.Resource == place.LogicalId && closure.Property == place.Path))
        {
            hole($"{place} is not told as closed");
        }

        foreach (var dependent in dependents.Where(dependent => !open.Words.Keys.Any(name => Openings.IsOf(name, dependent))))
        {
            hole($"{place}: {dependent} is not in the template");
        }

        foreach (var (name, word) in open.Words)
        {
            // A row of the matrix that goes is one of whoever has a token of what is closed.
            if (!closed.Words.TryGetValue(name, out var now))
            {
                continue;
            }

            var depends = dependents.Any(dependent => Openings.IsOf(name, dependent));
            if (depends && now is (AccessWord.Allow or AccessWord.Conditional))
            {
                hole($"{place}: {name} is still {now}");
            }
            else if (now != AccessWord.Closed && !place.Path.Contains("Policy", StringComparison.Ordinal)
                && dependents.Any(dependent => !dependent.StartsWith("as ", StringComparison.Ordinal) && Openings.IsOf(name, dependent)))
            {
                hole($"{place}: {name} is {now}, and not closed");
            }
            else if (!depends && now != word)
            {
                hole($"{place}: {name} was {word} and is {now}");
            }
        }
    }
}
