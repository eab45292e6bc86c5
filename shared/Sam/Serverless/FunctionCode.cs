using Sam.Documents;
using Sam.Resources;

namespace Sam.Serverless;

/// <summary>What a function runs, as far as it is on this machine.</summary>
/// <param name="Folder">The absolute path of the folder or archive; empty when the code is elsewhere, which closes the function.</param>
/// <param name="Handler">The handler; empty of an image.</param>
/// <param name="Runtime">The runtime; empty of an image.</param>
internal sealed record RunnableCode(string Folder, string Handler, string Runtime);

/// <summary>
/// Reads what a function runs: a folder, an archive in Amazon S3, code in the template, or an image. What the transform and Lambda refuse is an error; what only LocalAws
/// cannot run closes the function. aws-sam-translator, <c>_validate_package_type</c> and <c>_construct_code_dict</c>.
/// </summary>
internal sealed class FunctionCode(Resource function, string templateFolder, CloudAssets assets)
{
    private const string NameAFolder = "Name the folder of its code, relative to the template.";

    private const string AsZip = "Publish the function as a zip package.";

    private static readonly string[] NotOfImages = ["Handler", "Runtime", "Layers"];

    private readonly Values values = function.Values;
    private readonly bool isServerless = function.TypeName == "AWS::Serverless::Function";

    private string Property => isServerless ? "CodeUri" : "Code";

    /// <summary>What is run; null after an error, which has been reported.</summary>
    public RunnableCode? Read()
    {
        switch (values.Text("PackageType"))
        {
            case null when values["PackageType"] is not null:
                return new RunnableCode("", "", "");
            case null or "Zip":
                return Zip();
            case "Image":
                return Image();
            case var other:
                values.Report("PackageType", $"invalid 'PackageType' : {other}", "Write Zip or Image.");
                return null;
        }
    }

    private RunnableCode? Image()
    {
        var isRefused = false;
        foreach (var property in NotOfImages.Where(property => values[property] is not null and not ListNode { Items.IsEmpty: true }))
        {
            values.Report(property, "Runtime, Handler, Layers cannot be present when PackageType is of type `Image`", "Remove it.");
            isRefused = true;
        }

        values.Close("PackageType", "LocalAws runs functions as processes, not as containers.", AsZip);
        return isRefused ? null : new RunnableCode("", "", "");
    }

    private RunnableCode? Zip()
    {
        if (values["ImageConfig"] is not null)
        {
            values.Report("ImageConfig", "ImageUri or ImageConfig cannot be present when PackageType is of type `Zip`", "Remove it, or write 'PackageType: Image'.");
        }

        var folder = isServerless && values["InlineCode"] is not null
            ? Elsewhere("InlineCode", "LocalAws does not run code that is written in the template.", "Put the code in a folder and name it in CodeUri.") : Folder();
        var handler = Needed("Handler", "Name the assembly, or what the runtime asks for.");
        var runtime = Needed("Runtime", "Name one, such as dotnet10.");
        return folder is null || handler is null || runtime is null ? null : new RunnableCode(folder, handler, runtime);
    }

    private string? Folder()
    {
        switch (values[Property])
        {
            case ScalarNode { Text: var uri } when uri.StartsWith("s3://", StringComparison.Ordinal):
                return InBucket();
            case ScalarNode { Text: { Length: > 0 } path } when !path.Contains('\0'):
                return Path.GetFullPath(Path.Combine(templateFolder, path));
            case UnknownNode:
                _ = values.Text(Property);
                return values.ClosureOf() is null ? null : "";
            // "sam build" and "sam package" take the template's own folder, and so do the tools for .NET, whose templates write it as empty text.
            // CloudFormation's Code is required, which its shape says.
            case ScalarNode { Text: "" } when isServerless:
            case null:
                return isServerless ? Path.GetFullPath(templateFolder.Length == 0 ? "." : templateFolder) : null;
            case MapNode map when isServerless:
                if (map["Bucket"] is not null && map["Key"] is not null)
                {
                    return InBucket();
                }

                values.Report(Property, "'CodeUri' requires Bucket and Key properties to be specified.", NameAFolder);
                return null;
            case MapNode map when assets.PathOf(function.Declaration.Metadata, Property, (map["S3Key"] as ScalarNode)?.Text) is { } asset:
                return asset;
            case MapNode map when map["ZipFile"] is not null:
                return Elsewhere(Property, "LocalAws does not run code that is written in the template.", NameAFolder);
            case MapNode map when map["ImageUri"] is not null:
                return Elsewhere(Property, "LocalAws runs functions as processes, not as containers.", AsZip);
            case MapNode map when map["S3Bucket"] is not null && map["S3Key"] is not null:
                return InBucket();
            default:
                values.Report(Property, "This is no code that Lambda could run.", NameAFolder);
                return null;
        }
    }

    private string InBucket() => Elsewhere(Property, "The code is in Amazon S3, and LocalAws runs code from this machine only.", NameAFolder);

    private string Elsewhere(string property, string message, string remedy)
    {
        values.Close(property, message, remedy);
        return "";
    }

    // One that cannot be told has closed the function.
    private string? Needed(string property, string remedy)
    {
        var text = values.Text(property);
        if (text is null && values[property] is null)
        {
            values.Report(property, $"The function has no {property}.", remedy);
        }

        return text ?? (values[property] is UnknownNode && values.ClosureOf() is not null ? "" : null);
    }
}
