using Sam.Tests.Templates;

namespace Sam.Tests.Intrinsics;

/// <summary>What each function evaluates to. The names in the expressions are those of <see cref="Given.Expression"/>.</summary>
public class Intrinsic_functions
{
    public static TheoryData<string, string> Values { get; } = new()
    {
        // Ref
        { "!Ref Name", "shop" },
        { "{Ref: Name}", "shop" },
        { "!Ref AWS::AccountId", "111122223333" },
        { "!Ref AWS::Region", "us-east-1" },
        { "!Ref AWS::StackName", "microservices" },
        { "!Ref AWS::Partition", "aws" },
        { "!Ref AWS::URLSuffix", "amazonaws.com" },
        { "!Ref Queue", "https://sqs.us-east-1.amazonaws.com/111122223333/work" },
        { "!Ref Topic", "arn:aws:sns:us-east-1:111122223333:news" },
        { "!Ref Table", "orders" },
        { "!Ref Logs", "/aws/x" },
        { "!Ref User", "ann" },
        { "!Ref Role", "reader" },
        { "!Ref Managed", "arn:aws:iam::111122223333:policy/all" },
        { "!Ref Function", "worker" },
        { "!Ref Api.Stage", "v1" },
        { "!Ref Apiv1Stage", "v1" },
        // GetAtt
        { "!GetAtt Queue.Arn", "arn:aws:sqs:us-east-1:111122223333:work" },
        { "{'Fn::GetAtt': [Queue, QueueName]}", "work" },
        { "{'Fn::GetAtt': Queue.QueueName}", "work" },
        { "!GetAtt Table.Arn", "arn:aws:dynamodb:us-east-1:111122223333:table/orders" },
        { "!GetAtt Logs.Arn", "arn:aws:logs:us-east-1:111122223333:log-group:/aws/x:*" },
        { "!GetAtt User.Arn", "arn:aws:iam::111122223333:user/people/ann" },
        { "!GetAtt Role.Arn", "arn:aws:iam::111122223333:role/reader" },
        { "!GetAtt Function.Arn", "arn:aws:lambda:us-east-1:111122223333:function:worker" },
        // Sub
        { "!Sub plain", "plain" },
        { "!Sub '${Name}-${AWS::Region}'", "shop-us-east-1" },
        { "!Sub '${Queue.Arn}'", "arn:aws:sqs:us-east-1:111122223333:work" },
        { "!Sub '${Api.Stage}'", "v1" },
        { "!Sub '${!Name}'", "${Name}" },
        { "!Sub '$Name $${Name} {Name}'", "$Name $shop {Name}" },
        { "!Sub ['${Local}/${Name}', {Local: !Ref Table}]", "orders/shop" },
        { "!Sub ['${Name}', {Name: mine}]", "mine" },
        { "{'Fn::Sub': '${Name}'}", "shop" },
        // Join, Split, Select
        { "!Join ['', [a, !Ref Name, 1]]", "ashop1" },
        { "!Join [',', !Ref Names]", "one,two,three" },
        { "!Join ['-', !Split ['/', 'a/b//c']]", "a-b--c" },
        { "!Join ['', []]", "" },
        { "!Select [1, !Ref Names]", "two" },
        { "!Select ['2', [a, b, c]]", "c" },
        { "!Select [0, !Split ['.', !Sub '${Name}.x']]", "shop" },
        { "!Select [1, [a, !Ref 'AWS::NoValue', b]]", "b" },
        // If and conditions
        { "!If [Holds, a, b]", "a" },
        { "!If [Fails, a, b]", "b" },
        { "!If [All, a, b]", "a" },
        { "!If [Any, a, b]", "a" },
        { "!If [None, a, b]", "b" },
        { "!If [Holds, !If [Fails, a, !Ref Name], b]", "shop" },
        // FindInMap
        { "!FindInMap [Sizes, small, Memory]", "128" },
        { "!FindInMap [Sizes, !Ref 'AWS::AccountId', Memory]", "512" },
        { "!Join ['', !FindInMap [Sizes, small, Zones]]", "ab" },
        // Base64, GetAZs
        { "!Base64 hello", "aGVsbG8=" },
        { "{'Fn::Base64': !Sub '${Name}'}", "c2hvcA==" },
        { "!Select [1, !GetAZs '']", "us-east-1b" },
        { "!Select [2, {'Fn::GetAZs': null}]", "us-east-1c" },
        { "!Select [0, !GetAZs eu-west-1]", "eu-west-1a" },
        { "!Select [0, !GetAZs {Ref: 'AWS::Region'}]", "us-east-1a" },
        // Cidr
        { "!Join [' ', !Cidr [10.0.0.0/16, 3, 8]]", "10.0.0.0/24 10.0.1.0/24 10.0.2.0/24" },
        { "!Select [1, !Cidr ['192.168.7.9/22', '2', '5']]", "192.168.4.32/27" },
        { "!Select [1, !Cidr ['2001:db8:1234:1a00::/56', 256, 64]]", "2001:db8:1234:1a01::/64" },
        // Scalars as CloudFormation reads them
        { "yes", "true" },
        { "'yes'", "yes" },
        { "0123", "0123" },
        { "1.50", "1.50" },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void Evaluate_to_concrete_values(string expression, string expected) => Assert.Equal(expected, Given.Output(expression));

    public static TheoryData<string, string> Mistakes { get; } = new()
    {
        { "!Ref Nme", "There is no parameter or resource 'Nme'. Did you mean 'Name'?" },
        { "!Ref AWS::AcountId", "There is no parameter or resource 'AWS::AcountId'. Did you mean 'AWS::AccountId'?" },
        { "!Ref AWS::NoValue", "Text is needed here, but this is AWS::NoValue. Give a value." },
        { "!Ref Names", "Text is needed here, but this is a list. Select one item, or join them with Fn::Join." },
        { "!Ref [a]", "Ref takes a name, but this is a list. Name a parameter or a resource." },
        { "!GetAtt Queue", "Fn::GetAtt takes a resource's logical id and one of its attributes. Write !GetAtt LogicalId.Attribute." },
        { "!GetAtt Queu.Arn", "There is no parameter or resource 'Queu'. Did you mean 'Queue'?" },
        { "!GetAtt Queue.Ar", "AWS::SQS::Queue has no attribute 'Ar'. Did you mean 'Arn'?" },
        { "!GetAtt Api.Stage", "AWS::Serverless::Api has no attribute 'Stage'. Use RestApiId, RootResourceId, or Ref." },
        { "!Sub '${Nme}'", "There is no parameter or resource 'Nme'. Did you mean 'Name'?" },
        { "!Sub '${Name'", "Fn::Sub: a '${' is not closed. Add the '}', or write '${!' for a literal '${'." },
        { "!Sub '${Names}'", "Fn::Sub: '${Names}' is a list, and only text can be put into text. Give it as a variable: !Sub ['...', {Name: !Join [',', ...]}]." },
        { "!Sub [a]", "Fn::Sub takes a text, or a list of a text and a map of variables. Write !Sub 'text with ${Name}'." },
        { "!Join [a]", "Fn::Join takes a delimiter and a list. Write !Join [delimiter, [value, value]]." },
        { "!Join ['', text]", "Fn::Join takes a list, but this is text. Put the values in brackets." },
        { "!Join ['', [[a]]]", "Fn::Join takes a list of text, but one item is a list. Join inner lists first." },
        { "!Split ['', a]", "Fn::Split takes a delimiter that is not empty and a text. Write !Split [delimiter, text]." },
        { "!Select [3, !Ref Names]", "Fn::Select has no item 3: the list has 3. The first index is 0." },
        { "!Select [-1, !Ref Names]", "Fn::Select has no item -1: the list has 3. The first index is 0." },
        { "!If [Maybe, a, b]", "There is no condition 'Maybe'. Declare it in the section Conditions." },
        { "!If [Holds, a]", "Fn::If takes a condition's name and two values. Write !If [Condition, value if true, value if false]." },
        { "!If [Holds, a, !Ref Nme]", "There is no parameter or resource 'Nme'. Did you mean 'Name'?" },
        { "!If [Holds, a, !Sub '${Nme}']", "There is no parameter or resource 'Nme'. Did you mean 'Name'?" },
        { "!If [Holds, a, !GetAtt Queu.Arn]", "There is no parameter or resource 'Queu'. Did you mean 'Queue'?" },
        { "!If [Holds, a, {'Fn::Sbu': x}]", "'Fn::Sbu' is not an intrinsic function. Did you mean 'Fn::Sub'?" },
        { "!FindInMap [Size, small, Memory]", "Fn::FindInMap: there is no mapping 'Size'. Did you mean 'Sizes'?" },
        { "!FindInMap [Sizes, smal, Memory]", "Fn::FindInMap: there is no top-level key 'smal'. Did you mean 'small'?" },
        { "!FindInMap [Sizes, small, Disk]", "Fn::FindInMap: there is no second-level key 'Disk'. Add it to the section Mappings." },
        { "!Equals [a, b]", "'Fn::Equals' may be used only in the section Conditions. Declare a condition there and use it with Fn::If." },
        { "!Cidr [10.0.0.0/30, 2, 8]", "Fn::Cidr: 10.0.0.0/30 does not hold that many blocks of that size. Give a count from 1 to 256, and as many bits as a block of it may have." },
        { "!Cidr [10.0.0, 2, 8]", "Fn::Cidr: '10.0.0' is not a block of addresses. Write it as 10.0.0.0/16." },
        { "!Cidr [10.0.0.0/16, 2]", "Fn::Cidr takes a block of addresses, a count and a number of bits. Write !Cidr [10.0.0.0/16, 6, 8]." },
        { "!Length [a]", "'Fn::Length' needs the transform AWS::LanguageExtensions. Add it to Transform, before the SAM transform." },
        { "!ToJsonString {a: b}", "'Fn::ToJsonString' needs the transform AWS::LanguageExtensions. Add it to Transform, before the SAM transform." },
        { "!FindInMap [Sizes, smal, Memory, {DefaultValue: 1}]", "A DefaultValue of Fn::FindInMap needs the transform AWS::LanguageExtensions. Add it to Transform, before the SAM transform." },
        { "{'Fn::Contains': [[a], a]}", "'Fn::Contains' may be used only in the section Rules. Use one of CloudFormation's intrinsic functions." },
        { "{'Fn::Sub': a, b: c}", "'Fn::Sub' must be the only key of its map. Move the other keys out, or indent the function under a property." },
        { "!Sbu a", "'!Sbu' is not a CloudFormation tag. Did you mean '!Sub'?" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Tell_what_is_wrong_and_what_to_do(string expression, string expected) =>
        Assert.Contains(Given.Errors(Given.Expression(expression)), error => error.EndsWith($": {expected}", StringComparison.Ordinal));
}
