using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Numerics;
using Sam.Documents;

namespace Sam.Intrinsics;

/// <summary><c>Fn::Cidr</c>: the first blocks of a size that fit into a block of addresses.</summary>
internal static class AddressBlocks
{
    private const int MostBlocks = 256;

    public static Node Evaluate(Node argument, Evaluator evaluator, Place place)
    {
        if (argument is not ListNode { Items: [var block, var count, var bits] })
        {
            return evaluator.Report(argument, place, "Fn::Cidr takes a block of addresses, a count and a number of bits.", "Write !Cidr [10.0.0.0/16, 6, 8].");
        }

        Node[] given = [evaluator.TextNode(block, place), evaluator.TextNode(count, place), evaluator.TextNode(bits, place)];
        if (given.OfType<UnknownNode>().FirstOrDefault() is { } unknown)
        {
            return unknown.With(argument.Line, null);
        }

        var text = ((ScalarNode)given[0]).Text;
        if (!IPNetwork.TryParse(Masked(text), out var network))
        {
            return evaluator.Report(block, place, $"Fn::Cidr: '{text}' is not a block of addresses.", "Write it as 10.0.0.0/16.");
        }

        var width = network.BaseAddress.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;
        return Number(given[1]) is { } blocks and > 0 and <= MostBlocks && Number(given[2]) is { } hostBits and >= 1
            && hostBits <= width - network.PrefixLength && BigInteger.Pow(2, width - network.PrefixLength - hostBits) >= blocks
                ? new ListNode([.. Enumerable.Range(0, blocks).Select(index => Block(network, index, width, hostBits, argument.Line))], argument.Line)
                : evaluator.Report(
                    argument, place, $"Fn::Cidr: {text} does not hold that many blocks of that size.",
                    $"Give a count from 1 to {MostBlocks}, and as many bits as a block of it may have.");
    }

    private static ScalarNode Block(IPNetwork network, int index, int width, int hostBits, int line)
    {
        var address = new BigInteger(network.BaseAddress.GetAddressBytes(), isUnsigned: true, isBigEndian: true) + (new BigInteger(index) << hostBits);
        var bytes = address.ToByteArray(isUnsigned: true, isBigEndian: true);
        var padded = new byte[width / 8];
        bytes.CopyTo(padded, padded.Length - bytes.Length);
        return ScalarNode.Of($"{new IPAddress(padded)}/{(width - hostBits).ToString(CultureInfo.InvariantCulture)}", line);
    }

    // A block may be written by any address in it.
    private static string Masked(string text)
    {
        var slash = text.LastIndexOf('/');
        if (slash < 0 || !IPAddress.TryParse(text.AsSpan(0, slash), out var address)
            || !int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var prefix))
        {
            return text;
        }

        var bytes = address.GetAddressBytes();
        for (var bit = prefix; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] &= (byte)(0xFF ^ (0x80 >> (bit % 8)));
        }

        return $"{new IPAddress(bytes)}/{prefix.ToString(CultureInfo.InvariantCulture)}";
    }

    private static int? Number(Node node) =>
        int.TryParse((node as ScalarNode)?.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
