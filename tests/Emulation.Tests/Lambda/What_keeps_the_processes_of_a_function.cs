using System.Collections.Immutable;
using System.Reflection;
using Emulation.Lambda;
using Emulation.Lambda.Runtimes;
using Emulation.Sessions;
using Emulation.State;
using Microsoft.Extensions.Logging.Abstractions;
using Sam;

namespace Emulation.Tests.Lambda;

/// <summary>A function that is read anew keeps its processes if, and only if, they would be the same. Whatever a template can say of a function is one or the other.</summary>
public class What_keeps_the_processes_of_a_function
{
    private static readonly Function One = Given.Function("f", "app.handler", "python3.13");

    /// <summary>Who may call it, and what becomes of its events, is decided outside of its processes. Its code is looked at by its stamp.</summary>
    private static readonly string[] NoMatter =
    [
        nameof(Function.LogicalId), nameof(Function.ResourcePolicy), nameof(Function.QualifierPolicies), nameof(Function.ClosedPermissions), nameof(Function.Qualifiers),
        nameof(Function.Tags), nameof(Function.Events), nameof(Function.DeadLetterArn), nameof(Function.Closed), nameof(Function.Line), nameof(Function.Architectures),
    ];

    private static readonly string[] OfItsCode = [nameof(Function.CodeUri), nameof(Function.InlineCode), nameof(Function.Layers), nameof(Function.Build), nameof(Function.IsBuilt)];

    private static readonly Dictionary<string, Function> Others = new(StringComparer.Ordinal)
    {
        [nameof(Function.FunctionName)] = One with { FunctionName = "other" },
        [nameof(Function.Arn)] = One with { Arn = One.Arn with { Region = "eu-central-1" } },
        [nameof(Function.RoleArn)] = One with { RoleArn = One.RoleArn with { Resource = "role/other" } },
        [nameof(Function.Handler)] = One with { Handler = "app.other" },
        [nameof(Function.Runtime)] = One with { Runtime = "python3.14" },
        [nameof(Function.Timeout)] = One with { Timeout = TimeSpan.FromSeconds(77) },
        [nameof(Function.MemorySizeMb)] = One with { MemorySizeMb = 777 },
        [nameof(Function.Environment)] = One with { Environment = ImmutableDictionary<string, string>.Empty.Add("A", "1") },
        [nameof(Function.ReservedConcurrency)] = One with { ReservedConcurrency = 7 },
        [nameof(Function.Logging)] = One with { Logging = new FunctionLogging(IsJson: false, LogGroup: null) { SystemLevel = "DEBUG" } },
        [nameof(Function.IsTraced)] = One with { IsTraced = true },
    };

    [Fact]
    public void Is_known_of_everything_that_a_template_can_say_of_it() => Assert.Equal(
        typeof(Function).GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(static property => property.CanWrite).Select(static property => property.Name).Order(StringComparer.Ordinal),
        NoMatter.Concat(OfItsCode).Concat(Others.Keys).Order(StringComparer.Ordinal));

    [Fact]
    public void Is_that_nothing_differs()
    {
        Assert.Equal(TraitsOf(One), TraitsOf(One with { Line = new SourceLine("other.yaml", 7), Tags = ImmutableDictionary<string, string>.Empty.Add("team", "a") }));
        Assert.All(Others, other => Assert.NotEqual(TraitsOf(One), TraitsOf(other.Value)));
    }

    [Fact]
    public void Is_the_code_too()
    {
        Assert.NotEqual(TraitsOf(One), TraitsOf(One, stamp: "other"));
        Assert.NotEqual(TraitsOf(One), TraitsOf(One, variable: "/opt/python"));
    }

    private static FunctionTraits TraitsOf(Function function, string stamp = "stamp", string variable = "") => FunctionTraits.Of(new DeployedFunction(function, "/code"), new FunctionHostOptions
    {
        Functions = [],
        CommandOf = _ => new LaunchCommand("/bin/sh", ["client"], "/code") { Variables = ImmutableDictionary<string, string>.Empty.Add("PYTHONPATH", variable) },
        MaxEnvironments = 1,
        Credentials = static _ => new SessionCredentials("a", "b", "c", default),
        Environment = static function => function.Environment,
        HomeFolder = "",
        Ids = IdSource.SystemRandom,
        Time = TimeProvider.System,
        Logging = NullLoggerFactory.Instance,
    }, stamp);
}
