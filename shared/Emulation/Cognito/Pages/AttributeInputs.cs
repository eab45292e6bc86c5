using Emulation.Cognito.Pools;

namespace Emulation.Cognito.Pages;

/// <summary>The fields for a user's attributes.</summary>
internal static class AttributeInputs
{
    /// <summary>What a sign-up asks for: what the pool requires, and where it sends its codes to; not what is the user name already.</summary>
    public static IEnumerable<AttributeDefinition> ForSignUp(PageCall call) => call.Pool.Schema.All.Where(attribute =>
        attribute.Name != "sub"
        && !(call.Pool.UsernameAttributes is [var only] && only == attribute.Name)
        && (attribute.Required || (call.Pool.AutoVerifiedAttributes.Contains(attribute.Name) && call.Pool.UsernameAttributes.IsEmpty && call.Client.MayWrite(attribute.Name))));

    public static Input Of(string attribute, string field, string value = "") => attribute switch
    {
        "email" => new(field, Words.LabelOf(attribute), "email", "email") { Value = value },
        "phone_number" => new(field, Words.LabelOf(attribute), "tel", "tel") { Value = value, Hint = "With the country code, such as +4915112345678." },
        "birthdate" => new(field, Words.LabelOf(attribute), "date", "bday") { Value = value },
        "given_name" => new(field, Words.LabelOf(attribute), "text", "given-name") { Value = value },
        "family_name" => new(field, Words.LabelOf(attribute), "text", "family-name") { Value = value },
        "name" => new(field, Words.LabelOf(attribute), "text", "name") { Value = value },
        _ => new(field, Words.LabelOf(attribute)) { Value = value },
    };
}
