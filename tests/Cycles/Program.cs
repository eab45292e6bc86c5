// usage: Cycles run COUNT     (30 or more) starts and stops LocalAws, every tenth time with a real function process; exit code 1 when something is left
//        Cycles hold          starts one, lets its function hang, prints what there is, and waits to be killed
//        Cycles hold-container IMAGE TEMPLATE FOLDER     the same with one in a container; FOLDER has the function
using Cycles;

return args switch
{
    ["run", var count] => await Repetition.RunAsync(int.Parse(count, System.Globalization.CultureInfo.InvariantCulture)),
    ["hold"] => await Hold.RunAsync(),
    ["hold-container", var image, var template, var function] => await HoldContainer.RunAsync(image, template, function),
    _ => throw new ArgumentException("Cycles run COUNT, Cycles hold, or Cycles hold-container IMAGE TEMPLATE FOLDER."),
};
