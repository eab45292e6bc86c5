using System.Text;
using Harness;

namespace Integration.InProcess;

/// <summary>What a stolen state folder has of passwords: hashes that are slow where the folder is kept, and quick ones only where it goes with the run.</summary>
[Trait("Stack", "own")]
public sealed class Passwords_that_are_kept : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("localaws-passwords-");

    [Theory]
    [InlineData(true, "\"Iterations\":210000")]
    [InlineData(false, "\"Iterations\":1000")]
    public async Task Are_hashed_slowly(bool isKept, string factor)
    {
        var template = Path.Combine(folder.FullName, "template.yaml");
        await File.WriteAllTextAsync(template, """
            Resources:
              Users: { Type: AWS::Cognito::UserPool }
              App: { Type: AWS::Cognito::UserPoolClient, Properties: { UserPoolId: !Ref Users, ExplicitAuthFlows: [ALLOW_USER_PASSWORD_AUTH, ALLOW_REFRESH_TOKEN_AUTH] } }
            """, TestContext.Current.CancellationToken);
        await using var aws = await LocalAws.StartAsync(
            new LocalAwsOptions { Template = template, DataFolder = isKept ? Path.Combine(folder.FullName, "state") : null }, TestContext.Current.CancellationToken);
        await aws.SignInAsync("App", "ann");

        var kept = Path.Combine(Path.GetDirectoryName(aws.ConfigFile)!, "cognito.db");
        Assert.Contains(factor, TextOf(kept) + TextOf($"{kept}-wal"), StringComparison.OrdinalIgnoreCase);
    }

    public void Dispose() => folder.Delete(recursive: true);

    private static string TextOf(string file)
    {
        using var read = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var text = new StreamReader(read, Encoding.Latin1);
        return text.ReadToEnd();
    }
}
