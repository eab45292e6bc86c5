using Emulation.Cognito.Import;
using Emulation.Cognito.Protocol;
using Emulation.Cognito.Users;
using Emulation.State;

namespace Emulation.Tests.Cognito.Users;

/// <summary>Users from a CSV file.</summary>
public sealed class Importing_users : IDisposable
{
    private readonly TestPool pool = new("""{"AutoVerifiedAttributes":["email"]}""");
    private readonly List<string> log = [];

    [Fact]
    public async Task Brings_them_in_without_passwords()
    {
        Assert.Equal(new ImportCounts(2500, 0, 0), Import(Enumerable.Range(0, 2500).Select(static i => Line($"user{i}", $"user{i}@example.com"))));

        Assert.Equal("user7@example.com", await pool.AttributeAsync("user7", "email"));
        Assert.Equal("RESET_REQUIRED", (string?)(await pool.DoAsync("AdminGetUser", """{"Username":"user7"}"""))["UserStatus"]);
        Assert.StartsWith("PasswordResetRequiredException", await pool.RefusalAsync("InitiateAuth", pool.SignIn("user7")), StringComparison.Ordinal);
        Assert.Equal("answered", await pool.RefusalAsync("ForgotPassword", """{"Username":"user7"}"""));
        Assert.Equal("answered", await pool.RefusalAsync("ConfirmForgotPassword", $$"""{"Username":"user7","ConfirmationCode":"{{pool.Code}}","Password":"{{TestPool.Password}}"}"""));
        await pool.TokensAsync("user7");
    }

    [Fact]
    public void Counts_those_who_are_there_already_and_those_whose_line_is_wrong()
    {
        Import([Line("ann", "ann@example.com")]);

        Assert.Equal(
            new ImportCounts(1, 1, 3),
            Import([Line("ann", "other@example.com"), Line("ben", "no address"), Line("cid", "cid@example.com", verified: "false"), "too,few", Line("dan", "dan@example.com")]));
        Assert.Equal(["[line 2] SKIPPED: the user already exists.", "[line 3] FAILED: Invalid email address format."], log[..2]);
        Assert.DoesNotContain(log, static line => line.Contains("example.com", StringComparison.Ordinal));
    }

    [Fact]
    public void Needs_the_pools_own_header() => Assert.Contains(
        "doesn't match the expected headers",
        Assert.Throws<CognitoException>(() => Run(["name,cognito:username", "a,b"])).Message,
        StringComparison.Ordinal);

    [Fact]
    public async Task Starts_with_an_uploaded_file_only()
    {
        var made = (await pool.DoAsync("CreateUserImportJob", """{"JobName":"move","CloudWatchLogsRoleArn":"arn:aws:iam::111122223333:role/Logs"}"""))["UserImportJob"]!;

        Assert.Equal(("Created", true), ((string?)made["Status"], ((string)made["PreSignedUrl"]!).StartsWith("http://127.0.0.1:4566/_localaws/import/import-", StringComparison.Ordinal)));
        Assert.Equal("PreconditionNotMetException: No file was uploaded: PUT it to the job's PreSignedUrl.", await pool.RefusalAsync("StartUserImportJob", $$"""{"JobId":"{{made["JobId"]}}"}"""));
    }

    [Theory]
    [InlineData("a,b", "a|b")]
    [InlineData("a\\,b,c", "a,b|c")]
    [InlineData("\"a,b\",\"c\"\"d\"", "a,b|c\"d")]
    [InlineData(",", "|")]
    public void Reads_commas_in_quotes_and_after_a_backslash(string line, string fields) => Assert.Equal(fields, string.Join('|', CsvFile.Fields(line)));

    public void Dispose() => pool.Dispose();

    private static string Line(string name, string email, string verified = "TRUE") => $"{name},{email},{verified},false";

    private ImportCounts Import(IEnumerable<string> lines)
    {
        var header = CsvFile.HeaderOf(pool.Service.Stores.Pools.Pool(pool.PoolId)!);
        var empty = new string(',', header.Length - 4);
        var others = header.Where(static name => name is not ("email" or "email_verified" or CsvFile.Username or CsvFile.MfaEnabled));
        return Run([$"{CsvFile.Username},email,email_verified,{CsvFile.MfaEnabled},{string.Join(',', others)}", .. lines.Select(line => line + empty)]);
    }

    private ImportCounts Run(IEnumerable<string> lines) =>
        new UserImport(pool.Service.Stores.Users, new UserFinder(pool.Service.Stores.Users), IdSource.SystemRandom, pool.Time).Run(pool.Service.Stores.Pools.Pool(pool.PoolId)!, lines, static _ => true, log.Add);
}
