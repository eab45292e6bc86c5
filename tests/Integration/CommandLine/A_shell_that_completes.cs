namespace Integration.CommandLine;

/// <summary><c>localaws completion</c>: the scripts in the shells that they are for.</summary>
[Trait("Stack", "own")]
public class A_shell_that_completes
{
    private const string Bash = """
        eval "$(localaws completion bash)"
        try() {
          COMP_LINE=$1 COMP_POINT=${#1}
          read -ra COMP_WORDS <<<"$1"
          [[ $1 == *' ' ]] && COMP_WORDS+=("")
          COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
          "$(complete -p localaws | sed 's/.*-F \([^ ]*\).*/\1/')" localaws "${COMP_WORDS[COMP_CWORD]}"
          echo "${COMPREPLY[*]}"
        }
        """;

    [Theory]
    [InlineData("localaws matr", "matrix")]
    [InlineData("localaws call --as Store", "StorefrontRole")]
    [InlineData("localaws call POST Bill", "BillingApi/charges BillingApi/charges/ BillingApi/webhooks/payment")]
    [InlineData("localaws logs Ord", "OrdersFunction")]
    public async Task Is_bash(string line, string expected)
    {
        var run = await InRepositoryAsync("bash", "-c", $"{Bash}\ntry '{line}'");

        Assert.Equal((expected, ""), (run.Output, run.Error));
    }

    /// <summary>A name of a template is typed for whoever presses a key: it must not become a command.</summary>
    [Fact]
    public async Task Is_bash_that_runs_nothing_of_what_it_completes()
    {
        var run = await InRepositoryAsync("bash", "-c", $"localaws() {{ if [ \"$1\" = completion ]; then command localaws \"$@\"; else echo 'a$(echo ran)'; fi; }}\n{Bash}\ntry 'localaws a'");

        Assert.Equal("a\\$\\(echo\\ ran\\)", run.Output);
    }

    [Theory]
    [InlineData("matr", "matrix")]
    [InlineData("call --as Store", "StorefrontRole")]
    [InlineData("logs Ord", "OrdersFunction")]
    public async Task Is_zsh(string line, string expected)
    {
        // Of the shell's own only what a terminal would be needed for is stood in for.
        var words = string.Join(' ', line.Split(' ').Select(static word => $"'{word}'"));
        var run = await InRepositoryAsync(
            "zsh", "-f", "-c", $"compdef() {{ : }}\ncompadd() {{ print -r -- $candidates }}\neval \"$(localaws completion zsh)\"\nwords=(localaws {words}); CURRENT=$#words; _localaws");

        Assert.Equal((expected, ""), (run.Output, run.Error));
    }

    [Fact]
    public async Task Is_PowerShell()
    {
        var run = await InRepositoryAsync(
            "pwsh",
            "-NoLogo", "-NoProfile", "-NonInteractive", "-Command",
            """
            localaws completion powershell | Out-String | Invoke-Expression
            foreach ($line in 'localaws matr', 'localaws call --as Store', 'localaws logs Ord') {
                (TabExpansion2 -inputScript $line -cursorColumn $line.Length).CompletionMatches.CompletionText -join ' '
            }
            """);

        Assert.Equal(("matrix\nStorefrontRole\nOrdersFunction", ""), (run.Output.ReplaceLineEndings("\n"), run.Error));
    }

    private static Task<ExternalTool.Outcome> InRepositoryAsync(string shell, params string[] arguments)
    {
        ExternalTool.Require(shell);
        return ExternalTool.RunAsync("bash", ["-c", "cd \"$0\" && exec \"$@\"", StackFixture.Root, shell, .. arguments], InShells.Path());
    }
}
