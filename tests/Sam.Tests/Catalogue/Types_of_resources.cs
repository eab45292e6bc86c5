using System.Text;
using Sam.Catalogue;
using Sam.Catalogue.Registry;
using Sam.Naming;
using Sam.Tests.Templates;

namespace Sam.Tests.Catalogue;

public class Types_of_resources
{
    [Fact]
    public void Load_all_of_them()
    {
        var inert = TypeRegistry.Names.Where(static name => !ResourceCatalogue.Types.ContainsKey(name)).ToList();
        var template = new StringBuilder("Transform: AWS::Serverless-2016-10-31\nResources:\n");
        for (var i = 0; i < inert.Count; i++)
        {
            template.Append(System.Globalization.CultureInfo.InvariantCulture, $"  R{i}: {{Type: {inert[i]}}}\n");
        }

        var stack = Given.Stack(template.ToString());

        Assert.True(inert.Count > 1500);
        Assert.Equal(inert, stack.Elements.Select(static element => element.Type));
        Assert.Equal(
            ClosedTypes.Names.Order(StringComparer.Ordinal),
            stack.Elements.Where(static element => element.Word == ElementWord.Closed).Select(static element => element.Type).Order(StringComparer.Ordinal));
        Assert.All(stack.Elements, static element => Assert.True(element.Word is ElementWord.Inert or ElementWord.Closed));
    }

    [Fact]
    public void That_are_enforced_or_emulated_or_closed_are_types_of_aws() => Assert.All(
        ResourceCatalogue.Types.Keys.Concat(ClosedTypes.Names), static name => Assert.True(TypeRegistry.Knows(name), name));

    [Fact]
    public void Give_references_without_a_hole_and_no_two_resources_the_same_id()
    {
        foreach (var type in TypeRegistry.Names.Select(static name => TypeRegistry.Find(name)!))
        {
            var (one, other) = (Filled(type, "One"), Filled(type, "Other"));
            Assert.All(one, text => Assert.DoesNotMatch(@"[{}\s]", text));
            Assert.All(one, text => Assert.False(text.Length == 0, type.Name));
            if (type.Ref.Contains("{lower", StringComparison.Ordinal) || type.Ref.Contains("{hex", StringComparison.Ordinal) || type.Ref.Contains("{uuid", StringComparison.Ordinal))
            {
                Assert.NotEqual(one[0], other[0]);
            }
        }

        static List<string> Filled(RegisteredType type, string logicalId)
        {
            var resource = new PhysicalResource(new StackOptions(), logicalId, $"{logicalId}-name", "/");
            return [.. type.Attributes.Values.Select(static attribute => attribute.Form).OfType<string>().Prepend(type.Ref).Select(form => ReferenceForm.Fill(form, type.Arn, resource))];
        }
    }

    [Theory]
    [InlineData("AWS::Lambda::Functoin", "AWS::Lambda::Function")]
    [InlineData("Aws::Lambda::Function", "AWS::Lambda::Function")]
    [InlineData("AWS::Serverless::Functions", "AWS::Serverless::Function")]
    [InlineData("AWS::Serverless:Function", "AWS::Serverless::Function")]
    [InlineData("AWS::IAM::Polic", "AWS::IAM::Policy")]
    [InlineData("AWS::DynamoDB::Tabel", "AWS::DynamoDB::Table")]
    [InlineData("AWS::S3::BuketPolicy", "AWS::S3::BucketPolicy")]
    [InlineData("AWS::WAFv2::WebAclAssociations", "AWS::WAFv2::WebACLAssociation")]
    public void Are_not_known_by_a_misspelled_name(string name, string meant) => Assert.Equal(
        [$"template.yaml:3 X.Type: There is no type of resource '{name}'. Did you mean '{meant}'?"],
        Given.Errors($"Transform: AWS::Serverless-2016-10-31\nResources:\n  X: {{Type: '{name}'}}"));

    [Theory]
    [InlineData("Function")]
    [InlineData("AWS::Lambda")]
    [InlineData("Custom::")]
    [InlineData("Custom::With space")]
    [InlineData("Vendor::A::B::C")]
    [InlineData("Vendor:A:B")]
    public void Have_names_in_parts(string name) => Assert.Equal(
        [$"template.yaml:2 X.Type: There is no type of resource '{name}'. Write 'AWS::Service::Kind', or 'Custom::Name' for a resource of your own."],
        Given.Errors($"Resources:\n  X: {{Type: '{name}'}}"));

    /// <summary>One letter from a type that is enforced, and types of AWS themselves, of other vendors, or newer than the list.</summary>
    [Theory]
    [InlineData("AWS::DynamoDB::GlobalTable")]
    [InlineData("AWS::EC2::Route")]
    [InlineData("AWS::EC2::VPC")]
    [InlineData("AWS::Quantum::Computer")]
    [InlineData("Custom::Function")]
    [InlineData("Custom::S3-Auto_Delete@Objects")]
    [InlineData("AWS::CloudFormation::CustomResource")]
    [InlineData("MongoDB::Atlas::Cluster")]
    [InlineData("My::Own::Thing::MODULE")]
    [InlineData("Alexa::ASK::Skill")]
    public void Load_whatever_aws_takes(string name)
    {
        var stack = Given.Stack($"Resources:\n  X: {{Type: '{name}', Properties: {{Anything: [1, {{At: all}}]}}}}");

        Assert.Equal(ElementWord.Inert, Assert.Single(stack.Elements).Word);
        Assert.Empty(stack.Closures);
    }

    [Theory]
    [InlineData("AWS::S3Tables::TablePolicy", "TableARN: a, ResourcePolicy: {Statement: []}", "")]
    [InlineData("AWS::S3Express::BucketPolicy", "Bucket: a, PolicyDocument: {Statement: []}", "")]
    [InlineData("AWS::Lambda::LayerVersionPermission", "Action: lambda:GetLayerVersion, Principal: '*', LayerVersionArn: x", "")]
    [InlineData("AWS::Serverless::WebFunction", "Runtime: nodejs24.x", "")]
    [InlineData("AWS::S3::AccessPoint", "Policy: {Statement: []}", "Policy")]
    [InlineData("AWS::ECR::Repository", "RepositoryPolicyText: {Statement: []}", "RepositoryPolicyText")]
    [InlineData("AWS::Logs::LogGroup", "DataProtectionPolicy: {}", "DataProtectionPolicy")]
    public void Close_what_bears_on_access_to_what_is_not_served(string type, string properties, string property)
    {
        var stack = Given.Stack($"Transform: AWS::Serverless-2016-10-31\nResources:\n  X: {{Type: {type}, Properties: {{{properties}}}}}\n{Served}");

        var closure = Assert.Single(stack.Closures);
        Assert.Equal(("X", property), (closure.Resource, closure.Property));
        Assert.Null(Assert.Single(Assert.Single(stack.Apis).Routes).Closed);
        Assert.Null(Assert.Single(stack.Functions).Closed);
    }

    [Theory]
    [InlineData("AWS::KMS::Key")]
    [InlineData("AWS::ECR::Repository")]
    [InlineData("AWS::Logs::LogGroup")]
    public void Are_open_without_a_policy(string type) => Assert.Empty(Given.Stack($"Resources:\n  X: {{Type: {type}, Properties: {{Tags: []}}}}").Closures);

    private const string Served =
        """
          Function:
            Type: AWS::Serverless::Function
            Properties:
              CodeUri: code
              Handler: Handler
              Runtime: dotnet10
              Events: {Get: {Type: Api, Properties: {Path: /, Method: get}}}
        """;
}
