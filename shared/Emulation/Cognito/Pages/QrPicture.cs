using System.Globalization;
using System.Text;
using QRCoder;

namespace Emulation.Cognito.Pages;

/// <summary>A QR code as a drawing inside the page: nothing is fetched for it, and nobody else sees its text.</summary>
internal static class QrPicture
{
    public static Html Of(string text)
    {
        using var data = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var matrix = data.ModuleMatrix;
        var path = new StringBuilder();
        for (var y = 0; y < matrix.Count; y++)
        {
            for (var x = 0; x < matrix[y].Length; x++)
            {
                if (matrix[y][x])
                {
                    path.Append(CultureInfo.InvariantCulture, $"M{x} {y}h1v1h-1z");
                }
            }
        }

        var size = matrix.Count.ToString(CultureInfo.InvariantCulture);
        var squares = Html.Of($"""<path fill="#fff" d="M0 0h{size}v{size}H0z"/><path fill="#000" d="{path.ToString()}"/>""");
        return Html.Of($"""<svg class="qr" viewBox="0 0 {size} {size}" role="img" aria-label="QR code with the key" shape-rendering="crispEdges">{squares}</svg>""");
    }
}
