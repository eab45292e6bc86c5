using System.Text.RegularExpressions;
using Emulation;
using Spectre.Console;
using Tool.Terminal;

namespace Tool.Tests.Cli;

/// <summary>What people read calls roles, users and functions as the template does, where CloudFormation would make up a name.</summary>
public sealed partial class Names_of_the_template : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("names").FullName;

    public Names_of_the_template() => File.WriteAllText(Template, """
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Api:
            Type: AWS::Serverless::Api
            Properties: {StageName: v1, Auth: {DefaultAuthorizer: AWS_IAM} }
          Shop:
            Type: AWS::Serverless::Function
            Properties:
              Runtime: python3.13
              Handler: index.handler
              InlineCode: "def handler(event, context): return {'statusCode': 200}"
              Events: {Get: {Type: Api, Properties: {RestApiId: !Ref Api, Path: /a, Method: get} } }
          GuestRole:
            Type: AWS::IAM::Role
            Properties:
              ManagedPolicyArns: [!Ref Tables]
              AssumeRolePolicyDocument: {Version: "2012-10-17", Statement: [{Effect: Allow, Principal: {AWS: !Ref AWS::AccountId}, Action: sts:AssumeRole}] }
              Policies:
                - PolicyName: Half
                  PolicyDocument: {Version: "2012-10-17", Statement: [{Effect: Allow, Action: sts:AssumeRole, Resource: !GetAtt LonelyRole.Arn}] }
          BarredRole:
            Type: AWS::IAM::Role
            Properties:
              AssumeRolePolicyDocument: {Version: "2012-10-17", Statement: [{Effect: Allow, Principal: {AWS: !Ref AWS::AccountId}, Action: sts:AssumeRole}] }
              Policies: [{PolicyName: Never, PolicyDocument: {Version: "2012-10-17", Statement: [{Effect: Deny, Action: sts:AssumeRole, Resource: "*"}] } }]
          LonelyRole:
            Type: AWS::IAM::Role
            Properties:
              AssumeRolePolicyDocument: {Version: "2012-10-17", Statement: [{Effect: Allow, Principal: {AWS: !GetAtt BarredRole.Arn}, Action: sts:AssumeRole}] }
          Tables:
            Type: AWS::IAM::ManagedPolicy
            Properties: {PolicyDocument: {Version: "2012-10-17", Statement: [{Effect: Allow, Action: "dynamodb:*", Resource: "*"}] } }
          Clerk: {Type: AWS::IAM::User}
        """);

    private string Template => Path.Combine(folder, "template.yaml");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("Mind: Everybody who may become GuestRole gains the call.", "explain", "--as", "GuestRole", "GET", "/a")]
    [InlineData("Policies of Clerk (template.yaml:", "explain", "--as", "Clerk", "GET", "/a")]
    [InlineData("Nobody can assume LonelyRole: its trust policy names BarredRole, who may not become it.", "lint")]
    [InlineData("lets GuestRole assume LonelyRole, but", "lint")]
    [InlineData("GuestRole", "matrix")]
    [InlineData("GuestRole", "matrix", "--format", "markdown")]
    [InlineData("GuestRole", "matrix", "--format", "html")]
    [InlineData("Shop", "routes", "--verbose")]
    [InlineData("Clerk", "validate", "--verbose")]
    public async Task Are_those_that_people_read(string named, params string[] arguments)
    {
        var (_, output) = await CommandLineRun.OutputOfAsync([.. arguments, "-t", Template]);

        Assert.Contains(named, Spaces().Replace(output, " "), StringComparison.Ordinal);
        Assert.DoesNotMatch(MadeUp(), Arn().Replace(output, ""));
    }

    [Fact]
    public async Task Are_those_of_the_screen_at_the_start()
    {
        var options = new EmulatorOptions { Templates = [TemplateSource.Parse(Template)], Port = 0 };
        await using var emulator = await Emulator.StartAsync(options, LoadedStacks.Load(options), TestContext.Current.CancellationToken);
        var screen = new StringWriter();

        StartScreen.Print(AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(screen) }), emulator);

        Assert.Contains("GuestRole", screen.ToString(), StringComparison.Ordinal);
        Assert.DoesNotMatch(MadeUp(), Arn().Replace(screen.ToString(), ""));
    }

    [GeneratedRegex(@"\blocal-[A-Za-z0-9]+-[A-Za-z0-9]{6,}")]
    private static partial Regex MadeUp();

    /// <summary>AWS's own words have them.</summary>
    [GeneratedRegex(@"arn:aws:[^\s""<>&|]+")]
    private static partial Regex Arn();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
