using Sam.Documents;
using Sam.Errors;
using Sam.Templates;

namespace Sam.Intrinsics;

/// <summary>
/// Checks the names in a part of the template that is not evaluated: the branch of an <c>Fn::If</c> not taken, a resource
/// that is not created. CloudFormation validates them too, and a typo must not wait for the other branch to be taken.
/// </summary>
internal sealed class NameCheck(TemplateSections sections, ResourceTable resources, References references, ErrorList errors)
{
    public void Check(Node node, Place place)
    {
        switch (node)
        {
            case MapNode { Entries: [{ Key: var name, Value: var argument }] } call when MapNode.IsFunction(name):
                CheckCall(name, argument, call, place);
                break;
            case MapNode map:
                foreach (var entry in map.Entries)
                {
                    Check(entry.Value, place.In(entry.Key));
                }

                break;
            case ListNode list:
                for (var i = 0; i < list.Items.Length; i++)
                {
                    Check(list.Items[i], place.At(i));
                }

                break;
        }
    }

    private void CheckCall(string name, Node argument, MapNode call, Place place)
    {
        if (!IntrinsicNames.IsKnown(name, sections.UsesExtensions))
        {
            errors.Add(call.Line, place.Resource, place.Property, IntrinsicNames.WhyNot(name), IntrinsicNames.Remedy(name));
            return;
        }

        switch (name, argument)
        {
            case ("Ref", ScalarNode target):
                CheckName(target.Text, target, place);
                break;
            case ("Fn::Transform", _):
                break;
            case ("Fn::GetAtt", ScalarNode path):
                CheckResource(path.Text.Split('.')[0], path, place);
                break;
            case ("Fn::GetAtt", ListNode { Items: [ScalarNode target, ..] }):
                CheckResource(target.Text, target, place);
                break;
            case ("Fn::Sub", ScalarNode text):
                CheckText(text, null, place);
                break;
            case ("Fn::Sub", ListNode { Items: [ScalarNode text, MapNode locals] }):
                CheckText(text, locals, place);
                Check(locals, place);
                break;
            case ("Fn::If", ListNode { Items: [ScalarNode condition, var whenTrue, var whenFalse] }):
                CheckCondition(condition, place);
                Check(whenTrue, place);
                Check(whenFalse, place);
                break;
            default:
                Check(argument, place);
                break;
        }
    }

    private void CheckCondition(ScalarNode condition, Place place)
    {
        if (sections.Conditions[condition.Text] is null)
        {
            errors.Add(
                condition.Line, place.Resource, place.Property, $"There is no condition '{condition.Text}'.",
                errors.Hint(condition.Text, sections.Conditions.Entries.Select(static e => e.Key)) ?? "Declare it in the section Conditions.");
        }
    }

    private void CheckText(ScalarNode text, MapNode? locals, Place place)
    {
        foreach (var name in Substitution.NamesIn(text.Text) ?? [])
        {
            if (locals?[name] is null && !references.Exists(name))
            {
                CheckName(name.Split('.')[0], text, place);
            }
        }
    }

    private void CheckName(string name, Node at, Place place)
    {
        if (!references.Exists(name))
        {
            references.Missing(name, at, place);
        }
    }

    private void CheckResource(string name, Node at, Place place)
    {
        if (resources[name] is null && !references.Exists(name))
        {
            references.Missing(name, at, place);
        }
    }
}
