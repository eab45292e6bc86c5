using System.Globalization;

namespace Integration.Telemetry;

/// <summary>A span as it arrived, as far as the tests look at it. opentelemetry-proto, <c>trace.proto</c> and <c>common.proto</c>.</summary>
internal sealed record ReceivedSpan
{
    /// <summary>Who sent it: <c>service.name</c>.</summary>
    public required string Service { get; init; }

    public string Name { get; private set; } = "";

    public string TraceId { get; private set; } = "";

    public string SpanId { get; private set; } = "";

    /// <summary>Empty of the first one of a trace.</summary>
    public string ParentId { get; private set; } = "";

    public Dictionary<string, string> Attributes { get; } = new(StringComparer.Ordinal);

    /// <summary>The spans of an <c>ExportTraceServiceRequest</c>.</summary>
    public static List<ReceivedSpan> AllOf(byte[] export)
    {
        var spans = new List<ReceivedSpan>();
        var request = new ProtobufReader(export);
        while (request.Read())
        {
            var resource = new Dictionary<string, string>(StringComparer.Ordinal);
            var ofResource = new ProtobufReader(request.Bytes);
            while (ofResource.Read())
            {
                if (ofResource.Field == 1)
                {
                    ReadAttributes(ofResource.Bytes, 1, resource);
                }
                else if (ofResource.Field == 2)
                {
                    var ofScope = new ProtobufReader(ofResource.Bytes);
                    while (ofScope.Read())
                    {
                        if (ofScope.Field == 2)
                        {
                            spans.Add(Of(ofScope.Bytes, resource.GetValueOrDefault("service.name", "")));
                        }
                    }
                }
            }
        }

        return spans;
    }

    /// <summary>The names of the metrics of an <c>ExportMetricsServiceRequest</c>.</summary>
    public static IEnumerable<string> MetricsOf(byte[] export)
    {
        var names = new List<string>();
        var request = new ProtobufReader(export);
        while (request.Read())
        {
            var ofResource = new ProtobufReader(request.Bytes);
            while (ofResource.Read())
            {
                var ofScope = new ProtobufReader(ofResource.Field == 2 ? ofResource.Bytes : default);
                while (ofScope.Read())
                {
                    var metric = new ProtobufReader(ofScope.Field == 2 ? ofScope.Bytes : default);
                    while (metric.Read())
                    {
                        if (metric.Field == 1)
                        {
                            names.Add(metric.Text);
                        }
                    }
                }
            }
        }

        return names;
    }

    private static ReceivedSpan Of(ReadOnlySpan<byte> message, string service)
    {
        var span = new ReceivedSpan { Service = service };
        var fields = new ProtobufReader(message);
        while (fields.Read())
        {
            switch (fields.Field)
            {
                case 1:
                    span.TraceId = Convert.ToHexStringLower(fields.Bytes);
                    break;
                case 2:
                    span.SpanId = Convert.ToHexStringLower(fields.Bytes);
                    break;
                case 4:
                    span.ParentId = Convert.ToHexStringLower(fields.Bytes);
                    break;
                case 5:
                    span.Name = fields.Text;
                    break;
                case 9:
                    ReadAttribute(fields.Bytes, span.Attributes);
                    break;
            }
        }

        return span;
    }

    private static void ReadAttributes(ReadOnlySpan<byte> message, int number, Dictionary<string, string> into)
    {
        var fields = new ProtobufReader(message);
        while (fields.Read())
        {
            if (fields.Field == number)
            {
                ReadAttribute(fields.Bytes, into);
            }
        }
    }

    private static void ReadAttribute(ReadOnlySpan<byte> message, Dictionary<string, string> into)
    {
        var (key, text) = ("", "");
        var fields = new ProtobufReader(message);
        while (fields.Read())
        {
            if (fields.Field == 1)
            {
                key = fields.Text;
                continue;
            }

            var value = new ProtobufReader(fields.Bytes);
            while (value.Read())
            {
                text = value.Field == 1 ? value.Text : value.Number.ToString(CultureInfo.InvariantCulture);
            }
        }

        into[key] = text;
    }
}
