namespace Emulation.Tests.Gateway;

public class Api_keys_and_usage_plans : IClassFixture<AdmittingApis>, IAsyncLifetime
{
    private const string Forbidden = """{"message":"Forbidden"}""";
    private const string TooMany = """{"message":"Too Many Requests"}""";
    private const string Exceeded = """{"message":"Limit Exceeded"}""";
    private readonly AdmittingApis apis;

    public Api_keys_and_usage_plans(AdmittingApis apis) => this.apis = apis;

    /// <summary>Each test has buckets that are full, and quotas of a new day.</summary>
    public ValueTask InitializeAsync()
    {
        apis.Time.Advance(TimeSpan.FromDays(1));
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData(AdmittingApis.Good, true, "")]
    [InlineData(null, false, "The route needs an API key in the header x-api-key, and there is none.")]
    [InlineData("some-other-key-some-other", false, "The route needs an API key, and what the header x-api-key holds is none of the template's.")]
    [InlineData("GOOD-KEY-GOOD-KEY-GOOD", false, "is none of the template's.")]
    [InlineData(AdmittingApis.Off, false, "The API key OffKey is not enabled.")]
    [InlineData(AdmittingApis.Loose, false, "No usage plan with the API key LooseKey has stage v1 of Keyed.")]
    public async Task Let_in_whoever_sends_an_enabled_key_of_a_plan_for_the_stage(string? key, bool isLetIn, string reason)
    {
        var reply = await apis.WithKeyAsync("Keyed", "/v1/needed", key);

        Assert.Equal(isLetIn, reply.Status == 200);
        Assert.Equal(!isLetIn, reply.Body.Contains("INVALID_API_KEY", StringComparison.Ordinal));
        Assert.Contains(reason, reply.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain(AdmittingApis.Good, reply.Reason, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Let_nobody_in_at_a_stage_that_no_plan_has()
    {
        var reply = await apis.WithKeyAsync("Keyed", "/v2/needed", AdmittingApis.Good);

        Assert.Equal("No usage plan with the API key GoodKey has stage v2 of Keyed.", reply.Reason);
        Assert.Equal(401, reply.Status);
        Assert.Equal((403, Forbidden, "ForbiddenException"), await NakedAsync("Unplanned", "/v1/needed", AdmittingApis.Good));
    }

    [Theory]
    [InlineData(true, AdmittingApis.Good, 200)]
    [InlineData(true, null, 401)]
    [InlineData(false, AdmittingApis.Good, 403)]
    public async Task Are_a_gate_of_their_own_beside_the_authorizer(bool isSigned, string? key, int status) =>
        Assert.Equal(status, (await apis.WithKeyAsync("Keyed", "/v1/signed", key, isSigned)).Status);

    [Fact]
    public async Task Have_values_that_the_template_leaves_to_api_gateway()
    {
        var main = apis.Emulator.Stacks.Main;
        var generated = main.ApiKeys.Single(static key => key.LogicalId == "GeneratedKey").Value;
        var ofTransform = main.ApiKeys.Single(static key => key.LogicalId == "PlannedApiKey").Value;

        Assert.Equal(200, (await apis.WithKeyAsync("Keyed", "/v1/needed", generated)).Status);
        Assert.Equal(200, (await apis.WithKeyAsync("Planned", "/v1/needed", ofTransform)).Status);
        Assert.Equal((403, Forbidden, "ForbiddenException"), await NakedAsync("Planned", "/v1/needed", generated));
    }

    [Theory]
    [InlineData(AdmittingApis.Loose, AdmittingApis.Loose, "LooseKey")]
    [InlineData("who-knows", "who-knows", null)]
    [InlineData(null, null, null)]
    public async Task Are_told_to_functions_where_none_is_needed(string? key, string? value, string? logicalId)
    {
        var identity = (await apis.WithKeyAsync("Keyed", "/v1/free", key)).Event["requestContext"]!["identity"]!;

        Assert.Equal((value, apis.Emulator.Stacks.Main.ApiKeys.FirstOrDefault(one => one.LogicalId == logicalId)?.KeyId), ((string?)identity["apiKey"], (string?)identity["apiKeyId"]));
    }

    [Fact]
    public async Task Slow_down_one_key_by_its_plan_and_no_other()
    {
        Assert.Equal("200, 200, 200, 429, 429", await StatusesAsync("/v1/needed", AdmittingApis.Slow, 5));
        Assert.Equal(200, (await apis.WithKeyAsync("Keyed", "/v1/needed", AdmittingApis.Good)).Status);
        Assert.Equal((429, TooMany, "TooManyRequestsException"), await NakedAsync("Keyed", "/v1/needed", AdmittingApis.Slow));

        apis.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("200, 429", await StatusesAsync("/v1/needed", AdmittingApis.Slow, 2));
    }

    [Fact]
    public async Task Slow_down_a_single_method_beside()
    {
        Assert.Equal("200, 429", await StatusesAsync("/v1/free", AdmittingApis.Slow, 2));
        Assert.Equal(200, (await apis.WithKeyAsync("Keyed", "/v1/needed", AdmittingApis.Slow)).Status);
    }

    [Fact]
    public async Task Slow_down_everybody_by_the_stages_settings()
    {
        Assert.Equal("200, 429", await StatusesAsync("/v1/rare", null, 2));
        Assert.Equal("200, 200", await StatusesAsync("/v2/rare", null, 2));
        Assert.Equal(200, (await apis.CallAsync("ServedHttp", "/slow")).Status);
        Assert.Equal((429, TooMany), await apis.CallAsync("ServedHttp", "/slow") is var reply ? (reply.Status, reply.Body) : default);
    }

    [Fact]
    public async Task Count_the_calls_of_a_period_and_remember_them()
    {
        // The first day of all has one call less.
        var first = await StatusesAsync("/v1/needed", AdmittingApis.Few, 3);
        Assert.Equal("200, 200, 429", first);
        await apis.RestartAsync();
        Assert.Equal((429, Exceeded, "LimitExceededException"), await NakedAsync("Keyed", "/v1/needed", AdmittingApis.Few));
        Assert.Equal((429, Exceeded, "LimitExceededException"), await NakedAsync("Keyed", "/v1/free", AdmittingApis.Few));

        apis.Time.Advance(TimeSpan.FromHours(12));
        Assert.Equal("200, 200, 200, 429", await StatusesAsync("/v1/needed", AdmittingApis.Few, 4));
    }

    [Theory]
    [InlineData("friend+" + AdmittingApis.Good, null, 200)]
    [InlineData("friend+" + AdmittingApis.Good, "nonsense", 200)]
    [InlineData("friend", AdmittingApis.Good, 403)]
    [InlineData("friend+" + AdmittingApis.Off, null, 403)]
    [InlineData("friend+" + AdmittingApis.Loose, AdmittingApis.Good, 403)]
    [InlineData("stranger+" + AdmittingApis.Good, AdmittingApis.Good, 403)]
    [InlineData("friend+" + AdmittingApis.Good, null, 200, 2)]
    public async Task Come_from_the_authorizer_where_the_api_says_so(string token, string? header, int status, int calls = 1)
    {
        for (var i = 0; i < calls; i++)
        {
            var reply = await apis.CallAsync("Named", "/v1/needed", headers: header is null ? [("Authorization", token)] : [("Authorization", token), ("x-api-key", header)]);
            Assert.Equal(status, reply.Status);
        }
    }

    [Fact]
    public async Task Let_nobody_in_where_no_authorizer_can_name_one()
    {
        var reply = await apis.WithKeyAsync("Named", "/v1/open", AdmittingApis.Good);

        Assert.Equal((403, "The route needs an API key in the authorizer's usageIdentifierKey, and there is none."), (reply.Status, reply.Reason));
    }

    private async Task<string> StatusesAsync(string path, string? key, int calls)
    {
        var statuses = new int[calls];
        for (var i = 0; i < calls; i++)
        {
            statuses[i] = (await apis.WithKeyAsync("Keyed", path, key)).Status;
        }

        return string.Join(", ", statuses);
    }

    private async Task<(int, string, string)> NakedAsync(string api, string path, string key)
    {
        var reply = await apis.WithKeyAsync(api, path, key);
        return (reply.Status, reply.Body, reply.Headers["x-amzn-ErrorType"]);
    }
}
