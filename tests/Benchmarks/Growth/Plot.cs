using System.Globalization;
using System.Text;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;

namespace Benchmarks.Growth;

/// <summary>Curves that were measured in one run, on logarithmic axes: a cost that grows as fast as what it is of is a line at 45 degrees, one that does not grow is level.</summary>
/// <param name="Name">The file's, without its ending.</param>
/// <param name="Title">What the picture shows.</param>
/// <param name="Amount">What grows.</param>
/// <param name="Cost">What is measured, with its unit.</param>
/// <param name="Curves">LocalAws first, then its peers and floors.</param>
internal sealed record Plot(string Name, string Title, string Amount, string Cost, IReadOnlyList<Curve> Curves)
{
    private const int Width = 640;
    private const int Height = 360;

    /// <summary>Okabe and Ito's colours, which the colour-blind can tell apart.</summary>
    private static readonly OxyColor[] Colors = [OxyColor.FromRgb(0, 114, 178), OxyColor.FromRgb(213, 94, 0), OxyColor.FromRgb(0, 158, 115), OxyColor.FromRgb(204, 121, 167)];

    private static readonly MarkerType[] Markers = [MarkerType.Circle, MarkerType.Square, MarkerType.Triangle, MarkerType.Diamond];

    /// <summary>The picture.</summary>
    public string Svg()
    {
        var model = new PlotModel { Title = Title, TitleFontSize = 14, DefaultFont = "Helvetica", Background = OxyColors.White, PlotAreaBorderThickness = new OxyThickness(1, 0, 0, 1), Padding = new OxyThickness(10, 10, 24, 10) };
        model.Axes.Add(Axis(AxisPosition.Bottom, Amount, static point => point.Amount, room: 1));
        model.Axes.Add(Axis(AxisPosition.Left, Cost, static point => point.Cost, room: 1.6));
        model.Legends.Add(new Legend { LegendPlacement = LegendPlacement.Outside, LegendPosition = LegendPosition.BottomCenter, LegendOrientation = LegendOrientation.Horizontal });
        foreach (var (curve, i) in Curves.Select(static (curve, i) => (curve, i)))
        {
            var line = new LineSeries { Title = curve.Name, Color = Colors[i], MarkerType = Markers[i], MarkerFill = Colors[i], MarkerSize = 3.5, StrokeThickness = 2 };
            line.Points.AddRange(curve.Points.Select(static point => new DataPoint(Shown(point.Amount), point.Cost)));
            model.Series.Add(line);
        }

        var exporter = new SvgExporter
        {
            Width = Width,
            Height = Height,
            IsDocument = true,
            UseVerticalTextAlignmentWorkaround = true,
            TextMeasurer = new TextMeasure(),
        };
        return exporter.ExportToString(model).ReplaceLineEndings("\n");
    }

    /// <summary>The figures, a line for each amount.</summary>
    public string Table()
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{Name}: {Cost}\n{Amount,28}{string.Concat(Curves.Select(static curve => $"{curve.Name,36}"))}\n");
        foreach (var amount in Curves.SelectMany(static curve => curve.Points).Select(static point => point.Amount).Distinct().Order())
        {
            text.Append(CultureInfo.InvariantCulture, $"{amount,28}");
            foreach (var curve in Curves)
            {
                var (isThere, cost) = curve.Points.Where(point => point.Amount == amount).Select(static point => (true, point.Cost)).FirstOrDefault();
                text.Append(isThere ? string.Create(CultureInfo.InvariantCulture, $"{cost,36:0.###}") : new string(' ', 36));
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    private LogarithmicAxis Axis(AxisPosition position, string title, Func<(double Amount, double Cost), double> value, double room)
    {
        var values = Curves.SelectMany(static curve => curve.Points).Select(point => Shown(value(point))).ToList();
        return new LogarithmicAxis
        {
            Position = position,
            Title = title,
            AxisTitleDistance = 8,
            Minimum = values.Min() / room,
            Maximum = values.Max() * room,
            MajorGridlineStyle = LineStyle.Solid,
            MajorGridlineColor = OxyColor.FromRgb(224, 224, 224),
            LabelFormatter = Label,
        };
    }

    /// <summary>A logarithm has no place for nothing: an empty body stands at one byte.</summary>
    private static double Shown(double value) => value == 0 ? 1 : value;

    private static string Label(double power) => Math.Round(power, 3) switch
    {
        >= 1_000_000 and var value => string.Create(CultureInfo.InvariantCulture, $"{value / 1_000_000:0.###}M"),
        >= 1_000 and var value => string.Create(CultureInfo.InvariantCulture, $"{value / 1_000:0.###}k"),
        var value => string.Create(CultureInfo.InvariantCulture, $"{value:0.###}"),
    };

    /// <summary>What a text takes: the exporter's own measure, and the one for PDF, whose unit is larger than a pixel, fall short of it.</summary>
    private sealed class TextMeasure() : PdfRenderContext(Width, Height, OxyColors.White)
    {
        private const double PixelsOfPoint = 96.0 / 72;

        public override OxySize MeasureText(string text, string fontFamily, double fontSize, double fontWeight)
        {
            var points = base.MeasureText(text, fontFamily, fontSize, fontWeight);
            return new OxySize(points.Width * PixelsOfPoint, points.Height * PixelsOfPoint);
        }
    }
}
