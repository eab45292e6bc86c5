namespace Iam.Tests.Conditions;

/// <summary>IAM User Guide, "IAM JSON policy elements: Condition operators": string and ARN operators. Each row has its twin.</summary>
public class Text_operators
{
    [Theory]
    [InlineData("StringEquals", "\"ann\"", "ann", true)]
    [InlineData("StringEquals", "\"ann\"", "Ann", false)]
    [InlineData("StringEquals", "\"ann\"", "anna", false)]
    [InlineData("StringEquals", "\"a*\"", "ann", false)]
    [InlineData("StringEquals", "\"a*\"", "a*", true)]
    [InlineData("StringEquals", "\"a?\"", "an", false)]
    [InlineData("StringEquals", "[\"bob\", \"ann\"]", "ann", true)]
    [InlineData("StringEquals", "[\"bob\", \"ann\"]", "eve", false)]
    [InlineData("StringEquals", "5", "5", true)]
    [InlineData("StringEquals", "true", "true", true)]
    [InlineData("StringEquals", "\"\"", "", true)]
    [InlineData("StringNotEquals", "\"ann\"", "ann", false)]
    [InlineData("StringNotEquals", "\"ann\"", "bob", true)]
    [InlineData("StringNotEquals", "[\"bob\", \"ann\"]", "ann", false)]
    [InlineData("StringNotEquals", "[\"bob\", \"ann\"]", "eve", true)]
    [InlineData("StringEqualsIgnoreCase", "\"ann\"", "ANN", true)]
    [InlineData("StringEqualsIgnoreCase", "\"ann\"", "ANNA", false)]
    [InlineData("StringNotEqualsIgnoreCase", "\"ann\"", "ANN", false)]
    [InlineData("StringNotEqualsIgnoreCase", "\"ann\"", "bob", true)]
    [InlineData("StringLike", "\"a*\"", "ann", true)]
    [InlineData("StringLike", "\"a*\"", "a", true)]
    [InlineData("StringLike", "\"a*\"", "ba", false)]
    [InlineData("StringLike", "\"a*\"", "Ann", false)]
    [InlineData("StringLike", "\"a?n\"", "ann", true)]
    [InlineData("StringLike", "\"a?n\"", "an", false)]
    [InlineData("StringLike", "\"a*c\"", "a:b/c", true)]
    [InlineData("StringLike", "\"a*c\"", "a:b/c/", false)]
    [InlineData("StringNotLike", "\"a*\"", "ann", false)]
    [InlineData("StringNotLike", "\"a*\"", "bob", true)]
    [InlineData("StringNotLike", "[\"a*\", \"b*\"]", "bob", false)]
    [InlineData("StringNotLike", "[\"a*\", \"b*\"]", "eve", true)]
    public void Compare_strings(string name, string wanted, string actual, bool met) => Assert.Equal(met, Met.By(name, wanted, actual));

    [Theory]
    [InlineData("arn:aws:iam::111122223333:role/reader", "arn:aws:iam::111122223333:role/reader", true)]
    [InlineData("arn:aws:iam::111122223333:role/reader", "arn:aws:iam::111122223333:role/Reader", false)]
    [InlineData("arn:aws:iam::111122223333:role/*", "arn:aws:iam::111122223333:role/team/reader", true)]
    [InlineData("arn:aws:iam::111122223333:role/*", "arn:aws:iam::111122223333:user/ann", false)]
    [InlineData("arn:aws:iam::*:role/reader", "arn:aws:iam::111122223333:role/reader", true)]
    [InlineData("arn:aws:iam::*:role/reader", "arn:aws:iam::111122223333:x:role/reader", false)]
    [InlineData("arn:aws:sns:*:x", "arn:aws:sns:eu-west-1:111122223333:x", false)]
    [InlineData("arn:aws:sns:*:*:x", "arn:aws:sns:eu-west-1:111122223333:x", true)]
    [InlineData("arn:aws:sns:*:*:x", "arn:aws:sns:eu-west-1:111122223333:y", false)]
    [InlineData("arn:aws:sns:eu-west-?:*:x", "arn:aws:sns:eu-west-1:1:x", true)]
    [InlineData("arn:aws:sns:eu-west-?:*:x", "arn:aws:sns:eu-west-:1:x", false)]
    [InlineData("arn:aws:sns:eu?west-1:1:x", "arn:aws:sns:eu:west-1:1:x", false)]
    [InlineData("arn:aws:lambda:*:*:function:*", "arn:aws:lambda:r:1:function:f:prod", true)]
    [InlineData("arn:aws:lambda:*:*:function:?:prod", "arn:aws:lambda:r:1:function:f:prod", true)]
    [InlineData("arn:aws:lambda:*:*:function:?:prod", "arn:aws:lambda:r:1:function:ff:prod", false)]
    [InlineData("*", "arn:aws:sns:r:1:x", true)]
    public void Compare_arns_part_by_part(string wanted, string actual, bool met)
    {
        Assert.Equal(met, Met.By("ArnLike", $"\"{wanted}\"", actual));
        Assert.Equal(met, Met.By("ArnEquals", $"\"{wanted}\"", actual));
        Assert.Equal(!met, Met.By("ArnNotLike", $"\"{wanted}\"", actual));
        Assert.Equal(!met, Met.By("ArnNotEquals", $"\"{wanted}\"", actual));
    }

    [Theory]
    [InlineData("\"AQID\"", "AQID", true)]
    [InlineData("\"AQID\"", "aqid", false)]
    [InlineData("\"AQI=\"", "AQI=", true)]
    [InlineData("\"AQI=\"", "AQI", false)]
    public void Compare_bytes(string wanted, string actual, bool met) => Assert.Equal(met, Met.By("BinaryEquals", wanted, actual));
}
