using System.Collections.Immutable;
using System.Globalization;
using Emulation.ServiceReference.Routes;

namespace Emulation.ServiceReference.Data;

/// <summary>Reads the lines of one service, whose form make.py tells.</summary>
internal sealed class ServiceText(string prefix)
{
    private readonly List<ServiceKey> keys = [];
    private readonly List<ArnType> types = [];
    private readonly List<ServiceAction> actions = [];
    private readonly Dictionary<string, ServiceAction> byName = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<ApiText> apis = [];

    public static ServiceFacts Read(string prefix, string text)
    {
        var reading = new ServiceText(prefix);
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (!line.IsEmpty)
            {
                reading.Add(line.ToString().Split('\t'));
            }
        }

        return reading.Facts();
    }

    private ServiceFacts Facts()
    {
        var service = new ServiceFacts(prefix) { Actions = byName, Types = [.. types], Keys = [.. keys] };
        service.Apis = [.. apis.Select(api => api.In(service))];
        return service;
    }

    private void Add(string[] line)
    {
        switch (line[0])
        {
            case "K":
                var type = line[2][0];
                keys.Add(new ServiceKey(line[1], TypeOf(char.ToUpperInvariant(type)), char.IsLower(type)));
                break;
            case "R":
                types.Add(new ArnType(line[1], [.. line.Skip(3).Select(static format => new ArnFormat(format))], KeysAt(line[2])));
                break;
            case "A":
                var action = new ServiceAction($"{prefix}:{line[1]}", LevelOf(line[2]), [.. Words(Part(line, 4)).Select(TargetOf)], KeysAt(Part(line, 3)));
                actions.Add(action);
                byName.Add(line[1], action);
                break;
            case "P":
                apis.Add(new ApiText(line, actions));
                break;
            case "M":
                apis[^1].AddMember(line);
                break;
            case "O":
                apis[^1].AddOperation(line);
                break;
            default:
                throw new InvalidDataException($"A line of {prefix} is of no kind: {line[0]}.");
        }
    }

    private ImmutableArray<ServiceKey> KeysAt(string places) => [.. Words(places).Select(place => keys[Number(place)])];

    private ActionTarget TargetOf(string place) => new(types[Number(place.TrimEnd('!'))], IsRequired: place[^1] == '!');

    private static ServiceKeyType TypeOf(char letter) => letter switch
    {
        'N' => ServiceKeyType.Number,
        'B' => ServiceKeyType.Boolean,
        'D' => ServiceKeyType.Date,
        'A' => ServiceKeyType.Arn,
        'I' => ServiceKeyType.Address,
        _ => ServiceKeyType.Text,
    };

    private static AccessLevel LevelOf(string letter) => letter switch
    {
        "L" => AccessLevel.List,
        "W" => AccessLevel.Write,
        "T" => AccessLevel.Tagging,
        "P" => AccessLevel.Permissions,
        _ => AccessLevel.Read,
    };

    /// <summary>Parts at the end of a line that are empty are left away.</summary>
    private static string Part(string[] line, int at) => at < line.Length ? line[at] : "";

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>The lines of an API.</summary>
    private sealed class ApiText(string[] head, List<ServiceAction> actions)
    {
        private readonly List<ModelMember> members = [];
        private readonly List<(string Name, string[] Line)> operations = [];
        private int last = -1;

        public void AddMember(string[] line) => members.Add(new ModelMember(
            line[1],
            Part(line, 3) is { Length: > 0 } wire ? wire : line[1],
            KindOf(line[2][0]),
            PlaceOf(line[2][1]),
            [.. Words(Part(line, 4)).Select(static inner => inner.Split('=') is [var name, var wire] ? new KeyValuePair<string, string>(name, wire) : new(inner, inner))]));

        public void AddOperation(string[] line)
        {
            var name = Part(line, 1);
            if (name.Length == 0 || name[0] == '+')
            {
                last += name.Length == 0 ? 1 : Number(name[1..]) + 1;
                name = actions[last].Name[(actions[last].Name.IndexOf(':', StringComparison.Ordinal) + 1)..];
            }

            operations.Add((name, line));
        }

        public ServiceApi In(ServiceFacts service)
        {
            var api = new ServiceApi(head[1], service, head[2])
            {
                EndpointPrefix = Part(head, 3),
                Protocols = [.. Words(Part(head, 4))],
                JsonVersion = Part(head, 5),
                Target = Part(head, 6),
                Version = Part(head, 7),
                XmlNamespace = Part(head, 8),
            };
            api.Operations = operations.ToDictionary(static one => one.Name, one => OperationOf(api, one.Name, one.Line), StringComparer.Ordinal);
            return api;
        }

        private ModelOperation OperationOf(ServiceApi api, string name, string[] line)
        {
            var flags = Part(line, 4);
            ImmutableArray<ModelMember> own = [.. Words(Part(line, 5)).Select(place => members[Number(place)])];
            return new ModelOperation(api, name)
            {
                Actions = ActionsOf(api.Service.Prefix, name, Part(line, 2)),
                Members = own,
                Route = Part(line, 3) is { Length: > 0 } route ? ModelRoute.Parse(route, own) : null,
                BodyStreams = flags.Contains('i'),
                AnswerStreams = flags.Contains('o'),
                AnswersEvents = flags.Contains('e'),
                IsOpen = flags.Contains('n'),
                HasMembers = !flags.Contains('x'),
            };
        }

        private ImmutableArray<OperationAction> ActionsOf(string prefix, string name, string text) => text switch
        {
            "" => [new OperationAction($"{prefix}:{name}", [])],
            "-" => [],
            _ => [.. Words(text).Select(ActionOf)],
        };

        private OperationAction ActionOf(string text)
        {
            var (name, passed) = text.Split('>') is [var before, var after] ? (before, after) : (text, "");
            return new OperationAction(name.Contains(':') ? name : actions[Number(name)].Name, [.. passed.Split('|', StringSplitOptions.RemoveEmptyEntries)]);
        }

        private static MemberKind KindOf(char letter) => letter switch
        {
            's' => MemberKind.Text,
            'S' => MemberKind.Texts,
            'T' => MemberKind.Structure,
            'L' => MemberKind.Structures,
            'm' => MemberKind.Map,
            _ => MemberKind.Other,
        };

        private static MemberPlace PlaceOf(char letter) => letter switch
        {
            'p' => MemberPlace.WholeBody,
            'u' => MemberPlace.Path,
            'q' => MemberPlace.Query,
            'h' => MemberPlace.Header,
            'H' => MemberPlace.Headers,
            _ => MemberPlace.Body,
        };
    }
}
