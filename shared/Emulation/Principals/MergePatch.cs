using System.Text.Json.Nodes;

namespace Emulation.Principals;

/// <summary>The difference between two JSON objects that hold no nulls, as RFC 7396 writes it.</summary>
internal static class MergePatch
{
    /// <summary>What turns one object into the other; empty when they are the same.</summary>
    public static JsonObject Between(JsonObject from, JsonObject to)
    {
        var patch = new JsonObject();
        foreach (var (name, value) in to)
        {
            if (from[name] is JsonObject old && value is JsonObject fresh)
            {
                if (Between(old, fresh) is { Count: > 0 } inner)
                {
                    patch[name] = inner;
                }
            }
            else if (!JsonNode.DeepEquals(from[name], value))
            {
                patch[name] = value?.DeepClone();
            }
        }

        foreach (var (name, _) in from)
        {
            if (!to.ContainsKey(name))
            {
                patch[name] = null;
            }
        }

        return patch;
    }

    /// <summary>Applies a patch to an object, in place.</summary>
    public static JsonObject Apply(JsonObject target, JsonObject patch)
    {
        foreach (var (name, value) in patch)
        {
            if (value is null)
            {
                target.Remove(name);
            }
            else
            {
                target[name] = value is JsonObject inner ? Apply((target[name] as JsonObject)?.DeepClone() as JsonObject ?? [], inner) : value.DeepClone();
            }
        }

        return target;
    }
}
