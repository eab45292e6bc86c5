using Sam;

namespace Emulation.Lambda.Runtimes;

/// <summary>What to do where a function is of a language for which there is no runtime client here, and its code brings none.</summary>
internal static class UnservedLanguage
{
    private static readonly (string Start, string What)[] All =
    [
        ("java", "LocalAws has no runtime client for Java. Add com.amazonaws:aws-lambda-java-runtime-interface-client to its dependencies and run 'sam build', "
            + "or let 'BuildMethod: makefile' make a folder with a bootstrap."),
        ("ruby", "LocalAws has no runtime client for Ruby. Add the gem aws_lambda_ric to its Gemfile and run 'sam build', "
            + "or let 'BuildMethod: makefile' make a folder with a bootstrap."),
        ("go1", "Its program has to be compiled: run 'sam build', or compile it to the file 'bootstrap' in that folder."),
        ("provided", "Its program has to be built: run 'sam build', let 'BuildMethod: makefile' make it, or put it there as the file 'bootstrap'."),
    ];

    /// <summary>Why a function cannot run here, as a sentence and what to do; null for other runtimes.</summary>
    public static string? WhyNot(Function function, string code) =>
        All.FirstOrDefault(one => function.Runtime.StartsWith(one.Start, StringComparison.Ordinal)).What is { } what ? $"{code} has no 'bootstrap'. {what}" : null;
}
