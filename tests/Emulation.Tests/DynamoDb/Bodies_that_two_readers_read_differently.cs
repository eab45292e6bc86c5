using System.Text.Json;
using CsCheck;
using Emulation.DynamoDb.Calls;
using Emulation.DynamoDb.Protocol;
using Emulation.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Emulation.Tests.DynamoDb;

/// <summary>The attack on anything that reads a request and passes it on: a body that LocalAws and the server read differently.</summary>
public class Bodies_that_two_readers_read_differently
{
    [Theory]
    [InlineData("GetItem", """{"TableName":"scores","Key":{"UserId":{"S":"alice"},"GameTitle":{"S":"go"}},"Key":{"UserId":{"S":"bob"},"GameTitle":{"S":"go"}}}""")]
    [InlineData("GetItem", """{"TableName":"scores","Key":{"UserId":{"S":"alice"},"GameTitle":{"S":"go"}},"\u004bey":{"UserId":{"S":"bob"},"GameTitle":{"S":"go"}}}""")]
    [InlineData("GetItem", """{"TableName":"scores","Key":{"UserId":{"S":"alice"},"UserId":{"S":"bob"},"GameTitle":{"S":"go"}}}""")]
    [InlineData("GetItem", """{"TableName":"scores","Key":{"UserId":{"S":"alice","S":"bob"},"GameTitle":{"S":"go"}}}""")]
    [InlineData("GetItem", """{"TableName":"scores","Key":{"UserId":{"S":"alice","N":"1"},"GameTitle":{"S":"go"}}}""")]
    [InlineData("GetItem", """{"TableName":"scores","Key":{"UserId":{"s":"alice"},"GameTitle":{"S":"go"}}}""")]
    [InlineData("GetItem", """{"TableName":"scores","tableName":"other","Key":{"UserId":{"S":"alice"},"GameTitle":{"S":"go"}}}""")]
    [InlineData("GetItem", """{"TableName":"scores","key":{"UserId":{"S":"bob"},"GameTitle":{"S":"go"}},"Key":{"UserId":{"S":"alice"},"GameTitle":{"S":"go"}}}""")]
    [InlineData("GetItem", """{"TableName":"scores","Key":{"userId":{"S":"bob"},"GameTitle":{"S":"go"},"UserId":{"S":"alice"}}}""")]
    [InlineData("GetItem", """{"TableName":"scores","Key":{"UserId":{"S":"alice"}}}""")]
    [InlineData("GetItem", """{"TableName":"scores","Key":{"UserId":{"S":"\ud800"},"GameTitle":{"S":"go"}}}""")]
    [InlineData("GetItem", """{"TableName":"scores","Key":{"UserId":{"S":["alice","bob"]},"GameTitle":{"S":"go"}}}""")]
    [InlineData("GetItem", """{"TableName":"scores","Key":{"UserId":{"N":"1"},"GameTitle":{"S":"go"}}}""")]
    [InlineData("GetItem", """{"TableName":["scores"],"Key":{"UserId":{"S":"alice"},"GameTitle":{"S":"go"}}}""")]
    [InlineData("GetItem", """{"TableName":"scores","Key":[{"UserId":{"S":"alice"},"GameTitle":{"S":"go"}}]}""")]
    [InlineData("GetItem", """{"TableName":"scores","Key":{"UserId":{"S":"alice"},"GameTitle":{"S":"go"}},"ProjectionExpression":null}""")]
    [InlineData("GetItem", """{"TableName":"scores","Key":{"UserId":{"S":"alice"},"GameTitle":{"S":"go"}},"ConsistentRead":null}""")]
    [InlineData("GetItem", """{"TableName":"scores","Key":{"UserId":{"S":"alice"},"GameTitle":{"S":"go"}},"IndexName":"byGame"}""")]
    [InlineData("GetItem", """{"TableName":"scores","Key":{"UserId":{"S":"alice"},"GameTitle":{"S":"go"}}} {"TableName":"scores"}""")]
    [InlineData("GetItem", """{"TableName":"scores",/* "Key":1, */"Key":{"UserId":{"S":"alice"},"GameTitle":{"S":"go"}}}""")]
    [InlineData("GetItem", """{"TableName":"scores","Key":{"UserId":{"S":"alice"},"GameTitle":{"S":"go"}},}""")]
    [InlineData("GetItem", """[{"TableName":"scores"}]""")]
    [InlineData("GetItem", "")]
    [InlineData("GetItem", "null")]
    [InlineData("PutItem", """{"TableName":"scores","Item":{"UserId":{"S":"alice"},"GameTitle":{"S":"go"}},"Key":{"UserId":{"S":"bob"},"GameTitle":{"S":"go"}}}""")]
    [InlineData("PutItem", """{"TableName":"scores","Item":{"UserId":{"S":"alice"},"GameTitle":{"S":"go"}},"UpdateExpression":"SET Wins = :w"}""")]
    [InlineData("DeleteItem", """{"TableName":"scores","Key":{"UserId":{"S":"alice"},"GameTitle":{"S":"go"}},"Item":{"UserId":{"S":"bob"},"GameTitle":{"S":"go"}}}""")]
    [InlineData("BatchWriteItem", """{"RequestItems":{"scores":[{"PutRequest":{"Item":{"UserId":{"S":"alice"},"GameTitle":{"S":"go"}}},"DeleteRequest":{"Key":{"UserId":{"S":"bob"},"GameTitle":{"S":"go"}}}}]}}""")]
    [InlineData("BatchWriteItem", """{"RequestItems":{"scores":[{"PutRequest":{"Item":{"UserId":{"S":"alice"},"GameTitle":{"S":"go"}},"Key":{"UserId":{"S":"bob"},"GameTitle":{"S":"go"}}}}]}}""")]
    [InlineData("BatchWriteItem", """{"RequestItems":{"scores":[],"scores":[{"DeleteRequest":{"Key":{"UserId":{"S":"bob"},"GameTitle":{"S":"go"}}}}]}}""")]
    [InlineData("BatchWriteItem", """{"RequestItems":{"scores":[],"arn:aws:dynamodb:us-east-1:111122223333:table/scores":[{"DeleteRequest":{"Key":{"UserId":{"S":"bob"},"GameTitle":{"S":"go"}}}}]}}""")]
    [InlineData("BatchGetItem", """{"RequestItems":{"scores":{"Keys":[{"UserId":{"S":"alice"},"GameTitle":{"S":"go"}}],"keys":[{"UserId":{"S":"bob"},"GameTitle":{"S":"go"}}]}}}""")]
    [InlineData("TransactWriteItems", """{"TransactItems":[{"Put":{"TableName":"scores","Item":{"UserId":{"S":"alice"},"GameTitle":{"S":"go"}}},"Delete":{"TableName":"scores","Key":{"UserId":{"S":"bob"},"GameTitle":{"S":"go"}}}}]}""")]
    [InlineData("TransactWriteItems", """{"TransactItems":[{"put":{"TableName":"scores","Item":{"UserId":{"S":"bob"},"GameTitle":{"S":"go"}}}}]}""")]
    [InlineData("TransactWriteItems", """{"TransactItems":[{"Put":{"TableName":"scores","Item":{"UserId":{"S":"alice"},"GameTitle":{"S":"go"}}}}],"transactItems":[]}""")]
    [InlineData("TransactWriteItems", """{"TransactItems":[]}""")]
    [InlineData("Query", """{"TableName":"scores","KeyConditionExpression":"UserId = :u","KeyConditions":{"UserId":{"ComparisonOperator":"EQ","AttributeValueList":[{"S":"bob"}]}},"ExpressionAttributeValues":{":u":{"S":"alice"}}}""")]
    [InlineData("Query", """{"TableName":"scores","KeyConditions":{"UserId":{"ComparisonOperator":"EQ","AttributeValueList":[{"S":"alice"},{"S":"bob"}]}}}""")]
    [InlineData("Query", """{"TableName":"scores","KeyConditionExpression":"#u = :u","ExpressionAttributeNames":{"#u":"UserId","\u0023u":"GameTitle"},"ExpressionAttributeValues":{":u":{"S":"alice"}}}""")]
    [InlineData("Query", """{"TableName":"scores","IndexName":"gone","KeyConditionExpression":"UserId = :u","ExpressionAttributeValues":{":u":{"S":"alice"}}}""")]
    public void Are_refused(string operation, string body) => Reading.Refusal(operation, body);

    [Fact]
    public void Are_refused_when_they_are_not_UTF8() => Assert.Throws<DynamoDbException>(() => Reading.Of(
        "GetItem", System.Text.Encoding.Latin1.GetBytes("""{"TableName":"scores","Key":{"UserId":{"S":"aÀ¯"},"GameTitle":{"S":"go"}}}""")));

    [Fact]
    public void Are_refused_when_they_nest_deeper_than_items_can()
    {
        static byte[] Deep(int levels) => System.Text.Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", levels)) + "1" + new string('}', levels));
        StrictJson.Parse(Deep(128)).Dispose();
        Assert.Throws<DynamoDbException>(() => StrictJson.Parse(Deep(129)));
    }

    [Theory]
    [InlineData("GetItem", "DynamoDB_20120810.GetItem")]
    [InlineData(null, "DynamoDB_20120810.GetItem", "DynamoDB_20120810.DeleteItem")]
    [InlineData(null, "DynamoDB_20120810.GetItem", "DynamoDB_20120810.GetItem")]
    [InlineData(null, "DynamoDB_20120810")]
    public void Come_with_one_target(string? operation, params string[] targets)
    {
        var http = new DefaultHttpContext();
        http.Request.Method = "POST";
        http.Request.Headers["X-Amz-Target"] = targets;
        http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = "/";
        var request = new ReceivedRequest(http);
        Assert.True(DynamoDbWire.Owns(request));
        Assert.Equal(operation, DynamoDbWire.Instance.OperationOf(request));
    }

    [Theory]
    [InlineData("application/x-amz-json-1.0", null, true)]
    [InlineData("application/json; charset=utf-8", null, true)]
    [InlineData("application/x-amz-json-1.0", "gzip", false)]
    [InlineData("application/x-www-form-urlencoded", null, false)]
    [InlineData("application/x-amz-cbor-1.1", null, false)]
    [InlineData("", null, false)]
    public void Come_as_plain_JSON(string type, string? encoding, bool isRead)
    {
        var request = new DefaultHttpContext().Request;
        request.ContentType = type;
        if (encoding is not null)
        {
            request.Headers.ContentEncoding = encoding;
        }

        Assert.Equal(isRead, Record.Exception(() => DynamoDbWire.CheckContentType(request)) is null);
    }

    [Fact]
    public void Are_read_when_an_escape_hides_nothing()
    {
        var access = Assert.Single(Reading.Of("GetItem", """{"Tabl\u0065Name":"scores","Key":{"UserI\u0064":{"\u0053":"al\u0069ce"},"GameTitle":{"S":"\ud83d\ude00"}}}"""));
        Assert.Equal(["alice"], Reading.LeadingKeys(access)!);
    }

    [Theory]
    [InlineData("1", "1")]
    [InlineData("1.0", "1")]
    [InlineData("+0010e-1", "1")]
    [InlineData("-0.00", "0")]
    [InlineData("1.5E3", "1500")]
    [InlineData(".5", "0.5")]
    [InlineData("-12.340", "-12.34")]
    [InlineData("1e-3", "0.001")]
    [InlineData("1 ", null)]
    [InlineData("0x1", null)]
    [InlineData("1e126", null)]
    [InlineData("NaN", null)]
    [InlineData("", null)]
    [InlineData(".", null)]
    [InlineData("123456789012345678901234567890123456789", null)]
    public void Spell_a_number_in_one_way_or_not_at_all(string text, string? canonical) => Assert.Equal(canonical, NumberText.Canonical(text));

    [Fact]
    public void Spell_every_decimal_as_its_value() => Gen.Decimal.Sample(static value =>
    {
        var text = NumberText.Canonical(value.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return text is not null && decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture) == value && NumberText.Canonical(text) == text;
    });

    /// <summary>
    /// Bodies made of members that may repeat, differ by case, or hide behind escapes. Whatever a lenient reader finds, of the first or of the last of two names, exact in case or not,
    /// LocalAws has found as well, or has refused the body.
    /// </summary>
    [Fact]
    public void Never_hide_a_key_that_a_lenient_reader_finds()
    {
        var names = Gen.OneOf("Key", "Item", "key", "KEY", "\\u004bey", "Ke\\u0079", "TableName", "tableName", "Expected", "AttributesToGet", "__proto__", "Key ");
        var attributes = Gen.OneOf("UserId", "userid", "UserI\\u0064", "GameTitle", "USERID", "Wins");
        var users = Gen.OneOf("alice", "bob", "carol");
        var types = Gen.OneOf("S", "s", "\\u0053", "N");
        var maps = Gen.Select(attributes, types, users).Array[1, 4].Select(static entries => $"{{{string.Join(',', entries.Select(static e => $"\"{e.Item1}\":{{\"{e.Item2}\":\"{e.Item3}\"}}"))}}}");
        var members = Gen.Select(names, maps).Select(static (name, map) => name.StartsWith("able", StringComparison.Ordinal) || name.EndsWith("Name", StringComparison.Ordinal) ? $"\"{name}\":\"scores\"" : $"\"{name}\":{map}");
        var bodies = members.Array[0, 3].Select(static array => """{"TableName":"scores","Key":{"UserId":{"S":"alice"},"GameTitle":{"S":"go"}}""" + string.Concat(array.Select(static m => "," + m)) + "}");
        bodies.Sample(body =>
        {
            string[] seen;
            try
            {
                seen = Reading.LeadingKeys(Assert.Single(Reading.Of("GetItem", body)))!;
            }
            catch (DynamoDbException)
            {
                return true;
            }

            return LenientKeys(body).All(seen.Contains);
        }, iter: 20_000);
    }

    /// <summary>Every user id under anything that some reader may take for the key.</summary>
    private static List<string> LenientKeys(string body)
    {
        using var document = JsonDocument.Parse(body);
        return document.RootElement.EnumerateObject()
            .Where(static member => member.Name.Trim().Equals("Key", StringComparison.OrdinalIgnoreCase))
            .SelectMany(static member => member.Value.EnumerateObject())
            .Where(static attribute => attribute.Name.Equals("UserId", StringComparison.OrdinalIgnoreCase))
            .SelectMany(static attribute => attribute.Value.EnumerateObject())
            .Select(static type => type.Value.GetString()!)
            .ToList();
    }
}
