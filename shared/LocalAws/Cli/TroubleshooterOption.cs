using System.CommandLine;
using Emulation.Calls;

namespace Tool.Cli;

/// <summary><c>--troubleshooter</c>: which refusals say by which id AWS's Access Troubleshooter explains them.</summary>
internal sealed class TroubleshooterOption
{
    private const string AsOnAws = "iam";

    private readonly Option<string?> option = new("--troubleshooter")
    {
        Description = "End refusals with the authorization id that GetRequestAuthorizationDetails takes: those of every service, or with 'iam' those of IAM alone, as on AWS "
            + "today.",
        HelpName = AsOnAws,
        Arity = ArgumentArity.ZeroOrOne,
    };

    public TroubleshooterOption() => option.AcceptOnlyFromAmong(AsOnAws);

    public void AddTo(Command command) => command.Options.Add(option);

    public Troubleshooting Read(ParseResult parsed) => parsed.GetResult(option) is null ? Troubleshooting.None
        : parsed.GetValue(option) is null ? Troubleshooting.OfEveryService
        : Troubleshooting.OfIam;
}
