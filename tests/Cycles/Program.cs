// usage: Cycles run COUNT     (30 or more) starts and stops LocalAws, every tenth time with a real function process; exit code 1 when something is left
//        Cycles hold          starts one, lets its function hang, prints what there is, and waits to be killed
using Cycles;

return args switch
{
    ["run", var count] => await Repetition.RunAsync(int.Parse(count, System.Globalization.CultureInfo.InvariantCulture)),
    ["hold"] => await Hold.RunAsync(),
    _ => throw new ArgumentException("Cycles run COUNT, or Cycles hold."),
};
