using Sam.Documents;
using Sam.Resources;

namespace Sam.Serverless;

/// <summary>What a function runs, as far as it is on this machine.</summary>
/// <param name="Folder">The absolute path of the folder or archive; empty when the code is elsewhere, which closes the function, or in the template.</param>
/// <param name="Handler">The handler; empty of an image.</param>
/// <param name="Runtime">The runtime; empty of an image.</param>
/// <param name="Inline">The code that the template itself holds; null elsewhere.</param>
internal sealed record RunnableCode(string Folder, string Handler, string Runtime, string? Inline = null);

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

        var written = Written();
        var folder = written is null ? Folder() : "";
        var handler = Needed("Handler", "Name the assembly, or what the runtime asks for.");
        var runtime = Needed("Runtime", "Name one, such as dotnet10.");
        return folder is null || handler is null || runtime is null ? null : new RunnableCode(folder, handler, runtime, Inline(written, runtime));
    }

    /// <summary>Where the template itself holds the code; null when it does not.</summary>
    private (Values In, string Property)? Written() =>
        isServerless ? values["InlineCode"] is null ? null : (values, "InlineCode")
        : values["Code"] is MapNode map && map["ZipFile"] is not null && map["ImageUri"] is null ? (values.Inner("Code"), "ZipFile")
        : null;

    // A text that cannot be told closes the function. "ZipFile (Node.js and Python) The source code of your Lambda function."
    private static string? Inline((Values In, string Property)? written, string runtime)
    {
        if (written is not var (code, property))
        {
            return null;
        }

        if (code[property] is ScalarNode && runtime.Length > 0
            && !runtime.StartsWith("python", StringComparison.Ordinal) && !runtime.StartsWith("nodejs", StringComparison.Ordinal))
        {
            code.Report(property, $"CloudFormation takes code in the template for Node.js and Python, and the Runtime is '{runtime}'.", NameAFolder);
        }

        return code.Text(property);
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
