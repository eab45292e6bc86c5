using System.Text.Json.Nodes;
using Emulation.State;
using Emulation.Upstreams;
using Emulation.Upstreams.Making;

namespace Emulation.Tests.Upstreams.Making;

/// <summary>The calls by which a template's resources come to be, and the names that a server draws for them.</summary>
public class What_a_template_makes_on_servers
{
    private static readonly Sam.Stack Stack = Given.Stacks("""
        Resources:
          Orders: { Type: AWS::SQS::Queue, Properties: { QueueName: orders, VisibilityTimeout: 40, RedrivePolicy: { deadLetterTargetArn: !GetAtt Dead.Arn, maxReceiveCount: 3 } } }
          Dead: { Type: AWS::SQS::Queue, Properties: { QueueName: dead } }
          Partner: { Type: AWS::SecretsManager::Secret, Properties: { Name: partner, SecretString: known } }
          Key: { Type: AWS::KMS::Key, Properties: { Description: d } }
          Greeting: { Type: AWS::SSM::Parameter, Properties: { Name: /greeting, Type: String, Value: hello } }
        """).Main;

    private static readonly List<MadeResource> Made = [.. TemplateResources.Of(Stack, IdSource.SystemRandom).Select(static one => one.Made)];

    /// <summary>A queue for what nobody could handle is there before the one that names it, and a key before what it encrypts.</summary>
    [Fact]
    public void Comes_in_the_order_of_need() => Assert.Equal(
        ["kms CreateKey", "sqs CreateQueue dead", "sqs CreateQueue orders", "secretsmanager CreateSecret partner", "ssm PutParameter /greeting"],
        Made.Select(static one => $"{one.Service} {one.Operation} {one.Members["QueueName"] ?? one.Members["Name"]}".TrimEnd()));

    [Fact]
    public void Has_the_attributes_of_a_queue_as_texts()
    {
        var attributes = Made.Single(static one => (string?)one.Members["QueueName"] == "orders").Members["Attributes"]!;
        Assert.Equal("40", (string?)attributes["VisibilityTimeout"]);
        Assert.Equal("arn:aws:sqs:us-east-1:111122223333:dead", (string?)JsonNode.Parse((string)attributes["RedrivePolicy"]!)!["deadLetterTargetArn"]);
    }

    /// <summary>A name of a key that nobody makes there is not made, and one that is there stays as it is.</summary>
    [Fact]
    public void Has_the_names_that_the_template_gives_its_keys()
    {
        var stack = Given.Stacks("""
            Resources:
              Key: { Type: AWS::KMS::Key }
              Named: { Type: AWS::KMS::Alias, Properties: { AliasName: alias/named, TargetKeyId: !GetAtt Key.Arn } }
              Foreign: { Type: AWS::KMS::Alias, Properties: { AliasName: alias/foreign, TargetKeyId: "arn:aws:kms:us-east-1:111122223333:key/0d990263-018e-4e65-a703-eff731de951e" } }
            """).Main;
        var key = Assert.Single(stack.Keys);

        var (alias, made) = Assert.Single(TemplateResources.Aliases(stack, new HashSet<string> { key.Arn.ToString() }));
        Assert.Equal(
            ("Named", "kms CreateAlias", $$"""{"AliasName":"alias/named","TargetKeyId":"{{key.KeyId}}"}"""),
            (alias.LogicalId, $"{made.Service} {made.Operation}", made.Members.ToJsonString()));
        Assert.Equal(["AlreadyExistsException"], made.ThereAlready);
    }

    /// <summary>Made twice there would be two of them.</summary>
    [Theory]
    [InlineData("kms", "DescribeKey")]
    [InlineData("secretsmanager", "DescribeSecret")]
    public void Is_looked_for_first_where_the_server_names_it(string service, string operation) =>
        Assert.Equal(operation, Made.Single(one => one.Service == service).Finding?.Operation);

    [Fact]
    public void Is_known_to_the_server_by_its_own_name_and_to_nobody_else()
    {
        var secret = Made.Single(static one => one.Service == "secretsmanager");
        var (templates, servers) = secret.Name!.Value;
        var names = new ServerNames();
        names.Add(templates, servers(new JsonObject { ["ARN"] = "arn:aws:secretsmanager:us-east-1:111122223333:secret:partner-ZZZZZZ" })!);

        var sent = names.ForServer(new JsonObject { ["SecretId"] = templates, ["Filters"] = new JsonArray(templates), ["Count"] = 1 });
        Assert.Equal("""{"SecretId":"arn:aws:secretsmanager:us-east-1:111122223333:secret:partner-ZZZZZZ","Filters":["arn:aws:secretsmanager:us-east-1:111122223333:secret:partner-ZZZZZZ"],"Count":1}""", sent.ToJsonString());
        Assert.Equal(templates, (string?)names.OfServer(sent)["SecretId"]);
        Assert.Equal($"{{\"ARN\":\"{templates}\"}}", System.Text.Encoding.UTF8.GetString(names.OfServer("""{"ARN":"arn:aws:secretsmanager:us-east-1:111122223333:secret:partner-ZZZZZZ"}"""u8.ToArray())));
    }

    [Fact]
    public void Has_a_password_of_every_kind_and_of_nothing_that_is_excluded()
    {
        for (var i = 0; i < 200; i++)
        {
            var text = (JsonObject)JsonNode.Parse(GeneratedSecret.Of(
                new JsonObject { ["SecretStringTemplate"] = """{"user":"x"}""", ["GenerateStringKey"] = "password", ["PasswordLength"] = 4, ["ExcludeCharacters"] = "aA0\"" }, IdSource.SystemRandom))!;
            var password = (string)text["password"]!;
            Assert.Equal(("x", 4), ((string?)text["user"], password.Length));
            Assert.True(password.Any(char.IsAsciiLetterLower) && password.Any(char.IsAsciiLetterUpper) && password.Any(char.IsAsciiDigit) && password.Any(static c => char.IsPunctuation(c) || char.IsSymbol(c)), password);
            Assert.DoesNotContain(password, static c => c is 'a' or 'A' or '0' or '"');
        }
    }

    [Fact]
    public void Has_a_password_of_32_letters_where_nothing_is_said() => Assert.Equal(32, GeneratedSecret.Of(null, IdSource.SystemRandom).Length);
}
